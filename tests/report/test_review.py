"""``cleaner review``: a real server, asked by programs and by a real browser."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from report_outputs import newsroom, page

from cleaner.report.page import write_report
from cleaner.review.marks import load
from cleaner.review.server import Review

FIRST, COPY, OTHER = "north/bridge.txt", "south/bridge.txt", "east/opening.txt"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    run = newsroom(tmp_path)
    write_report(tmp_path, run, tmp_path)
    (tmp_path / "run.json").write_text(json.dumps(run), "utf-8")
    return tmp_path


@contextmanager
def running(out: Path) -> Iterator[Review]:
    with Review(out) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def server(out: Path) -> Iterator[Review]:
    with running(out) as found:
        yield found


def ask(
    server: Review, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    own = {"Origin": f"http://{server.host}", "Content-Type": "application/json"} if body else {}
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {**own, **given})
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def wish(**values: Any) -> bytes:
    return json.dumps({"verdict": "wrong", **values}).encode()


def test_it_listens_to_this_machine_alone(server: Review) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", server.url)


def test_the_page_may_send_marks_and_nothing_else(server: Review) -> None:
    status, headers, body = ask(server, "GET", f"/{server.token}/")
    policy = headers["Content-Security-Policy"]
    assert status == 200
    assert "connect-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert b'id="data-review"' in body


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/wrong-token/", {}),
        ("/TOKEN", {}),
        ("/TOKEN/", {"Host": "evil.example"}),
        ("/TOKEN/", {"Host": "localhost"}),
        ("/TOKEN/", {"Origin": "https://evil.example"}),
        ("/TOKEN/", {"Origin": "null"}),
        ("/TOKEN/", {"Sec_Fetch_Site": "cross-site"}),
    ],
)
def test_strangers_are_refused(server: Review, path: str, headers: dict[str, str]) -> None:
    status, _, body = ask(server, "GET", path.replace("TOKEN", server.token), **headers)
    assert status == 403
    assert b"bridge" not in body


@pytest.mark.parametrize(
    "name",
    [
        "run.json",
        "articles.jsonl",
        "..%2frun.json",
        "report-pages/../run.json",
        "report-pages/x.js",
    ],
)
def test_only_the_report_is_served(server: Review, name: str) -> None:
    assert ask(server, "GET", f"/{server.token}/{name}")[0] == 404


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (403, wish(mark="copy", id=COPY), {"Origin": "http://evil.example"}),
        (415, wish(mark="copy", id=COPY), {"Content_Type": "text/plain"}),
        (413, b"x" * 70_000, {}),
        (400, b"{", {}),
        (400, b"[" * 60_000, {}),
        (409, b"[]", {}),
        (409, wish(mark="copy", id=FIRST), {}),
        (409, wish(mark="removal", id=FIRST, start=1), {}),
        (409, wish(mark="story", id="alone.txt"), {}),
        (409, wish(mark="nothing", id=FIRST), {}),
    ],
)
def test_what_is_no_mark_is_refused(
    server: Review, status: int, body: bytes, headers: dict[str, str]
) -> None:
    assert ask(server, "POST", f"/{server.token}/mark", body, **headers)[0] == status
    assert not server.file.path.exists()


def test_a_mark_without_an_origin_is_refused(server: Review) -> None:
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", f"/{server.token}/mark", wish(mark="copy", id=COPY), headers)
    assert connection.getresponse().status == 403
    connection.close()


def test_marks_say_what_was_marked(server: Review) -> None:
    for body in (
        wish(mark="removal", id=FIRST, start=0),
        wish(mark="copy", id=COPY, verdict="right"),
        wish(mark="story", id=OTHER),
    ):
        assert ask(server, "POST", f"/{server.token}/mark", body)[0] == 200
    found = load(server.file.path)
    assert [(m.verdict, m.text, m.rule) for m in found.removals] == [
        ("wrong", "[ad_1]\n\n", "plugin.ad-tag")
    ]
    assert [(m.verdict, m.id, m.other) for m in found.copies] == [("right", COPY, FIRST)]
    assert found.stories_apart == ((OTHER, FIRST), (OTHER, COPY))
    row = json.loads(server.file.path.read_text("utf-8").splitlines()[0])
    assert row["mark"] == "removal"
    assert re.match(r"20\d\d-", row["at"])


def test_a_mark_is_taken_back_though_its_removal_is_gone(server: Review) -> None:
    body = wish(mark="removal", id=FIRST, start=0)
    ask(server, "POST", f"/{server.token}/mark", body)
    (server.out / "removals.jsonl").write_bytes(b"")
    back = wish(mark="removal", id=FIRST, start=0, verdict="withdrawn")
    assert ask(server, "POST", f"/{server.token}/mark", back)[0] == 200
    assert load(server.file.path).all == ()


def test_ctrl_c_ends_it(out: Path) -> None:
    call = [sys.executable, "-m", "cleaner", "review", str(out)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as one:
        assert one.stdout is not None
        url = one.stdout.readline().strip()
        port = int(url.split(":")[2].split("/")[0])
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/" + url.split("/", 3)[3])
        assert connection.getresponse().status == 200
        one.send_signal(signal.SIGINT)
        said = one.communicate(timeout=60)[1]
        assert one.returncode == 0
    assert "nothing was marked" in said
    assert "Traceback" not in said


def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    call = [sys.executable, "-m", "cleaner", "review", str(tmp_path)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "run.json" in done.stderr


# In a browser.

selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium")
from report_browser import AXE, Browser, needs_chromium  # noqa: E402
from selenium.webdriver.support.wait import WebDriverWait  # noqa: E402


def _view(server: Review, view: str, id_: str) -> str:
    return f"{server.url}#{view}/{quote(id_, safe='')}"


def _press(browser: Browser, name: str, within: str, pressed: str = "true") -> None:
    button = browser.wait(f"{within} .verdict .{name}")
    browser.run("arguments[0].click()", button)
    WebDriverWait(browser.driver, 10).until(
        lambda _: button.get_attribute("aria-pressed") == pressed
    )


@needs_chromium
def test_a_person_marks_a_removal_a_copy_and_a_member(browser: Browser, server: Review) -> None:
    browser.visit(_view(server, "article", FIRST), ".removals li")
    assert len(browser.all(".removals .verdict")) == len(page(FIRST)[1].removals)
    _press(browser, "wrong", ".removals li:nth-child(3)")
    browser.visit(_view(server, "group", FIRST), ".asked .verdict")
    _press(browser, "right", ".asked")
    browser.visit(_view(server, "story", OTHER), ".timeline .verdict")
    _press(browser, "wrong", ".timeline > li:last-child")
    found = load(server.file.path)
    assert [mark.rule for mark in found.removals] == ["my.own-rule"]
    assert [mark.verdict for mark in found.copies] == ["right"]
    assert [mark.id for mark in found.stories] == [OTHER]
    assert browser.complaints() == []


@needs_chromium
def test_marks_are_there_again_and_can_be_taken_back(browser: Browser, server: Review) -> None:
    browser.visit(_view(server, "story", FIRST), ".timeline .verdict")
    _press(browser, "wrong", ".timeline > li:first-child")  # the first is linked to none
    browser.visit(_view(server, "story", FIRST), ".timeline .verdict")
    pressed = ".timeline > li:first-child [aria-pressed=true]"
    assert [button.get_attribute("data-verdict") for button in browser.all(pressed)] == ["wrong"]
    assert "Your marks 1" in browser.text("nav")
    browser.go("marks", "Your marks")
    browser.wait(".items .verdict")
    browser.go(f"story/{quote(FIRST, safe='')}", "جسر جديد")
    _press(browser, "wrong", ".timeline > li:first-child", "false")
    assert load(server.file.path).all == ()
    assert browser.complaints() == []


@needs_chromium
def test_a_mark_that_cannot_be_saved_is_told(browser: Browser, server: Review) -> None:
    browser.visit(_view(server, "article", FIRST), ".removals .verdict")
    server.file.path.mkdir()
    browser.run("document.querySelector('.verdict .wrong').click()")
    WebDriverWait(browser.driver, 10).until(lambda _: "Not saved" in browser.text(".problem"))
    assert "feedback.jsonl" in browser.text(".problem")
    assert browser.all("[aria-pressed=true]") == []


@needs_chromium
def test_a_report_from_disk_cannot_be_marked(browser: Browser, out: Path) -> None:
    browser.open(out / "report.html", f"article/{quote(FIRST, safe='')}", ".removals li")
    assert browser.all(".verdict") == []
    assert "Your marks" not in browser.text("nav")


@needs_chromium
@pytest.mark.skipif(not AXE, reason="needs axe-core: AXE_CORE=.../axe.min.js")
def test_axe_finds_nothing_serious_where_marks_are_made(browser: Browser, server: Review) -> None:
    # A policy as strict as ours lets no tool in: here it is set aside, in the browser alone.
    browser.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    for view in ("article", "group", "story"):
        browser.visit(_view(server, view, FIRST), ".verdict")
        _press(browser, "right", "main")
        assert browser.grave() == [], view
    browser.go("marks", "Your marks")
    assert browser.grave() == []
    browser.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
