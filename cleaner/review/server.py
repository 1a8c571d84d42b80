"""The report, served to this machine's own browser, where removals and merges can be marked.

Whoever can reach the port must also know the token in the address, which is new in every run. A
page from elsewhere can neither read nor write: the ``Host`` and ``Origin`` of every request must
be our own, and the page's content security policy lets nothing in or out but marks.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

from cleaner.corpus.encode import encode
from cleaner.corpus.output import REPORT, REPORT_DATA
from cleaner.errors import CleanerError, OutputError
from cleaner.review.marking import UnknownSubjectError, mark, now
from cleaner.review.marks import (
    FEEDBACK,
    WITHDRAWN,
    Feedback,
    Mark,
    MarksFile,
    RemovalMark,
    load,
)

LOOPBACK = "127.0.0.1"
#: A wish to mark something is a few names and a number.
_MOST_BYTES = 1 << 16
_PAGE = re.compile(rf"{re.escape(REPORT_DATA)}/[it]\d{{1,9}}\.js")
_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
_BOTTOM = b"<noscript>"
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_NOTHING = "default-src 'none'; frame-ancestors 'none'"


class Review(ThreadingHTTPServer):
    """A server of one OUT folder; ``url`` is where a person finds it.

    Raises:
        FeedbackError: the marks that are there already cannot be read.
        OutputError: there is no report that could be served.
    """

    daemon_threads = True

    def __init__(self, out: Path, port: int = 0) -> None:
        self.out = out
        self.file = MarksFile(out / FEEDBACK)
        self.token = secrets.token_urlsafe(24)
        self.made = 0
        self._lock = Lock()
        self.page, self.policy = served(out)
        self.marks()
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def host(self) -> str:
        """The only name that requests may use."""
        return f"{LOOPBACK}:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """The address to open, with the token."""
        return f"http://{self.host}/{self.token}/"

    def marks(self) -> Feedback:
        """Give the marks that hold."""
        return load(self.file.path) if self.file.path.exists() else Feedback()

    def take(self, wish: Any) -> Mark:
        """Make a mark and bring it to the disk."""
        made = withdrawn(self.marks(), wish) or mark(self.out, wish)
        with self._lock:
            self.file.append(made)
            self.made += 1
        return made

    def shown(self) -> bytes:
        """Give the page with the marks in it."""
        before, bottom, after = self.page.partition(_BOTTOM)
        data = encode({"marks": told(self.marks())}).replace(b"<", b"\\u003c")
        node = b'<script type="application/json" id="data-review">%s</script>\n' % data
        return b"".join([before, node, bottom, after])


def served(out: Path) -> tuple[bytes, str]:
    """Give the report with a policy that lets it send marks, and that policy.

    Raises:
        OutputError: the folder has no report of ours.
    """
    try:
        page = (out / REPORT).read_bytes()
    except OSError as error:
        raise OutputError(f"{out / REPORT}: cannot be read: {error.strerror}") from error
    found = _POLICY.search(page[:4096])
    if found is None or b"connect-src 'none'" not in found[2] or _BOTTOM not in page:
        raise OutputError(f"{out / REPORT}: is no report of this version: cleaner report {out}")
    policy = found[2].replace(b"connect-src 'none'", b"connect-src 'self'")
    page = b"".join([page[: found.start(2)], policy, page[found.end(2) :]])
    return page, f"{policy.decode()}; frame-ancestors 'none'"


def withdrawn(feedback: Feedback, wish: Any) -> Mark | None:
    """Give what takes a mark back, though OUT may no longer hold its subject."""
    if not isinstance(wish, dict) or wish.get("verdict") != WITHDRAWN:
        return None
    for one in feedback.all:
        if short(one) | {"verdict": WITHDRAWN} == wish:
            return replace(one, verdict=WITHDRAWN, at=now())
    return None


def told(feedback: Feedback) -> list[dict[str, Any]]:
    """Give the marks as the page knows them: without texts, and whole stories."""
    return [short(one) for one in feedback.all]


def short(one: Mark) -> dict[str, Any]:
    """Give one mark as the page knows it."""
    if isinstance(one, RemovalMark):
        return {"mark": "removal", "verdict": one.verdict, "id": one.id, "start": one.start}
    return {"mark": one.kind, "verdict": one.verdict, "id": one.id, "other": one.other}


@contextmanager
def serving(out: Path, port: int = 0) -> Iterator[Review]:
    """Give a server that is closed at the end.

    Raises:
        OutputError: no port can be had.
    """
    try:
        server = Review(out, port)
    except OSError as error:
        raise OutputError(f"port {port}: cannot be used: {error.strerror}") from error
    with server:
        yield server


class _RefusedError(Exception):
    def __init__(self, status: HTTPStatus, why: str) -> None:
        self.status, self.why = status, why
        super().__init__(why)


class _Handler(BaseHTTPRequestHandler):
    server: Review
    server_version, sys_version = "cleaner", ""
    timeout = 30

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: what was asked for is no news."""

    def _answer(self, work: Any) -> None:
        try:
            work(self._path())
        except _RefusedError as error:
            self._say(error.status, {"error": error.why})
        except UnknownSubjectError as error:
            self._say(HTTPStatus.CONFLICT, {"error": str(error)})
        except CleanerError as error:
            self._say(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": str(error)})

    def _path(self) -> str:
        """Check that our own page asks, and give what it asks for."""
        if self.headers.get_all("Host") != [self.server.host]:
            raise _RefusedError(HTTPStatus.FORBIDDEN, "another host")
        if self.headers.get("Origin", f"http://{self.server.host}") != f"http://{self.server.host}":
            raise _RefusedError(HTTPStatus.FORBIDDEN, "another origin")
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise _RefusedError(HTTPStatus.FORBIDDEN, "another site")
        path = self.path.partition("?")[0]
        token, slash, rest = path.removeprefix("/").partition("/")
        if not hmac.compare_digest(token.encode(), self.server.token.encode()) or not slash:
            raise _RefusedError(HTTPStatus.FORBIDDEN, "the token is missing: use the whole address")
        return rest

    def _get(self, path: str) -> None:
        if path in ("", REPORT):
            self._send(HTTPStatus.OK, self.server.shown(), "text/html", self.server.policy)
        elif _PAGE.fullmatch(path) and (self.server.out / path).is_file():
            data = (self.server.out / path).read_bytes()
            self._send(HTTPStatus.OK, data, "text/javascript")
        else:
            raise _RefusedError(HTTPStatus.NOT_FOUND, "nothing of this name")

    def _post(self, path: str) -> None:
        if path != "mark":
            raise _RefusedError(HTTPStatus.NOT_FOUND, "nothing of this name")
        if self.headers.get("Origin") is None:
            raise _RefusedError(HTTPStatus.FORBIDDEN, "no origin")
        self._say(HTTPStatus.OK, short(self.server.take(self._wish())))

    def _wish(self) -> Any:
        if self.headers.get_content_type() != "application/json":
            raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "a mark is sent as JSON")
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch(r"\d{1,6}", length) or int(length) > _MOST_BYTES:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too much to be a mark")
        try:
            return json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "no JSON") from None

    def _say(self, status: HTTPStatus, row: Mapping[str, Any]) -> None:
        self._send(status, encode(row), "application/json")

    def _send(self, status: HTTPStatus, body: bytes, kind: str, policy: str = _NOTHING) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
