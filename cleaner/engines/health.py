"""What a run depends on besides its input: versions, places to write, encodings, machine."""

from __future__ import annotations

import locale
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

from cleaner.engines.versions import versions

#: What is not needed, and what is lacking without it.
_OPTIONAL = {"pre_commit": "hooks of git repositories", "selenium": "tests of the report"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``bad`` keeps a run from working."""

    state: Literal["ok", "note", "bad"]
    what: str
    detail: str


def findings() -> list[Finding]:
    """Look at everything; nothing is changed, and no kernel is compiled."""
    return [*_versions(), _kernels(), *_encodings(), _machine(), *_optional()]


def _versions() -> Iterator[Finding]:
    for name, version in versions().items():
        missing = version == "(not installed)"
        checkout = missing and name == "cleaner"
        state: Literal["ok", "note", "bad"] = "note" if checkout else "bad" if missing else "ok"
        yield Finding(state, name, "a checkout, not installed" if checkout else version)


def _kernels() -> Finding:
    """Find where kernels are kept: beside the source, or in the user's cache folder."""
    import cleaner

    beside = Path(cleaner.__path__[0])
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "numba"
    set_by_hand = os.environ.get("NUMBA_CACHE_DIR")
    places = [Path(set_by_hand)] if set_by_hand else [beside, own]
    kept = sum(1 for place in places if place.is_dir() for _ in place.rglob("*.nbc"))
    if kept:
        return Finding("ok", "kernel cache", f"{kept} compiled kernels are kept")
    where = next((place for place in places if _writable(place)), None)
    if where is None:
        return Finding(
            "note", "kernel cache", "nowhere to write: kernels are compiled in every run;"
            " set NUMBA_CACHE_DIR to a folder"
        )  # fmt: skip
    return Finding("note", "kernel cache", f"empty: the first run compiles, once (in {where})")


def _writable(place: Path) -> bool:
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with TemporaryFile(dir=place):
            return True
    except OSError:
        return False


def _encodings() -> Iterator[Finding]:
    """Articles are read by their own encodings; these are what names and screens use."""
    screen = sys.stdout.encoding or "none"
    good = screen.lower().replace("-", "") == "utf8"
    hint = "" if good else ": Arabic may not show; set PYTHONIOENCODING=utf-8"
    yield Finding("ok" if good else "note", "output", screen + hint)
    files = sys.getfilesystemencoding()
    good = files.lower().replace("-", "") == "utf8"
    yield Finding(
        "ok" if good else "note",
        "file names",
        f"{files} (locale {locale.setlocale(locale.LC_CTYPE)})",
    )


def _machine() -> Finding:
    from cleaner.engines.pool import cores

    free = shutil.disk_usage(Path.cwd()).free / 2**30
    return Finding("ok", "machine", f"{cores()} cores, {free:.0f} GiB free on this disk")


def _optional() -> Iterator[Finding]:
    for module, use in _OPTIONAL.items():
        there = find_spec(module) is not None
        yield Finding("ok" if there else "note", module, use if there else f"not installed: {use}")
