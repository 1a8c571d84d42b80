"""The cleaned texts as a tree of ``.txt`` files that mirrors the ids (``--text-out``)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import orjson

from cleaner.corpus.atomic import explained, replacing
from cleaner.corpus.marks import TEXT_MARK
from cleaner.corpus.safepath import relative_path, settle_clashes
from cleaner.errors import OutputError


def safe_path(root: Path, id_: str) -> Path:
    """Give the path of an id's text: always inside ``root``, whatever the id is.

    Two ids may differ in case alone: :class:`TextTree` knows all ids and tells them apart.
    """
    return root / relative_path(id_)


class TextTree:
    """A folder of texts, one file an id, no file ever written by two ids.

    ``ids`` are all the ids that there will be; where files go does not depend on their order.
    Small, plain and picklable once made, so that workers can write.
    """

    def __init__(self, root: Path, ids: Iterable[str]) -> None:
        self.root = root
        self._renamed = settle_clashes(ids)
        self._known: set[Path] = set()

    def claim(self) -> None:
        """Make the folder ours, or raise an :class:`OutputError` where it is somebody else's."""
        with explained(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            names = [entry.name for entry in self.root.iterdir()]
            if names and TEXT_MARK not in names:
                raise OutputError(
                    f"{self.root}: is not empty and was not written by cleaner; choose a new or"
                    " empty folder for the texts"
                )
            (self.root / TEXT_MARK).touch()

    def relative(self, id_: str) -> str:
        """Give an id's path below the root."""
        return self._renamed.get(id_) or relative_path(id_)

    def path(self, id_: str) -> Path:
        """Give an id's path."""
        return self.root / self.relative(id_)

    def write(self, id_: str, text: str) -> None:
        """Write an id's text as UTF-8, its line ends as they are."""
        path = self.path(id_)
        self._enter(path.parent)
        with replacing(path, durable=False) as stream:
            stream.write(text.encode("utf-8", "surrogatepass"))

    def finish(self, ids: Iterable[str]) -> None:
        """Take away the texts of an earlier run that this one has not, and note what there is."""
        mark, paths = self.root / TEXT_MARK, [self.relative(id_) for id_ in ids]
        stale = _noted(mark) - set(paths)
        for path in sorted(stale):
            if _is_inside(self.root / path, self.root):
                (self.root / path).unlink(missing_ok=True)
        with replacing(mark) as stream:
            stream.write(orjson.dumps(paths))

    def _enter(self, folder: Path) -> None:
        """Make a folder; a symbolic link on the way must not lead out of the tree."""
        if folder in self._known:
            return
        if not _is_inside(folder, self.root):
            raise OutputError(f"{folder}: leads out of {self.root} by a symbolic link")
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._known.add(folder)


def _noted(mark: Path) -> set[str]:
    try:
        paths = orjson.loads(mark.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return set()
    return {path for path in paths if isinstance(path, str)} if isinstance(paths, list) else set()


def _is_inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())
