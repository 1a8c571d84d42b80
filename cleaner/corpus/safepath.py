"""From an id, which may be anything, to a path that stays inside its folder on any system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

_SUFFIX = ".txt"
_MOST_NAME_BYTES, _KEPT_NAME_BYTES, _MOST_PATH_BYTES = 200, 120, 1000
# Control characters, what Windows forbids, and halves of surrogate pairs.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]|[. ]\Z|\A\.')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z", re.IGNORECASE)


def relative_path(id_: str) -> str:
    r"""Give an id's path below the folder: itself where that is safe, with ``.txt``.

    An id that had to be changed gets a hash of itself, so that two ids never become one.
    Folders never end in ``.txt`` and files always do, so that they are never in each
    other's way.

    >>> relative_path("news/a.html")
    'news/a.html.txt'
    >>> relative_path("../../x")
    'x~7257b2e4c173.txt'
    """
    parts = [part for part in id_.split("/") if part not in ("", ".", "..")] or ["_"]
    folders = [_folder(part) for part in parts[:-1]]
    path = "/".join((*folders, _file(parts[-1])))
    if len(path.encode()) > _MOST_PATH_BYTES:
        path = _file(parts[-1])
    return path if path in (id_, id_ + _SUFFIX) else marked(path, id_)


def marked(path: str, id_: str) -> str:
    """Put a hash of the id into a path's last name."""
    digest = blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{path[: -len(_SUFFIX)]}~{digest}{_SUFFIX}"


def _folder(part: str) -> str:
    safe = _name(part)
    return safe + "_" if safe.lower().endswith(_SUFFIX) else safe


def _file(part: str) -> str:
    stem = part[: -len(_SUFFIX)] if part.lower().endswith(_SUFFIX) else part
    suffix = part[len(stem) :] or _SUFFIX
    return (_name(stem) if stem else "_") + suffix


def _name(part: str) -> str:
    safe = _FORBIDDEN.sub("_", part)
    if _RESERVED.match(safe):
        safe = f"_{safe}"
    data = safe.encode()
    if len(data) > _MOST_NAME_BYTES:
        safe = data[:_KEPT_NAME_BYTES].decode("utf-8", "ignore").rstrip(". ")
    return safe


def settle_clashes(ids: Iterable[str]) -> dict[str, str]:
    """Find the ids whose paths are one where upper and lower case are, and give them others.

    The least id of those that clash keeps its path; the result does not depend on order.
    """
    first: dict[str, str] = {}
    clashing: set[str] = set()
    for id_ in ids:
        other = first.setdefault(_key(relative_path(id_)), id_)
        if other != id_:
            clashing.add(max(id_, other))
            first[_key(relative_path(id_))] = min(id_, other)
    return _rename(sorted(clashing), set(first))


def _rename(ids: list[str], taken: set[str]) -> dict[str, str]:
    renamed = {}
    for id_ in ids:
        path = marked(relative_path(id_), id_)
        while _key(path) in taken:
            path = marked(path, path)
        taken.add(_key(path))
        renamed[id_] = path
    return renamed


def _key(path: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", path).casefold())
