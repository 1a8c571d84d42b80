"""An index that several machines share, on a Redis server, by datasketch's own Redis storage."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from cleaner.article import Article, CopyLink, Facts
from cleaner.copies.columns import CopyOptions
from cleaner.copies.sketches import Recipe
from cleaner.errors import IndexFileError, UsageError
from cleaner.index.closing import Closing
from cleaner.index.keys import KEYS_VERSION, text_keys
from cleaner.index.postings import MOST
from cleaner.index.rows import Entry

if TYPE_CHECKING:
    from cleaner.copies.comparing import Comparison

#: Candidates of one article that are compared, those with most keys in common first.
_COMPARED = 32
_LOCKED = 60.0
_PORT = 6379


class SharedIndex(Closing):
    """Articles kept on a Redis server, for several machines at once.

    What came first is kept: a later article is a copy if it is directly a copy of a kept one, of
    the one that it resembles most. That is simpler than :class:`cleaner.Index`, whose groups are
    those of one run over all, and it folds articles into copy groups alone, not into stories.
    Articles must be clean already. One process adds at a time, and
    others wait for it; how durable what was added is, the server's own settings say.
    """

    def __init__(self, url: str, *, name: str = "cleaner", threshold: float = 0.3) -> None:
        """Open the index called ``name`` at ``redis://[user:password@]host[:port][/database]``.

        Raises:
            IndexFileError: no such server, no ``redis`` package, or an index made otherwise.
            UsageError: an impossible threshold, or another kind of address.
        """
        self._options = CopyOptions(threshold=threshold)
        self._url, self._name = _without_password(url), name
        place = _place(url)
        try:
            import redis
        except ImportError:
            raise IndexFileError("a shared index needs: pip install 'cleaner[redis]'") from None
        self._problems = (redis.RedisError,)
        with self._explained():
            from datasketch.storage import unordered_storage

            config = {"type": "redis", "redis": place}
            self._redis: Any = redis.Redis(**place)
            self._check()
            self._keys: Any = unordered_storage(config, self._prefix("keys"))
            self._articles: Any = unordered_storage(config, self._prefix("articles"))

    def _prefix(self, of: str) -> bytes:
        return f"cleaner:{self._name}:{of}:".encode()

    def _check(self) -> None:
        """Record how it is made, or refuse one that was made otherwise."""
        made = {"format": 1, "keys": KEYS_VERSION, "recipe": asdict(Recipe())}
        wanted = json.dumps(made | {"threshold": self._options.threshold}, sort_keys=True).encode()
        self._redis.setnx(self._prefix("made"), wanted)
        if self._redis.get(self._prefix("made")) != wanted:
            raise IndexFileError(f"{self._url}: {self._name!r} was made otherwise; name another")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except self._problems as error:
            raise IndexFileError(f"{self._url}: {error}") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._explained():
            lock = self._prefix("lock").decode()
            with self._redis.lock(lock, timeout=_LOCKED, blocking_timeout=2 * _LOCKED):
                yield

    def close(self) -> None:
        """Close the connection."""
        self._redis.close()

    def add(self, articles: Iterable[Article]) -> list[CopyLink]:
        """Fold articles one by one against all that is held, and keep them: one link each.

        An id that is held already is replaced.

        Raises:
            IndexFileError: the server cannot be used.
        """
        links = []
        for article in articles:
            with self._writing():
                links.append(self._add(Entry.of(article)))
        return links

    def query(self, articles: Iterable[Article]) -> list[CopyLink]:
        """Tell what each article would be a copy of, and keep nothing.

        Raises:
            IndexFileError: the server cannot be used.
        """
        with self._explained():
            return [self._link(entry, *_keys(entry)) for entry in map(Entry.of, articles)]

    def remove(self, ids: Iterable[str]) -> int:
        """Take articles out, and give how many were held. What was a copy of them stays one."""
        with self._writing():
            return sum(self._remove(id_) for id_ in dict.fromkeys(ids))

    def __len__(self) -> int:
        """Count the articles."""
        with self._explained():
            return int(self._articles.size())

    def __contains__(self, id: object) -> bool:  # noqa: A002
        """Tell whether an article of this id is held."""
        with self._explained():
            return bool(self._articles.has_key(str(id)))

    def _add(self, entry: Entry) -> CopyLink:
        self._remove(entry.id)
        shingles, bands = _keys(entry)
        link = self._link(entry, shingles, bands)
        if link.canonical == entry.id:
            for key in shingles | bands:
                self._keys.insert(key, entry.id, buffer=True)
            self._keys.empty_buffer()
        # The article comes last: what a killed process left of its keys is found by nobody.
        self._articles.insert(entry.id, json.dumps(asdict(entry)))
        return link

    def _remove(self, id_: str) -> bool:
        entry = self._held([id_]).get(id_)
        if entry is None:
            return False
        shingles, bands = _keys(entry)
        self._articles.remove(id_)
        for key in shingles | bands:
            self._keys.remove_val(key, id_)
        return True

    def _held(self, ids: Sequence[str]) -> dict[str, Entry]:
        found = self._articles.getmany(*ids) if ids else []
        return {
            id_: Entry(**json.loads(next(iter(values))))
            for id_, values in zip(ids, found, strict=True)
            if values
        }

    def _link(self, entry: Entry, shingles: set[bytes], bands: set[bytes]) -> CopyLink:
        """Compare an article with kept ones that it shares keys with; the most alike counts."""
        from cleaner.copies.comparing import compare

        best: tuple[float, str, Comparison] | None = None
        for id_, other in self._held(self._candidates(entry, shingles, bands)).items():
            found = compare(_article(other), _article(entry), self._options)
            if found.copies and (best is None or (-found.resemblance, id_) < best[:2]):
                best = -found.resemblance, id_, found
        if best is None:
            return CopyLink(entry.id, entry.id, entry.id)
        return _copy(entry.id, best[1], best[2])

    def _candidates(self, entry: Entry, shingles: set[bytes], bands: set[bytes]) -> list[str]:
        asked = sorted(shingles | bands)
        shared: Counter[str] = Counter()
        for key, ids in zip(asked, self._keys.getmany(*asked) if asked else [], strict=True):
            few = len(ids) <= MOST or key in bands
            shared.update({_text(id_): 2 if key in bands else 1 for id_ in ids} if few else {})
        del shared[entry.id]
        ranked = sorted((-times, id_) for id_, times in shared.items() if times > 1)
        return [id_ for _, id_ in ranked[:_COMPARED]]


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _keys(entry: Entry) -> tuple[set[bytes], set[bytes]]:
    """Give the keys of an article's sampled shingles, and those of its bands."""
    from cleaner.copies.sketches import sketch

    keys = text_keys(sketch([entry.text]))
    packed = keys.hashes.astype(">u4")
    shingles = {b"s" + key.tobytes() for key in packed[~keys.band]}
    return shingles, {b"b" + key.tobytes() for key in packed[keys.band]}


def _article(entry: Entry) -> Article:
    return Article(
        id=entry.id,
        text=entry.text,
        title=entry.title,
        outlet=entry.outlet,
        url=entry.url,
        facts=Facts(published=entry.published),
    )


def _copy(id_: str, kept: str, found: Comparison) -> CopyLink:
    alike, contained = found.resemblance, found.containment
    why = (
        f"{alike:.0%} of all wording is shared, {contained:.0%} of the shorter text's;"
        f" {kept} is kept: it came first"
    )
    return CopyLink(id_, kept, kept, alike, contained, found.kind, why)


def _place(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme != "redis":
        raise UsageError(f"{_without_password(url)}: write redis://HOST[:PORT][/DATABASE]")
    return {
        "host": parts.hostname or "localhost",
        "port": parts.port or _PORT,
        "db": int(parts.path.strip("/") or 0),
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
    }


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
