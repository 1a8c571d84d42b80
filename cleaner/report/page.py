"""``report.html``: one page that needs no network, made from OUT's own files."""

from __future__ import annotations

import shutil
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from cleaner.corpus.atomic import explained
from cleaner.corpus.encode import encode
from cleaner.corpus.marks import RUN_NAME, is_ours
from cleaner.corpus.output import REPORT, REPORT_DATA
from cleaner.errors import OutputError
from cleaner.report.families import FAMILIES, family_of
from cleaner.report.gather import Gathered, gather
from cleaner.report.pages import INLINE_BYTES, Pages
from cleaner.report.records import Told, errors, loads

#: Articles that can be looked at one by one; beyond, whole stories are drawn by lot.
CAP = 10_000
_ERRORS_SHOWN = 200
_SCRIPTS = ("dom", "data", "review", "text", "diff", "charts", "overview", "articles", "article",
            "groups", "stories", "main")  # fmt: skip
_ABOUT = ("versions", "counts")
_PARAMETERS = ("clean", "canonical", "learn", "split_embedded", "canonical_only")


def write_report(
    folder: Path,
    run: Mapping[str, Any],
    target: Path,
    *,
    cap: int = CAP,
    inline: int = INLINE_BYTES,
    told: Iterable[Told] | None = None,
) -> None:
    """Make the report of an OUT folder in another folder, or in itself where it has none.

    ``run`` holds what ``run.json`` says; times are not shown, so that the same OUT gives the same
    bytes. At most about ``cap`` articles can be looked at one by one. Data of less than ``inline``
    bytes stand in the report itself, more in pages beside it. ``told`` as for
    :func:`cleaner.report.records.placed`.

    Raises:
        OutputError: the report cannot be written.
    """
    with explained(target / REPORT):
        pages = Pages(target, inline)
        found = gather(folder, pages, cap, told)
        summary = _summary(folder, run, found, cap)
        (target / REPORT).write_bytes(b"".join(_html(summary, pages.inline)))


def remake_report(out: Path, cap: int = CAP) -> None:
    """Make a complete OUT folder's report again; the one that was there goes at the end.

    Raises:
        OutputError: the folder is no complete output, or cannot be written.
    """
    work = out / f".{REPORT_DATA}.tmp"
    run = _run_of(out)
    with explained(out):
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            write_report(out, run, work, cap=cap)
            shutil.rmtree(out / REPORT_DATA, ignore_errors=True)
            for path in work.iterdir():
                path.replace(out / path.name)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def ensure_report(out: Path) -> None:
    """Make a complete OUT folder's report if it has none, or one of another version.

    Raises:
        OutputError: the folder is no complete output, or cannot be written.
    """
    require_output(out)
    page = out / REPORT
    if not page.is_file() or _script() not in page.read_bytes():
        remake_report(out)


def require_output(out: Path) -> None:
    """Refuse a folder that is no complete output.

    Raises:
        OutputError: it has no ``run.json`` of ours.
    """
    if not out.exists():
        raise OutputError(f"{out}: no such folder; `cleaner run PATH -o {out}` makes it")
    if not is_ours(out, [RUN_NAME]):
        raise OutputError(f"{out}: is no complete output of `cleaner run`: it has no {RUN_NAME}")


def _run_of(out: Path) -> Mapping[str, Any]:
    require_output(out)
    run: Mapping[str, Any] = loads((out / RUN_NAME).read_bytes())
    return run


def _summary(folder: Path, run: Mapping[str, Any], found: Gathered, cap: int) -> dict[str, Any]:
    failed = errors(folder)
    parameters = run.get("parameters", {})
    return {
        **{name: run.get(name, {}) for name in _ABOUT},
        "parameters": {name: parameters[name] for name in _PARAMETERS if name in parameters},
        **found.overview.figures(),
        "families": FAMILIES,
        "rules": _rules(found),
        "names": list(found.outlets),
        "pieces": found.index.pieces,
        "shown": found.index.articles,
        "dropped": found.dropped,
        "cap": cap,
        "errors": failed[:_ERRORS_SHOWN],
        "failed": len(failed),
    }


def _rules(found: Gathered) -> list[dict[str, Any]]:
    """Give the rules that removed something, at the positions that the index knows them by."""
    from cleaner.noise.catalogue import catalogue

    categories = {kind.id: kind.category for kind in catalogue()}
    return [
        {
            "id": rule,
            "category": (category := categories.get(rule, "own rule")),
            "family": family_of(category),
            "why": (figures := found.overview.rules[rule]).why,
            "times": figures.times,
            "words": figures.words,
        }
        for rule in found.rules
    ]


def _html(summary: Mapping[str, Any], pages: Mapping[str, bytes]) -> Iterator[bytes]:
    style, script, page = _asset("report.css"), _script(), _asset("report.html")
    page = page.replace(b"STYLE_HASH", _digest(style)).replace(b"SCRIPT_HASH", _digest(script))
    before, after = page.split(b"<!-- data -->")
    yield before.replace(b"/* style */", style)
    for name, data in {"summary": encode(summary), **pages}.items():
        yield b'<script type="application/json" id="data-%s">' % name.encode()
        # The only way out of such an element is its end tag, and "<!--" may change how it ends.
        yield data.replace(b"<", b"\\u003c")
        yield b"</script>\n"
    yield after.replace(b"/* script */", script)


def _asset(name: str) -> bytes:
    return files("cleaner.report").joinpath("assets", name).read_bytes()


def _script() -> bytes:
    script = b"\n".join(_asset(f"{name}.js") for name in _SCRIPTS)
    return b'"use strict";\n(() => {\n' + script + b"})();\n"


def _digest(text: bytes) -> bytes:
    return b"sha256-" + b64encode(sha256(text).digest())
