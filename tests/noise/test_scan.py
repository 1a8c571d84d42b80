"""The compiled scan loses nothing: many texts at once are cleaned as each alone."""

import re
from operator import attrgetter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cleaner.article import NO_FACTS, Removal
from cleaner.language.agencies import AGENCIES
from cleaner.noise import scan, stamps, structure
from cleaner.noise.cleaner import Cleaner, default_cleaner
from cleaner.noise.examples import EXAMPLES
from cleaner.noise.facts import parse_facts
from cleaner.noise.loader import load_rules
from cleaner.noise.match import Matcher
from cleaner.noise.options import Options
from cleaner.noise.page import Page, Scrape
from cleaner.noise.scopes import guarded
from cleaner.noise.structure_lines import without

MARKED = re.compile("【(.*?)】", re.DOTALL)
OF_RULES = [example for rule in load_rules() for example in (*rule.remove, *rule.keep)]
OF_STEPS = [example for two in EXAMPLES.values() for group in two for example in group]
SAMPLES = [MARKED.sub(r"\1", example) for example in (*OF_RULES, *OF_STEPS)]
LINES = sorted({line for sample in SAMPLES for line in sample.split("\n")})
SENTENCE = "وقال المتحدث إن الأعمال في الميناء الجديد مستمرة منذ شهر. "
ODD = [
    "\r", "\u00a0", "\u200f", "\u202b", "\ufeff", "\u0640", "\u064b", "\u0651", "\ufefb", "\ufdfa",
    "\ud800", "\U0001f600", "\u0130", "\u017f", "\u212a", "\u2028", "\x0b", "\x1c", "\x85", "｜",
    "٣", "７", "…", "ﷲ", "ﻣﺸﺎرﻛﺔ", "COPYRIGHT", "Rıghts Reserved", "menafn", "&NBSP;", "   ", "",
]  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(LINES),
    st.sampled_from(ODD),
    st.sampled_from(
        [SENTENCE, SENTENCE * 4, SENTENCE * 12, SENTENCE[:40], "ةال" * 5, ".. ;", ")."]
    ),
    st.text(alphabet="اأبت وق.:؟|()[]{}\n\t /0٣aZ#@\u064e\u00a0", max_size=30),
    st.text(max_size=8),
)
JOINTS = ["\n", "\n\n", " ", "", "\r\n", "   ", " - ", " | ", "\n \u200f\n", ". "]
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(JOINTS)), max_size=12).map(
    lambda pairs: "".join(piece + joint for piece, joint in pairs)
)
ID = attrgetter("id")
STEPS = {step.__name__: step for step in structure.STEPS}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(load_rules())


@pytest.fixture(scope="module")
def scanner(matcher: Matcher) -> scan.Scanner:
    return scan.Scanner(matcher)


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_units_and_rules_are_those_of_the_page(matcher, scanner, texts):
    for text, found in zip(texts, scanner.scan(texts), strict=True):
        page = Page(text)
        expected = [[one.start, one.end, one.index, one.count] for one in page.units]
        assert found.units.tolist() == expected
        assert found.wide == (text.count("   ") >= 3)
        tried = {
            place: _tried(matcher, page, place, rules) for place, rules in _plainly(matcher, page)
        }
        scanned = dict(matcher.by_number(page, found.called))
        for place, rules in tried.items():
            own = scanned.get(place, [])
            assert [rule for rule in own if rule in rules] == rules
        for place, rules in scanned.items():
            called = dict(_plainly(matcher, page)).get(place, [])
            assert set(map(ID, rules)) <= set(map(ID, called))


def _plainly(matcher: Matcher, page: Page):
    return [(place, matcher.called(signs)) for place, signs in matcher.signed(page)]


def _tried(matcher: Matcher, page: Page, place: int, rules):
    line = page.units[place]
    return [r for r in rules if guarded(page, r, place) and matcher.trial(r).feasible(line)]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_step_that_is_asleep_finds_nothing(scanner, text):
    (found,) = scanner.scan([text])
    page = Page(text)
    for name in found.asleep & STEPS.keys():
        assert not list(STEPS[name](page.solid)), name
    if "brand_stamp" in found.asleep:
        assert not list(stamps.brand_stamp(page))


@pytest.mark.parametrize("site", [None, "المرسى"])
def test_examples_are_cleaned_alike(site):
    scrapes = [Scrape(sample, None, site) for sample in SAMPLES]
    alone = [default_cleaner().clean(one.text, site=site) for one in scrapes]
    assert list(default_cleaner().clean_many(scrapes)) == alone


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.one_of(st.none(), st.sampled_from(LINES))), max_size=4))
def test_many_are_cleaned_as_each_alone(pairs):
    alone = [default_cleaner().clean(text, title=title) for text, title in pairs]
    many = default_cleaner().clean_many(Scrape(text, title) for text, title in pairs)
    assert list(many) == alone


def test_a_short_line_that_comes_again_is_judged_where_it_stands():
    stamp, said = (
        "3 أيار 2024 - 10:30",
        [f"{SENTENCE}{n} مرات." for n in ("ثلاث", "أربع", "خمس", "ست")],
    )
    above = "\n".join([stamp, *said])
    amid = "\n".join([*said[:2], stamp, *said[2:]])
    texts = [above, amid, above]
    cleaned = [one.text for one in Cleaner().clean_many(map(Scrape, texts))]
    assert [stamp in text for text in cleaned] == [False, True, False]
    assert cleaned == [Cleaner().clean(text).text for text in texts]


@pytest.mark.parametrize(
    "options",
    [
        Options(structure=False),
        Options(aggressive=True),
        Options(drop=frozenset({"byline"}), keep=frozenset({"structure"})),
    ],
)
def test_options_count_for_many_too(options):
    cleaner = Cleaner(options=options)
    alone = [cleaner.clean(sample) for sample in SAMPLES]
    assert list(cleaner.clean_many(map(Scrape, SAMPLES))) == alone


def test_a_page_of_nothing_but_signs_is_scanned_whole(scanner):
    text = "[" * 5000 + "\n" + "[ # © \n" * 3000
    (found,) = scanner.scan([text])
    assert len(found.units) == 3001
    assert 3000 <= len(found.called) <= 3001


FOOTER = ["جميع الحقوق محفوظة لموقع النهر", "الأكثر قراءة من النهر", "اتصل بنا سياسة الخصوصية"]


@pytest.mark.parametrize("gap", ["\n", "\n" * 400, "\n" + " \n" * 300])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_footer_wakes_its_step_however_far_its_lines_stand_apart(scanner, gap, count):
    text = gap.join([SENTENCE * 3, *FOOTER[:count]])
    (found,) = scanner.scan([text])
    assert "footer_run" not in found.asleep
    assert list(default_cleaner().clean_many([Scrape(text)])) == [default_cleaner().clean(text)]


def test_the_names_of_gated_steps_are_those_of_the_steps():
    named = {*STEPS, *(detector.__name__ for detector in stamps.DETECTORS)}
    assert named >= set(scan.GATED)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.tuples(st.integers(0, 300), st.integers(0, 300)))
def test_a_step_that_is_asleep_on_what_is_left_finds_nothing(scanner, text, span):
    assume(span[0] != span[1])  # a removal is never empty
    (found,) = scanner.scan([text])
    left = without(Page(text).solid, [Removal(min(span), max(span), "test", "")])
    for name in scanner.asleep(found, left) & STEPS.keys():
        assert not list(STEPS[name](left)), name


NAMED = sorted({name for agency in AGENCIES for name in (*agency.names, *agency.signs)})
CREDITS = [
    "({})",
    "عمّان-{}",
    "باريس - {}:",
    "المصدر: {}",
    "{}",
    "-- {}.",
    "( وكالة {} /خ.س)",
    "({}) -",
]
BYLINES = [
    "كتب ليث الرملي", "بقلم/ ريم السهلي", "ليث الرملي – المرسى", "By Lena Roe", "بيروت: ليث الرملي",
    "عمّان ٣ أيار ٢٠٢٤ (بترا)", "المرسى 3-5-2024", "كتبت وصور: ريم السهلي", "اجرى الحوار ليث الرملي",
]  # fmt: skip
TELLING = st.one_of(
    PIECES,
    st.sampled_from(BYLINES),
    st.builds(str.format, st.sampled_from(CREDITS), st.sampled_from(NAMED)),
    st.builds(" . ".join, st.sampled_from(NAMED)),
    st.sampled_from(
        ["خبر قصير عن الميناء", SENTENCE * 2, SENTENCE * 5, " ", "\x1c", "﹣", "：", "／"]
    ),
)
TOLD = st.lists(st.tuples(TELLING, st.sampled_from(JOINTS)), max_size=8).map(
    lambda pairs: "".join(piece + joint for piece, joint in pairs)
)


@settings(max_examples=600, deadline=None)
@given(TOLD)
def test_a_text_that_tells_nothing_has_no_facts(scanner, text):
    (found,) = scanner.scan([text])
    if not found.tells:
        assert parse_facts(Page(text, "عنوان")) == NO_FACTS
        assert found.heads or parse_facts(Page(text)) == NO_FACTS


@pytest.mark.parametrize("text", [SENTENCE * 20, f"{SENTENCE * 5}\n{SENTENCE * 9}", ""])
def test_plain_prose_tells_nothing(scanner, text):
    (found,) = scanner.scan([text])
    assert not found.tells


def test_letters_that_fold_to_several_words_stay_within_their_room() -> None:
    """One letter that stands for four words: many of them are more words than letters."""
    cleaner = Cleaner()
    for count in (1, 39, 300, 3000):
        for text in ("ﷺ" * count, "\n".join(["ﷺ" * count] * 40), f"خبر\n{'ﷺ' * count}\nحقوق"):
            (many,) = cleaner.clean_many([Scrape(text)])
            assert many == cleaner.clean(text)
