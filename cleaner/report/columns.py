"""What the report knows of every article at once: an index in pieces, and the texts in pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleaner.corpus.encode import encode
from cleaner.report.pages import Pages

#: Articles a piece of the index; bytes a page of texts.
_INDEX_ROWS, _PAGE_BYTES = 5000, 1 << 20


class Row(NamedTuple):
    """An article in the index, where a piece is written column by column.

    ``outlet`` and ``rules`` are positions in the report's lists (-1: no outlet), ``words`` counts
    the original and ``cut`` what was removed of it; ``page`` is the page of the text (-1: the
    article was left out of ``articles.jsonl``). Where there is no title, the first line is one.
    """

    id: str
    title: str
    outlet: int
    date: str | None
    words: int
    cut: int
    rules: Sequence[int]
    page: int


class Index:
    """Writes the pieces of the index and the pages of texts, as articles come."""

    def __init__(self, pages: Pages) -> None:
        self.pieces = self.texts = self.articles = 0
        self._pages = pages
        self._index: list[Row] = []
        self._links: dict[str, list[bytes]] = {"copy": [], "story": []}
        self._rows: list[bytes] = []
        self._bytes = 0

    def add_text(self, row: bytes, removals: bytes) -> int:
        """Add an article's row and removals to the texts; give the page they stand on."""
        if self._bytes and self._bytes + len(row) > _PAGE_BYTES:
            self._turn_page()
        self._rows += (b",\n[" if self._rows else b"[", row, b",[", removals, b"]]")
        self._bytes += len(row) + len(removals)
        return self.texts

    def add(self, row: Row, copy: bytes, story: bytes) -> None:
        """Add an article, with its rows of the groups that it shares with others."""
        key = b'"%d":' % len(self._index)
        for name, link in (("copy", copy), ("story", story)):
            if link:
                self._links[name].append(key + link)
        self._index.append(row)
        self.articles += 1
        if len(self._index) == _INDEX_ROWS:
            self._turn_index()

    def finish(self) -> None:
        """Write what is left."""
        if self._rows:
            self._turn_page()
        if self._index:
            self._turn_index()

    def _turn_page(self) -> None:
        self._pages.add(f"t{self.texts}", b"[" + b"".join(self._rows) + b"]")
        self.texts += 1
        self._rows, self._bytes = [], 0

    def _turn_index(self) -> None:
        links = (_object(name, self._links[name]) for name in ("copy", "story"))
        columns = dict(zip(Row._fields, zip(*self._index, strict=True), strict=True))
        piece = b",".join([encode(columns)[:-1], *links]) + b"}"
        self._pages.add(f"i{self.pieces}", piece)
        self.pieces += 1
        self._index, self._links = [], {"copy": [], "story": []}


def _object(name: str, members: Iterable[bytes]) -> bytes:
    return b'"%s":{%s}' % (name.encode(), b",".join(members))
