"""News agencies, and which of them an article credits.

Only a credit counts (a dateline, a closing signature, a source line), never a mention in the
text, which may be of anything that an agency said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, product

from cleaner.language.fold import fold
from cleaner.language.words import words


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency: its id, and its names folded.

    ``signs`` are words of their own only in brackets (قنا is a town, كونا and بنا are verbs).
    Abbreviations may be written with dots and blanks (أ ف ب, أ.ف.ب).
    """

    id: str
    names: tuple[str, ...]
    signs: tuple[str, ...] = ()


AGENCIES: tuple[Agency, ...] = (
    Agency("aa", ("الاناضول", "anadolu")),
    Agency("afp", ("افب", "فرانس برس", "afp", "agence france-presse", "اف ب")),
    Agency("ansa", ("انسا", "ansa")),
    Agency("ap", ("اسوشيتد برس", "اسوشيتدبرس", "associated press"), ("ا ب", "ا.ب", "ا. ب", "ap")),
    Agency("aps", ("واج", "aps", "وكاله الانباء الجزايريه")),
    Agency("bernama", ("برناما", "bernama")),
    Agency("bloomberg", ("بلومبيرغ", "بلومبرغ", "بلومبيرج", "bloomberg")),
    Agency("bna", ("وكاله انباء البحرين",), ("بنا", "bna")),
    Agency("cnn", ("سي ان ان",), ("cnn",)),
    Agency("dpa", ("دبا", "دب ا", "الالمانيه", "dpa")),
    Agency("efe", ("ايفي", "efe")),
    Agency("ina", ("وكاله الانباء العراقيه",), ("واع", "ina")),
    Agency("interfax", ("انترفاكس", "interfax")),
    Agency("irna", ("ايرنا", "irna"), ("ارنا",)),
    Agency("kuna", ("وكاله الانباء الكويتيه", "kuna"), ("كونا",)),
    Agency("kyodo", ("كيودو", "kyodo")),
    Agency("lana", ("وكاله الانباء الليبيه",), ("وال", "lana")),
    Agency("maan", (), ("معا",)),
    Agency("map", ("ومع", "وكاله المغرب العربي للانباء")),
    Agency("mena", ("اشا", "وكاله انباء الشرق الاوسط")),
    Agency("nna", ("الوكاله الوطنيه للاعلام",), ("وطنيه",)),
    Agency("ona", ("وكاله الانباء العمانيه", "العمانيه"), ("اونا",)),
    Agency("petra", ("بترا", "petra")),
    Agency("qna", ("وكاله الانباء القطريه",), ("قنا", "qna")),
    Agency("reuters", ("رويترز", "رويتر", "reuters")),
    Agency("ria", ("نوفوستي", "ريا نوفوستي", "ria novosti", "риа новости")),
    Agency("saba", ("وكاله الانباء اليمنيه",), ("سبا",)),
    Agency("sana", ("سانا",), ("sana",)),
    Agency("shafaq", ("شفق نيوز",)),
    Agency("spa", ("واس", "وكاله الانباء السعوديه"), ("spa",)),
    Agency("sputnik", ("سبوتنيك", "sputnik")),
    Agency("suna", ("وكاله السودان للانباء",), ("سونا", "suna")),
    Agency("tap", ("وكاله تونس افريقيا للانباء",), ("وات", "tap")),
    Agency("tass", ("ايتار تاس", "тасс", "itar-tass"), ("تاس", "tass")),
    Agency("upi", ("يوبياي", "يو بي اي", "يونايتد برس", "upi")),
    Agency("wafa", ("وكاله الانباء الفلسطينيه",), ("وفا", "wafa")),
    Agency("wam", ("وام", "وكاله انباء الامارات")),
    Agency("xinhua", ("شينخوا", "xinhua")),
)


def _spaced(name: str) -> str:
    """Let the letters of an abbreviation stand apart: أ ف ب, أ . ف . ب, و.م.ع."""
    if " " in name or len(name) > 4 or not "ء" <= name[0] <= "ي":
        return re.escape(name)
    return "[ .]{0,3}".join(name) + r"(?:[ ]?\.)?"


@cache
def _ids() -> dict[str, str]:
    """Give the agency of each name, dots and blanks left out."""
    return {
        _tight(name): agency.id for agency in AGENCIES for name in (*agency.names, *agency.signs)
    }


#: Words that name something alone, and pairs of words that begin a name.
Naming = tuple[frozenset[str], frozenset[tuple[str, str]]]


def credit_words() -> Naming:
    """Give how agencies are named: by one of these words, or by words that begin with these two.

    The letters of an abbreviation may stand apart in any way.
    """
    (alone, pairs), (signs, pairs_of_signs) = name_words(), sign_words()
    return alone | signs, pairs | pairs_of_signs


def name_words() -> Naming:
    """Give the words of names that are an agency's wherever they stand."""
    return _naming(name for agency in AGENCIES for name in agency.names)


def sign_words() -> Naming:
    """Give the words of names that are an agency's in brackets alone."""
    return _naming(name for agency in AGENCIES for name in agency.signs)


def _naming(names: Iterable[str]) -> Naming:
    alone, pairs = set[str](), set[tuple[str, str]]()
    for name in names:
        for spelled in _spellings(name):
            first, *rest = words(spelled)
            pairs.add((first, rest[0])) if rest else alone.add(first)
    return frozenset(alone), frozenset(pairs)


def _spellings(name: str) -> list[str]:
    """Give a name, and its letters apart in every way, where they may stand apart."""
    if _spaced(name) == re.escape(name):
        return [name]
    gaps = product(("", " "), repeat=len(name) - 1)
    return ["".join(chain(*zip(name, (*blanks, ""), strict=True))) for blanks in gaps]


def _tight(name: str) -> str:
    return re.sub(r"[ .]", "", name)


def _alternatives(names: list[str]) -> str:
    return "|".join(_spaced(name) for name in sorted(names, key=len, reverse=True))


_NAMES = _alternatives([name for agency in AGENCIES for name in agency.names])
_ALL = _alternatives([name for agency in AGENCIES for name in (*agency.names, *agency.signs)])
_OFFICE = r"(?:وكاله (?:الانباء )?|صحيفه |agence |agency )?"
# "(رويترز) -" in a dateline, "(وام)" alone on a line or closing the text.
_BRACKETED = rf"\([ ]?{_OFFICE}(?P<sign>{_ALL})[ ]?(?:[,/-][^()\n]{{0,20}})?\)"
_DATELINE = re.compile(rf"{_BRACKETED}\"?[ ]?(?:[-:]|$)", re.MULTILINE)
_CLOSING = re.compile(rf"(?:{_BRACKETED}|[-/]{{2}} ?\(?(?P<name>{_NAMES})\)?)[\s.\"/)-]*\Z")
_MARKED = re.compile(r"[(]|[-/][-/]")
# "دمشق-سانا", "باريس - أ ف ب:", "واس - الرياض", a line of its own.
_BESIDE = re.compile(
    rf"^\W{{0,3}}(?:[^\n.:]{{0,40}}?[-/] ?|\w+ )?{_OFFICE}(?P<name>{_NAMES})(?!\w)[ ]?(?:[:-]|$)",
    re.MULTILINE,
)
_SOURCE = re.compile(
    rf"(?:المصدر|مصدر الخبر|source) ?: ?\W?(?:{_OFFICE})(?P<name>{_NAMES})(?!\w)|"
    rf"^\W{{0,4}}(?P<alone>{_NAMES})\W*\Z",
    re.MULTILINE,
)
#: No agency's name alone on a line, blanks and dots in it and marks before it, is longer.
_ALONE = 30 + max(len(name) for agency in AGENCIES for name in agency.names)
#: How many characters of a text can hold its opening or its closing credit.
HEAD, TAIL = 220, 160


def agency_of(name: str) -> str | None:
    """Give the id of the agency that a name or an abbreviation stands for.

    >>> agency_of("أ.ف.ب"), agency_of("وكالة رويترز"), agency_of("صحيفة ما")
    ('afp', 'reuters', None)
    """
    folded = fold(name).strip(' .()"[]-*:')
    bare = re.sub(r"^(?:وكاله (?:الانباء )?|موقع )", "", folded)
    return _ids().get(_tight(folded)) or _ids().get(_tight(bare))


def opening_credit(folded: str) -> re.Match[str] | None:
    """Find the agency of a dateline in a folded opening; one group of the match holds it."""
    found = _DATELINE.search(folded) if "(" in folded else None
    return found or _short_lines(folded)


def ending_credit(folded: str) -> re.Match[str] | None:
    """Find the agency that signs a folded ending; one group of the match holds it."""
    found = _SOURCE.search(folded) if _may_name_source(folded) else None
    return found or (_CLOSING.search(folded) if _MARKED.search(folded) else None)


def _may_name_source(folded: str) -> bool:
    """Look quickly for a label of sources, or for a last line as short as an agency's name."""
    if "مصدر" in folded or "source" in folded:
        return True
    end = len(folded)
    while end and not (folded[end - 1].isalnum() or folded[end - 1] == "_"):
        end -= 1
    return end - folded.rfind("\n", 0, end) <= _ALONE


def _short_lines(head: str) -> re.Match[str] | None:
    """Find an agency beside a place at the start of the opening lines."""
    at = 0
    for line in head.split("\n")[:4]:
        # A mark follows the name, unless it ends a short line.
        marked = len(line) < 60 or "-" in line or ":" in line
        found = _BESIDE.match(head, at, at + len(line)) if marked else None
        if found and (found.end() < at + len(line) or len(line) < 60):
            return found
        at += len(line) + 1
    return None


def credited_source(text: str) -> str | None:
    """Give the id of the agency that an article credits in its dateline or at its end.

    >>> credited_source("لندن (رويترز) - ارتفعت أسعار القمح يوم الاثنين.")
    'reuters'
    >>> credited_source("قالت وكالة رويترز إن الأسعار ارتفعت.") is None
    True
    """
    found = opening_credit(fold(text[:HEAD])) or ending_credit(fold(text[-TAIL:]))
    if found is None:
        return None
    return _ids().get(_tight(next(name for name in found.groups() if name)))
