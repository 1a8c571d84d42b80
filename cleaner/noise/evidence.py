"""What lines look like: the evidence by which a scope ends.

A headline is short, has no full stop and does not speak of what was said before; a sentence of an
article is longer, stops, or opens with a connective. Shapes only: no outlet, no subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cleaner.language.fold import fold
from cleaner.noise.page import CLOSING, Line

#: From so many words on, a line is a sentence whatever its end; up to so many, a label.
LONG, LABEL = 30, 4
#: From so many words on, a line that stops is a sentence; one that opens with a verb is, too.
STOPPED, REPORTED = 5, 13

_VERBS = fold(
    "قال أكد أعلن أضاف أوضح أشار ذكر كشف أفاد نقل صرح شدد لفت بين رأى اعتبر دعا طالب نفى أعرب "
    "بحث التقى استقبل شهد وصل تمكن قرر وقع بدأ نشر أطلق أصدر حذر تسلم أدلى ترأس شارك كان تابع "
    "جاء يأتي يذكر يشار تجدر زعم أردف استطرد نوه اتهم أدان رفض وافق وجه تعهد توقع"
).split()
_CONNECTIVES = frozenset(
    fold(
        "كما فيما بينما حيث وفي ومن وعن وعلى وإلى ولم ولن ولا وقد لكن ولكن غير وهو وهي وهذا وهذه "
        "وذلك بدوره بدورها أما ثم وردا وخلال وبعد وقبل ومنذ وحول وبلغ وبلغت وختم واختتم وبحسب "
        "ووفقا وتقول ويقول ويرى وترى ويعتبر وتعتبر وتعد ويعد وتأتي ويأتي وكذلك كذلك وأن بأن وبين "
        "وكل وحتى ولدى ومع وعند وإذا وإن ورغم وليس وليست ولدي وهناك وهكذا وبذلك وعليه لذلك ولذلك"
    ).split()
)
_REPORTING = frozenset(f"{verb}{feminine}" for verb in _VERBS for feminine in ("", "ت"))
_CLITICS = ("و", "ف", "")
_ELLIPSIS = re.compile(r"\.\s?\.[\s.]*$")
_CLOCK = re.compile(r"\d{1,4}\s?[/:.\-]\s?\d{1,2}|\b(?:19|20)\d\d\b")


def opens_with_connective(line: Line) -> bool:
    """Tell whether a line goes on from what was said before it."""
    word = line.opens
    return word in _CONNECTIVES or (word[:1] in "وف" and word[1:] in _REPORTING and word != "")


def opens_with_verb(line: Line) -> bool:
    """Tell whether a line opens with a verb of reporting, as a lead paragraph does."""
    return line.opens in _REPORTING


def stops(line: Line) -> bool:
    """Tell whether a line ends with a full stop; an ellipsis, question or shout is none."""
    text = line.text
    told = _stop_told(text[-3:])
    return _stops(text[-12:]) if told is None else told


def _stops(tail: str) -> bool:
    tail = fold(tail).rstrip(CLOSING)
    return tail.endswith(".") and not _ELLIPSIS.search(tail)


@lru_cache(1 << 12)
def _stop_told(last: str) -> bool | None:
    """Tell from its last three characters whether a text stops; None where they do not tell.

    Characters are folded each by itself, so a few fold as they do in the whole.
    """
    folded = fold(last).rstrip(CLOSING)
    if folded and folded[-1] != ".":
        return False
    return True if folded[-2:-1].isalnum() else None


def is_sentence(line: Line) -> bool:
    """Tell whether a line reads like a sentence of an article."""
    count = line.count
    if count < STOPPED:
        return count > 1 and stops(line) and opens_with_connective(line)
    if count >= LONG or stops(line):
        return True
    return opens_with_connective(line) or (count >= REPORTED and opens_with_verb(line))


def is_stamp(line: Line) -> bool:
    """Tell whether a line is a date, a time or a counter and little else."""
    return line.count <= 9 and bool(_CLOCK.search(line.folded))


def is_label(line: Line) -> bool:
    """Tell whether a line is too short to be a headline."""
    return line.count <= LABEL


def kind(line: Line) -> str:
    """Name what a line looks like: ``sentence``, ``short`` or ``headline``."""
    if is_sentence(line):
        return "sentence"
    return "short" if is_label(line) else "headline"


def vocabulary(lines: Iterable[Line]) -> set[str]:
    """Collect the words of four letters or more, without article and conjunction."""
    return {stem(word) for line in lines for word in line.words if len(word) > 3}


# A memo of a pure function, as large as what a few batches of pages say.
@lru_cache(1 << 15)
def stem(word: str) -> str:
    """Cut the conjunction, preposition and article before a folded word, as a match needs it."""
    for prefix in ("وال", "بال", "لل", "ال", "و"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return word[len(prefix) :]
    return word
