"""The report in a real browser: every view, every way to reach it, and articles that attack it.

Needs Chromium and ChromeDriver (Debian: ``apt install chromium chromium-driver``); the checks of
accessibility also axe-core (``npm install axe-core``), named by ``AXE_CORE=.../axe.min.js``.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from report_outputs import BODY, newsroom, page, write_out

from cleaner.article import Article, CleanArticle, CopyLink, Removal, StoryLink, replay
from cleaner.report.page import write_report

pytest.importorskip("selenium.webdriver", reason="needs selenium")
from report_browser import AXE, Browser, needs_chromium
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

pytestmark = needs_chromium
FIRST = "north/bridge.txt"


@pytest.fixture(scope="module", params=["inline", "pages"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newsroom's report, as one file and as a file with pages of data beside it."""
    out = tmp_path_factory.mktemp("out")
    write_report(out, newsroom(out), out, inline=(1 << 20) * (request.param == "inline"))
    return out / "report.html"


def _article(id_: str) -> str:
    return f"article/{quote(id_, safe='')}"


def test_the_overview_tells_what_happened(browser: Browser, report: Path) -> None:
    browser.open(report)
    text = browser.text()
    assert "1 input could not be used" in text
    assert "bad.txt" in text
    assert "Advertising and templates" in text
    assert len(browser.all("svg.chart")) == 3
    assert browser.complaints() == []


def test_every_view_is_reached_by_clicking(browser: Browser, report: Path) -> None:
    browser.open(report)
    for name, title in (("Articles", "Articles"), ("Copies", "Copies"), ("Stories", "Stories")):
        browser.driver.find_element(By.PARTIAL_LINK_TEXT, name).click()
        WebDriverWait(browser.driver, 10).until(lambda d, t=title: d.title.startswith(t))
        browser.wait(".items a.head").click()
        WebDriverWait(browser.driver, 10).until(lambda d: d.title.startswith("جسر جديد"))
        assert browser.run("return document.activeElement.tagName") == "H1"
    assert browser.complaints() == []


def test_an_article_shows_its_removals_in_place(browser: Browser, report: Path) -> None:
    browser.open(report, _article(FIRST), ".text p")
    original = page(FIRST)[0].text
    shown = browser.run(
        "return [...document.querySelectorAll('.text p')].map(p => p.textContent).join('\\n')"
    )
    assert shown == original
    cut = browser.run("return [...document.querySelectorAll('del')].map(d => d.textContent)")
    assert cut == ["[ad_1]", "اقرأ أيضاً: خبر آخر", "المصدر: وكالة الضفاف"]
    families = [mark.get_attribute("class") for mark in browser.all("del")]
    assert families == ["cut f-machine", "cut f-links", "cut f-other"]
    line = "return getComputedStyle(document.querySelector('del')).textDecorationLine"
    assert browser.run(line) == "line-through"


def test_before_and_after(browser: Browser, report: Path) -> None:
    browser.open(report, _article(FIRST), ".text p")
    for mode, shown in (("after", False), ("before", True), ("marked", True)):
        browser.run("document.querySelector(`.modes input[value=${arguments[0]}]`).click()", mode)
        assert {mark.is_displayed() for mark in browser.all("del")} == {shown}
    browser.run("document.querySelector('.modes input[value=after]').click()")
    assert browser.driver.find_element(By.CSS_SELECTOR, ".text").text.split() == BODY.split()


def test_rule_and_cause_are_told_by_keyboard(browser: Browser, report: Path) -> None:
    browser.open(report, _article(FIRST), ".text p")
    browser.run("document.querySelector('.modes input:checked').focus()")
    body = browser.driver.switch_to.active_element
    body.send_keys(Keys.TAB)
    focused = browser.driver.switch_to.active_element
    assert focused.tag_name == "del"
    tip = browser.driver.find_element(By.ID, "tip")
    assert tip.is_displayed()
    assert "plugin.ad-tag" in tip.text
    assert "never filled in" in tip.text
    assert focused.get_attribute("aria-describedby") == "tip"
    focused.send_keys(Keys.ESCAPE)
    assert not tip.is_displayed()


def test_arabic_stands_right_to_left_and_mixed_lines_by_their_first_letter(
    browser: Browser, report: Path
) -> None:
    browser.open(report, _article(FIRST), ".text p")
    directions = browser.run(
        "return [...document.querySelectorAll('.text p:not(.blank)')]"
        ".map(p => getComputedStyle(p).direction)"
    )
    assert directions == ["ltr", "rtl", "rtl", "ltr", "rtl", "rtl", "rtl"]
    languages = browser.run(
        "return [...document.querySelectorAll('.text p[lang]')].map(p => p.lang)"
    )
    assert languages == ["ar"] * 5
    assert "Naskh" in browser.run(
        "return getComputedStyle(document.querySelector('.text')).fontFamily"
    )


def test_copies_stand_side_by_side_with_their_differences(browser: Browser, report: Path) -> None:
    browser.open(report, f"group/{quote(FIRST, safe='')}", ".pair")
    gone = browser.run("return [...document.querySelectorAll('.pair del')].map(d => d.textContent)")
    new = browser.run("return [...document.querySelectorAll('.pair ins')].map(d => d.textContent)")
    assert gone == ["420", "وحضر"]
    assert new == ["430", "وشهد", "وانتهى الحفل ليلا."]
    text = browser.text()
    for told in ("0.91", "0.97", "91% is shared", "South Post"):
        assert told in text


def test_a_story_tells_who_when_and_why(browser: Browser, report: Path) -> None:
    browser.open(report, f"story/{quote('east/opening.txt', safe='')}", ".timeline li")
    assert [item.text for item in browser.all(".why li")] == ["same date 4 March", "جسر, الورد"]
    text = browser.text()
    for told in (
        "3 articles",
        "2025-03-04 to 2025-03-06",
        "3 outlets",
        "A copy of",
        "Supported 0.80",
    ):
        assert told in text


def test_search_and_filters(browser: Browser, report: Path) -> None:
    browser.open(report, "articles", ".items li")
    assert len(browser.all(".items > li")) == 5
    browser.driver.find_element(By.ID, "filter-q").send_keys("إفتتاح")  # spelled otherwise
    WebDriverWait(browser.driver, 10).until(lambda _: len(browser.all(".items > li")) == 1)
    for view, ids in (
        ("articles?outlet=East", 2),
        ("articles?rule=my.own-rule", 4),
        ("articles?category=links&show=story", 3),
        ("articles?show=copies", 1),
        ("articles?from=2025-03-05&until=2025-03-06", 2),
        ("articles?least=20", 3),
        ("articles?show=constructor", 5),
        ("articles?q=nothing-like-it", 0),
    ):
        browser.open(report, view, "main [role=status]:not(:empty)")
        WebDriverWait(browser.driver, 10).until(
            lambda _: "Look" not in browser.text("main [role=status]")
        )
        assert len(browser.all(".items > li")) == ids, view


def test_what_is_not_there_is_told(browser: Browser, report: Path) -> None:
    for view in ("article/nobody", "group/alone.txt", "story/%F0%9F", "article/@99", "constructor"):
        browser.open(report, view)
        assert browser.text("h1") in ("Not here", "Overview", "This cannot be shown")


def test_missing_pages_are_told(browser: Browser, tmp_path: Path) -> None:
    write_report(tmp_path, newsroom(tmp_path), tmp_path, inline=0)
    shutil.rmtree(tmp_path / "report-pages")
    browser.open(tmp_path / "report.html", _article(FIRST))
    WebDriverWait(browser.driver, 10).until(lambda _: "cannot be shown" in browser.text())
    assert "report-pages" in browser.text()


ATTACKS = (
    "<script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 1">',
    "</script><script>window.hacked = 1</script>",
    "<!--<script>", "]]>", "&lt;b&gt; &amp;",
    "javascript:window.hacked=1",
    "\u202egnp.exe\u202c \u2066 مختلط \u202dabc",
    "${window.hacked = 1}", "\u2028window.hacked = 1\u2029", "\x00\x07\ud800",
    "__proto__", "constructor",
)  # fmt: skip


@pytest.fixture(scope="module", params=["inline", "pages"])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in which everything that comes from outside attacks it."""
    out, pages = tmp_path_factory.mktemp("hostile"), []
    for number, attack in enumerate(ATTACKS):
        text = f"{attack}\nنص {attack} بعده\n{attack}"
        cut = Removal(0, len(attack), attack, attack)
        title = attack if number % 2 else None
        extra = {"__proto__": {"id": attack}, attack: attack}
        article = Article(attack, text, title, attack, attack, attack, extra=extra)
        pages.append((article, CleanArticle(replay(text, (cut,)), (cut,))))
    pages.append((Article("long", "كلمة " * 200_000), CleanArticle("كلمة " * 200_000)))
    first = ATTACKS[0]
    copies = [CopyLink(a.id, first, first, 1.0, 1.0, a.id, a.id) for a, _ in pages]
    copies[0] = CopyLink(first, first, first)
    stories = [StoryLink(a.id, first, first, 1.0, (a.id,)) for a, _ in pages]
    stories[0] = StoryLink(first, first)
    run = write_out(out, pages, copies, stories)
    run["versions"] = dict.fromkeys(run["versions"], first)
    write_report(out, run, out, inline=(1 << 24) * (request.param == "inline"))
    return out / "report.html"


VIEWS = ("", "articles", "copies", "stories", "group/@1", "story/@1")


def test_attacks_are_shown_as_text(browser: Browser, hostile: Path) -> None:
    for view in (*VIEWS, *(f"article/@{number}" for number in range(len(ATTACKS)))):
        browser.open(hostile, view)
        WebDriverWait(browser.driver, 10).until(lambda _: len(browser.text()) > 100)
        assert browser.run("return window.hacked") is None, view
        assert browser.all("main script, main img, main iframe, main style, main [onerror]") == []
        links = browser.run("return [...document.links].map(a => a.protocol)")
        assert set(links) == {"file:"}, view
        assert browser.text("h1") != "This cannot be shown", view
        assert not set(browser.text()) & {"\u202d", "\u202e"}, f"{view}: a mark acts unseen"
        assert browser.complaints() == [], view
    for number, attack in enumerate(ATTACKS):
        browser.open(hostile, f"article/@{number}", ".text p")
        shown = browser.text(".text").replace("LRO", "\u202d").replace("RLO", "\u202e")
        assert shown.count(attack.replace("\ud800", "\ufffd")) == 3


def test_a_line_of_a_million_letters_opens(browser: Browser, hostile: Path) -> None:
    browser.open(hostile, "article/long", ".text p button")
    assert len(browser.text(".text")) < 100_000
    browser.run("document.querySelector('.text p button').click()")
    assert len(browser.text(".text")) == 1_000_000


def test_nothing_may_come_in_from_elsewhere(browser: Browser, report: Path) -> None:
    browser.open(report)
    refused = """
      const done = arguments[0], seen = [];
      addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
      const style = document.createElement("style"); style.textContent = "p { color: red }";
      document.body.append(style);
      const image = document.createElement("img"); image.src = "x.png"; document.body.append(image);
      fetch("report.html").catch(() => {});
      let markup = "";
      try { document.body.innerHTML = "<b>x</b>"; } catch { markup = "refused"; }
      setTimeout(() => done([...new Set(seen), markup]), 200);
    """
    seen = browser.driver.execute_async_script(refused)
    assert {"style-src-elem", "img-src", "connect-src", "refused"} <= set(seen)


@pytest.mark.skipif(not AXE, reason="needs axe-core: AXE_CORE=.../axe.min.js")
@pytest.mark.parametrize(("dark", "width"), [(False, 1200), (True, 1200), (False, 360)])
def test_axe_finds_nothing_serious(browser: Browser, report: Path, dark: bool, width: int) -> None:
    browser.look(dark=dark, width=width)
    group, story = (f"{view}/{quote(FIRST, safe='')}" for view in ("group", "story"))
    for view in ("", "articles", "copies", "stories", _article(FIRST), group, story):
        browser.open(report, view, "main .card, main .items li")
        for node in browser.all("details"):
            browser.run("arguments[0].open = true", node)
        assert browser.grave() == [], view
        wide = browser.run("return document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, view
