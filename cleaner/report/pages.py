"""The report's data, as pages that a browser loads when it needs them.

A page opened from disk may not fetch files, but it may run scripts: so a page of data is a script
that hands over one JSON value. While everything is small, it stands in the report itself instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cleaner.corpus.output import REPORT_DATA

#: Data of so many bytes stand in the report itself, which then is one file.
INLINE_BYTES = 3 << 20


class Pages:
    """Pages by name: kept while they are few, written to files once they are many."""

    def __init__(self, target: Path, inline: int = INLINE_BYTES) -> None:
        self._folder = target / REPORT_DATA
        self._room = inline
        self._held: dict[str, bytes] = {}
        self._spilled = False

    def add(self, name: str, data: bytes) -> None:
        """Add a page: a name of letters and digits, and its JSON."""
        if not self._spilled:
            self._held[name] = data
            self._room -= len(data)
            if self._room < 0:
                self._spill()
        else:
            self._write(name, data)

    @property
    def inline(self) -> Mapping[str, bytes]:
        """The pages that stand in the report itself; none once there are files."""
        return self._held

    def _spill(self) -> None:
        self._spilled = True
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, data in self._held.items():
            self._write(name, data)
        self._held.clear()

    def _write(self, name: str, data: bytes) -> None:
        with (self._folder / f"{name}.js").open("wb") as stream:
            stream.writelines((b'cleanerPage("', name.encode(), b'",', data, b");\n"))
