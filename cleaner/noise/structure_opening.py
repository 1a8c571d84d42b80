"""What pages that were run into lines leave between the headline and the first sentence.

The page's title stands before the headline with no mark to part them, and the stamp of the
publication stands between the headline and the report. What tells them is the order: a headline
that is said twice around furniture, a whole date before the verb that opens a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.article import Removal
from cleaner.language.fold import Folded, fold
from cleaner.language.words import WORD
from cleaner.noise.evidence import opens_with_verb
from cleaner.noise.page import Line
from cleaner.noise.structure_closing_end import furniture_share, furniture_spans
from cleaner.noise.thresholds import DEFAULTS, Thresholds

#: A headline said twice has so many words, and the first is looked for this far, in characters.
AGAIN_WORDS = 5
AGAIN_REACH = 1200
#: It begins within so many characters.
TITLE_REACH = 300
#: So many words in a row are looked for again before anything is counted.
LOOK_WORDS = 4
#: Between the two stand at most so many words, this share of them furniture; the first of them
#: is, where the headline has less words than this: a lead may open like its headline.
BETWEEN_WORDS, BETWEEN_SHARE = 100, 1 / 2
SURE_WORDS = 8
#: A headline of so many words may also stand around names that nothing here knows: at least this
#: share of the words is furniture, and at most this share are words that only sentences need.
WHOLE_WORDS, NAMED_SHARE, TOLD_SHARE = 6, 1 / 10, 1 / 12
#: The report goes on below both for so many words.
REST_WORDS = 8
#: So many words between furniture and the second printing are a line above the headline.
KICKER_WORDS = 4
#: A stamp stands within so many characters, after a headline of so many words.
STAMP_REACH = 350
#: A stamp's label, hour and day of the week take at most so many characters.
BEFORE_DATE = 120
HEADLINE_WORDS = (4, 40)
#: A date without an hour or a label, before a verb, stands after so many words.
UNTIMED_WORDS = 6

_WORD = re.compile(r"\S+")
_DIVIDERS = "-–—|»>:"
_DIVIDER = re.compile(rf"(?:\s[{_DIVIDERS}]+)+\s+")
_WORDLESS = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[^\W\d][\"»”]? ?\.(?! ?\.)")
_STOPPED = re.compile(r"\w{3,}\s?[.؟!]\s(?! ?\.)")
_NAMES = fold(
    "يناير|فبراير|مارس|أبريل|إبريل|مايو|ماي|يونيو|يونيه|يوليو|يوليه|أغسطس|سبتمبر|أكتوبر|نوفمبر|"
    "ديسمبر|جانفي|فيفري|أفريل|جوان|جويلية|أوت|غشت|شتنبر|نونبر|دجنبر|يوليوز|شباط|آذار|نيسان|"
    "أيار|حزيران|تموز|آب|أيلول|محرم|صفر|رجب|شعبان|رمضان|شوال"
)
_MONTH = rf"{_NAMES}|(?:كانون|تشرين|ربيع|جمادي) ?(?:ال)?\w+|ذ[وي] ?ال(?:قعده|حجه)"
_WEEKDAY = "(?:ال)?(?:سبت|احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه)"
_DATE = (
    rf"(?:{_WEEKDAY} ?[,/-]* ?)?"
    rf"(?:\d{{1,2}} ?[-/]? ?(?:{_MONTH})(?: ?/ ?(?:{_MONTH}))? ?[,/-]? ?"
    r"\d{4}|\d{4} ?(?P<a>[-/.]) ?\d{1,2} ?(?P=a) ?\d{1,2}|"
    r"\d{1,2} ?(?P<b>[-/.]) ?\d{1,2} ?(?P=b) ?\d{4})"
    r"(?!\d)(?: ?ه(?!\w))?(?: م(?!\w))?"
)
_CLOCK = r"\d{1,2} ?: ?\d{2}(?: ?: ?\d{2})?(?: ?(?:ص|م|صباحا|مساء|am|pm)(?!\w))?"
_ZONE = "(?:[غج]رينتش|مكه|القدس|دمشق|بيروت|القاهره|بغداد|الرياض|عمان|تونس)(?!\\w)"
_LABEL = (
    "(?:تم )?(?:ال)?نشر(?:ه|ت)? ?(?:في|بتاريخ)|تاريخ (?:ال)?(?:نشر|اضافه|خبر)|اخر تحديث(?: بتاريخ)?"
)
#: Whatever a stamp begins with: most letters are none of it.
_BEGINS = rf"(?=\d|تم|نشر|النشر|تاريخ|اخر|{_WEEKDAY})"
_STAMP = re.compile(
    rf"{_BEGINS}(?P<label>(?:{_LABEL}) ?:? ?)?(?:(?P<first>{_CLOCK}) ?[-,|]* ?)?(?<![\d/]){_DATE}"
    rf"(?: ?[-,|]* ?(?P<clock>{_CLOCK}))?(?: ?بتوقيت {_ZONE})?(?: ?\( ?محدثه [^()\n]{{5,40}}\))?"
)
_LABELLED = re.compile(rf"\W*(?:{_LABEL})(?!\w)")
#: What every date holds: it is found by its first digit, many times faster than a stamp.
_DATED = re.compile(
    rf"\d(?:\d? ?[-/]? ?(?:{_MONTH})(?: ?/ ?(?:{_MONTH}))? ?[,/-]? ?\d{{4}}|"
    r"\d{3} ?[-/.] ?\d|\d? ?[-/.] ?\d{1,2} ?[-/.] ?\d{4})"
)
_YEAR = re.compile("[12١٢][089٠٨٩]\\d\\d|14[34]\\d")
#: A date after one of these belongs to its sentence.
_TIED = frozenset(
    fold(
        "في يوم بتاريخ حتى من منذ إلى الى الموافق عام سنة بين و قبل بعد عن لغاية غاية مساء "
        "صباح فجر ظهر عصر ليل ليلة عشية ذكرى أحداث تاريخ اليوم أمس غدا على أو شهر يومي يوما "
        "الأسبوع مؤرخ المؤرخ صادر الصادر بداية نهاية مطلع أواخر أوائل منتصف خلال ب ل قانون "
        "قرار مرسوم رقم"
    ).split()
)
#: Words that no report opens with: a sentence goes on with them after its date.
_GOING_ON = frozenset(
    fold(
        "في من إلى الى على عن مع أو ثم حيث التي الذي الذين بعد قبل خلال حتى أن إن بأن كما وهو وهي "
        "بين عند لدى ضد أي هو هي كان كانت إذ إلا غير بشأن حول لأن لكن و بمدينة بحضور بمناسبة"
    ).split()
)


def headline_again(
    lines: Sequence[Line], *, thresholds: Thresholds = DEFAULTS
) -> Iterator[Removal]:
    """Cut the page's title where the first line says it twice, and no prose between."""
    text = lines[0].text[:AGAIN_REACH] if lines else ""
    if not _said_twice(text) or not _opens_twice(text.split()):
        return
    words = [match.span() for match in _WORD.finditer(text)]
    for first in _starts(text, words):
        found = _again(text, words, first)
        if found and found[0] >= thresholds.title_words:
            count, second = found
            why = (
                f"the headline ({count} words) stands again {second - first - count} words further"
            )
            end = lines[0].start + _kicker(text, words[first + count : second], words[second][0])
            yield Removal(lines[0].start, end, "structure.page-title", why)
            return


def _said_twice(text: str) -> bool:
    """Look quickly whether any words that may begin a title come again."""
    words = text[:TITLE_REACH].split(" ")
    runs = (" ".join(words[i : i + LOOK_WORDS]) for i in range(2 * AGAIN_WORDS))
    return any(text.count(run) > 1 for run in runs if run.count(" ") == LOOK_WORDS - 1)


def _opens_twice(said: Sequence[str]) -> bool:
    """Look quickly whether the words that may begin a title come again, wherever they stand."""
    if len(said) < 2 * AGAIN_WORDS + REST_WORDS:
        return False
    after = (i for i in range(1, 2 * AGAIN_WORDS) if not said[i - 1].strip(_DIVIDERS))
    return any(_comes_again(said, first) for first in (0, *after))


def _comes_again(said: Sequence[str], first: int) -> bool:
    opening, at = said[first : first + AGAIN_WORDS], first + AGAIN_WORDS
    for _ in range(said[at:].count(opening[0])):
        at = said.index(opening[0], at) + 1
        if said[at - 1 : at - 1 + AGAIN_WORDS] == opening:
            return True
    return False


def _kicker(text: str, between: Sequence[tuple[int, int]], second: int) -> int:
    """Find where the cut ends: before words above the headline that no furniture is among."""
    plain, begins = 0, second
    at = between[0][0] if between else second
    furnished = {at + i for a, b in furniture_spans(text[at:second]) for i in range(a, b)}
    for start, end in reversed(between):
        word = text[start:end]
        if any(map(str.isalnum, word)):
            if word.isascii() or not furnished.isdisjoint(range(start, end)):
                break
            plain += 1
        begins = start
    return begins if plain >= KICKER_WORDS else second


def _starts(text: str, words: Sequence[tuple[int, int]]) -> list[int]:
    """Give where the page's title may begin: at the start, or after a divider soon after it."""
    if len(words) < 2 * AGAIN_WORDS + REST_WORDS:
        return []
    ends = {match.end() for match in _DIVIDER.finditer(text, 0, words[2 * AGAIN_WORDS][1])}
    return [0, *(i for i in range(1, 2 * AGAIN_WORDS) if words[i][0] in ends)]


def _again(text: str, words: Sequence[tuple[int, int]], first: int) -> tuple[int, int] | None:
    """Find the second printing of the words at ``first``: how many they are, and where it is."""
    said = [text[a:b] for a, b in words]
    opening = said[first : first + AGAIN_WORDS]
    if len("".join(opening)) < 3 * AGAIN_WORDS:
        return None  # bars and numbers
    for second in range(first + AGAIN_WORDS, len(said) - REST_WORDS):
        if said[second] == opening[0] and said[second : second + AGAIN_WORDS] == opening:
            count = _same(said, first, second)
            rest = text[words[first + count - 1][1] : words[second][0]]
            near = second - first - count <= BETWEEN_WORDS
            whole = text[words[first][0] : words[second][0]]
            return (count, second) if near and _parted(whole, rest, count) else None
    return None


def _same(said: Sequence[str], first: int, second: int) -> int:
    count = 0
    while first + count < second and second + count < len(said):
        if said[first + count] != said[second + count]:
            break
        count += 1
    return count


def _parted(whole: str, between: str, count: int) -> bool:
    """Tell whether what stands between two printings of a headline is furniture, or nothing.

    Where nothing does, a sentence that is said twice is no headline.
    """
    words = _WORDLESS.sub(" ", between).split()
    if not words:
        return ":" not in between and not _SENTENCE_END.search(whole)
    if _STOPPED.search(between):
        return False
    share = furniture_share(between)
    if share >= BETWEEN_SHARE:
        return count >= SURE_WORDS or furniture_share(words[0]) == 1
    return count >= WHOLE_WORDS and share >= NAMED_SHARE and _names_only(words)


def _names_only(words: Sequence[str]) -> bool:
    """Tell whether words are a row of names: hardly any that sentences need among them."""
    told = sum(word in _TELLING for word in map(fold, words))
    return told <= TOLD_SHARE * len(words)


_TELLING = frozenset(
    fold(
        "في من إلى الى على عن مع أن إن التي الذي الذين بعد قبل خلال حتى بأن كما وهو وهي كان كانت "
        "قد لم لن ما لا هذا هذه ذلك تلك قال قالت أكد أكدت أعلن أعلنت أضاف وقال وأكد وأضاف بين أو ثم"
    ).split()
)


def run_stamp(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut the date of publication that stands between the headline and the report in one line."""
    text = lines[0].text[:STAMP_REACH] if lines else ""
    if len(text) < STAMP_REACH // 4 or not _YEAR.search(text):
        return
    view = fold(text)
    date = _DATED.search(view)
    if date is None:
        return
    folded = Folded(text, view)
    for stamp in _STAMP.finditer(view, max(0, date.start() - BEFORE_DATE)):
        if _is_stamp(folded.text, stamp):
            start, end = folded.span(*stamp.span())
            at = lines[0].start
            why = "a date between the headline and the report, which no sentence holds"
            yield Removal(at + start, at + end, "structure.run-stamp", why)


def _is_stamp(text: str, stamp: re.Match[str]) -> bool:
    before, after = text[: stamp.start()], text[stamp.end() :]
    words = WORD.findall(before)
    if not HEADLINE_WORDS[0] <= len(words) <= HEADLINE_WORDS[1] or _STOPPED.search(before):
        return False
    last = words[-1]
    following = next((word for word in after.split() if word.isalpha()), "")
    if following in _GOING_ON or (last in _TIED and not stamp["label"]):
        return False
    if stamp["label"] or stamp["clock"] or stamp["first"]:
        return True
    if _LABELLED.match(after):
        return False  # a headline's own date, and the stamp right below it
    if len(words) < UNTIMED_WORDS or before.rstrip()[-1] in '-–—"':
        return False
    return after[:1] == " " and opens_with_verb(Line(0, 0, len(after), after))
