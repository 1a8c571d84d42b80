"""A seeded corpus of invented news with planted copies, and the labels of the copies.

    python -m benchmarks.speed.corpus 100000 -o DIR [--seed 1]

writes DIR/articles.jsonl and DIR/copies.jsonl ({"id", "cluster"}, as the scorers read them).
Words are invented from Arabic letters and drawn by Zipf's law, single and in set phrases;
one sentence in ten is a stock sentence that many articles share. 30 % of the articles are
copies: exact, edited (1 to 30 % of the words), respelled, cut, extended, without some
paragraphs, or under another heading and footer. Groups have 2 to 8 members, and one in every
hundred articles belongs to a single wire story, so that the largest group grows with the corpus.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np

_LETTERS = list("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
_WORDS, _PHRASES, _STOCK = 60_000, 20_000, 2_000
_COPIES = 0.3
#: The share of one wire story.
WIRE = 0.01
_OUTLETS = 40
# Spellings that folding makes one.
_RESPELLINGS = {"ا": ["أ", "إ", "آ", "ا\u064b"], "ي": ["ى", "ی"], "ه": ["ة"], "و": ["ؤ", "وـ"]}

Sentence = list[str]
Article = list[Sentence]


@dataclass(frozen=True, slots=True)
class Planted:
    """One article of the corpus: its text, its copy group, and how it was made."""

    id: str
    title: str
    text: str
    outlet: str
    date: str
    cluster: str
    edit: str

    def record(self) -> dict[str, str]:
        """Give the article as its line tells it."""
        url = f"https://{self.outlet}.example/{self.id}"
        names = ("id", "title", "text", "outlet", "date")
        return {**{name: getattr(self, name) for name in names}, "url": url}


class Writer:
    """Writes invented articles, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        words = [self._word() for _ in range(_WORDS)]
        phrases = [self._phrase(words) for _ in range(_PHRASES)]
        self._units = [[word] for word in words] + phrases
        self._odds = np.concatenate([_zipf(_WORDS) * 0.7, _zipf(_PHRASES) * 0.3]).cumsum()
        self._stock = [self._new_sentence() for _ in range(_STOCK)]
        self._stock_odds = _zipf(_STOCK).cumsum()

    def _word(self) -> str:
        size = int(self.random.integers(2, 8))
        return "".join(_LETTERS[i] for i in self.random.integers(0, len(_LETTERS), size))

    def _phrase(self, words: list[str]) -> Sentence:
        return [words[i] for i in self.random.integers(0, 4000, self.random.integers(2, 5))]

    def words(self, count: int) -> Sentence:
        """Give running words, a few more than asked for at most."""
        drawn = np.searchsorted(self._odds, self.random.random(count) * self._odds[-1])
        found: Sentence = []
        for unit in drawn.tolist():
            found += self._units[min(unit, len(self._units) - 1)]
            if len(found) >= count:
                break
        return found

    def _new_sentence(self) -> Sentence:
        return self.words(int(self.random.integers(8, 26)))

    def _sentence(self) -> Sentence:
        if self.random.random() >= 0.1:
            return self._new_sentence()
        at = np.searchsorted(self._stock_odds, self.random.random() * self._stock_odds[-1])
        sentence = list(self._stock[min(int(at), _STOCK - 1)])
        sentence[int(self.random.integers(len(sentence)))] = self.words(1)[0]
        return sentence

    def article(self) -> Article:
        """Write an article of about 200 to 600 words."""
        size, written = int(self.random.integers(200, 600)), 0
        sentences: Article = []
        while written < size:
            sentences.append(self._sentence())
            written += len(sentences[-1])
        return sentences

    def edit(self, article: Article) -> tuple[str, Article]:
        """Copy an article in one of the ways of newsrooms and scrapers."""
        ways: list[Callable[[Article], Article]] = [
            self.exact, self.edited, self.edited, self.edited, self.edited,
            self.respelled, self.cut, self.extended, self.thinned, self.framed,
        ]  # fmt: skip
        way = ways[int(self.random.integers(len(ways)))]
        return way.__name__, way(article)

    def exact(self, article: Article) -> Article:
        return article

    def edited(self, article: Article) -> Article:
        """Replace, drop or add 1 to 30 % of the words."""
        rate = self.random.uniform(0.01, 0.3)
        return [self._edited(sentence, rate) for sentence in article]

    def _edited(self, sentence: Sentence, rate: float) -> Sentence:
        kinds = self.random.random(len(sentence)) / rate
        found: Sentence = []
        for word, kind in zip(sentence, kinds.tolist(), strict=True):
            if kind >= 1:
                found.append(word)
            elif kind < 0.6:
                found += self.words(1)[:1]
            elif kind < 0.8:
                found += [word, *self.words(1)[:1]]
        return found

    def respelled(self, article: Article) -> Article:
        """Write a third of the words in another spelling."""
        return [[self._respelled(word) for word in sentence] for sentence in article]

    def _respelled(self, word: str) -> str:
        if self.random.random() > 0.33:
            return word
        letters = [
            forms[int(self.random.integers(len(forms)))] if forms else letter
            for letter, forms in ((letter, _RESPELLINGS.get(letter)) for letter in word)
        ]
        return "".join(letters)

    def cut(self, article: Article) -> Article:
        """Keep the first 40 to 90 % of the words."""
        return _first(article, self.random.uniform(0.4, 0.9))

    def extended(self, article: Article) -> Article:
        """Append up to as much again."""
        return article + _first(self.article(), self.random.uniform(0.1, 0.6))

    def thinned(self, article: Article) -> Article:
        """Drop a quarter of the sentences, but for the first."""
        kept = self.random.random(len(article)) > 0.25
        return [s for at, s in enumerate(article) if at == 0 or kept[at]]

    def framed(self, article: Article) -> Article:
        """Put a line above and a line below, and edit a little."""
        edited = [self._edited(sentence, 0.03) for sentence in article]
        return [self.words(8), *edited, self.words(12)]


def _zipf(count: int) -> np.ndarray:
    odds = 1.0 / (np.arange(count) + 2.7) ** 1.05
    return odds / odds.sum()


def _first(article: Article, share: float) -> Article:
    sizes = list(accumulate(len(sentence) for sentence in article))
    kept = [s for s, size in zip(article, sizes, strict=True) if size <= share * sizes[-1]]
    return kept or article[:1]


def _text(article: Article) -> str:
    sentences = [" ".join(sentence) + "." for sentence in article]
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    return "\n".join(paragraphs)


def plant(count: int, seed: int = 1, wire: float = WIRE) -> Iterator[Planted]:
    """Give a corpus of so many articles, copies spread all over it; ``wire`` is one story's."""
    writer = Writer(seed)
    plan = _plan(count, writer.random, wire)
    originals: dict[int, Article] = {}
    left = np.bincount(plan)
    for number, cluster in enumerate(plan.tolist()):
        edit = "original"
        if cluster not in originals:
            originals[cluster] = article = writer.article()
        else:
            edit, article = writer.edit(originals[cluster])
        title = " ".join(originals[cluster][0][:9])
        left[cluster] -= 1
        if not left[cluster]:
            del originals[cluster]
        yield _planted(writer, number, cluster, title, article, edit)


def _day(cluster: int, number: int) -> int:
    """Give a day of the month: copies follow their original by a day at most."""
    return (cluster * 7 + number % 2) % 28 + 1


def _planted(
    writer: Writer, number: int, cluster: int, title: str, article: Article, edit: str
) -> Planted:
    outlet = f"outlet{int(writer.random.integers(_OUTLETS)):02}"
    date = f"2031-05-{_day(cluster, number):02}T{number % 24:02}:00:00"
    return Planted(f"a{number:08}", title, _text(article), outlet, date, f"c{cluster:08}", edit)


def _plan(count: int, random: np.random.Generator, share: float) -> np.ndarray:
    """Assign each article its group: the wire story is group 0, then small groups, then singles."""
    wire = max(2, int(count * share))
    sizes = [wire]
    copies = wire - 1
    while copies < count * _COPIES:
        size = int(min(8, 1 + random.geometric(0.5)))
        sizes.append(size)
        copies += size - 1
    plan = np.repeat(np.arange(len(sizes)), sizes)[:count]
    singles = np.arange(count - len(plan)) + len(sizes)
    plan = np.concatenate([plan, singles])
    random.shuffle(plan)
    return plan


def write(count: int, folder: Path, seed: int = 1, wire: float = WIRE) -> None:
    """Write a corpus and its labels into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        (folder / "articles.jsonl").open("w", encoding="utf-8") as articles,
        (folder / "copies.jsonl").open("w", encoding="utf-8") as labels,
    ):
        for planted in plant(count, seed, wire):
            articles.write(json.dumps(planted.record(), ensure_ascii=False) + "\n")
            label = {"id": planted.id, "cluster": planted.cluster, "edit": planted.edit}
            labels.write(json.dumps(label) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write(options.count, options.out, options.seed)


if __name__ == "__main__":
    main()
