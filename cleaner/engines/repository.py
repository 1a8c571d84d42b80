"""A git repository as a store of articles: what is committed, what is staged, and their bytes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import UsageError

#: Paths that changed, with the object that each is now; None where it is gone.
Changes = Mapping[str, str | None]
_REGULAR = (b"100644", b"100755")


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository around ``folder``, seen through the ``git`` command."""

    folder: Path

    def _git(self, *words: str, stdin: bytes = b"") -> bytes:
        command = ["git", "-c", "core.quotePath=false", *words]
        try:
            done = subprocess.run(  # noqa: S603 (our words)
                command, cwd=self.folder, input=stdin, capture_output=True, check=True
            )
        except FileNotFoundError:
            raise UsageError("git is not installed") from None
        except subprocess.CalledProcessError as error:
            reason = error.stderr.decode("utf-8", "replace").strip()
            raise UsageError(f"git {words[0]}: {reason}") from None
        return done.stdout

    def root(self) -> Path:
        """Give the top folder of the work tree.

        Raises:
            UsageError: there is no repository here, or no git.
        """
        return Path(os.fsdecode(self._git("rev-parse", "--show-toplevel").rstrip(b"\n")))

    def private(self, name: str) -> Path:
        """Give the path of a file of our own in the git directory of this work tree."""
        path = os.fsdecode(self._git("rev-parse", "--git-path", name).rstrip(b"\n"))
        return (self.folder / path).absolute()

    def empty_tree(self) -> str:
        """Name the tree that holds nothing."""
        return self._git("hash-object", "-t", "tree", "--stdin").decode().strip()

    def tree(self, revision: str) -> str | None:
        """Name a revision's tree; None where there is no such revision."""
        try:
            found = self._git("rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}")
        except UsageError:
            return None
        return found.decode().strip()

    def changes(self, old: str, new: str) -> dict[str, str | None]:
        """Give what changed from one tree to another."""
        return _parsed(self._git("diff-tree", "-r", "-z", "--no-renames", old, new))

    def staged(self, tree: str) -> dict[str, str | None]:
        """Give what is staged and not in a tree."""
        words = ("diff-index", "--cached", "-z", "--no-renames", tree)
        return _parsed(self._git(*words))

    def renamed(self, tree: str) -> dict[str, str]:
        """Give the new paths of files that are staged under another name, edited or not.

        Each has the path beside it that it has in a tree.
        """
        words = ("diff-index", "--cached", "-z", "-M", "--diff-filter=R", "--name-status", tree)
        pieces = [os.fsdecode(piece) for piece in self._git(*words).split(b"\0")]
        return dict(zip(pieces[2::3], pieces[1::3], strict=False))

    def read(self, objects: Sequence[str]) -> Iterator[bytes]:
        """Give the bytes of objects, in their order."""
        names = "".join(f"{name}\n" for name in objects).encode()
        data, at = memoryview(self._git("cat-file", "--batch", stdin=names)), 0
        for _ in objects:
            end = bytes(data[at : at + 200]).index(b"\n") + at
            size = int(bytes(data[at:end]).split()[2])
            yield bytes(data[end + 1 : end + 1 + size])
            at = end + 2 + size


def _parsed(raw: bytes) -> dict[str, str | None]:
    """Read git's raw format: modes, objects and status, then the path; only regular files."""
    pieces = raw.split(b"\0")
    found: dict[str, str | None] = {}
    for header, path in zip(pieces[::2], pieces[1::2], strict=False):
        _, mode, _, name, _ = header.split(b" ")
        found[os.fsdecode(path)] = name.decode() if mode in _REGULAR else None
    return found
