"""What made a result: the versions that run.json records."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from platform import python_version

_PARTS = ("cleaner", "datasketch", "numba", "numpy", "regex", "trafilatura")


def version_of(name: str) -> str:
    """Give an installed package's version; a checkout that is not installed has none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"


def versions() -> dict[str, str]:
    """Give the versions of Python and of every package that results depend on."""
    return {"python": python_version()} | {name: version_of(name) for name in _PARTS}
