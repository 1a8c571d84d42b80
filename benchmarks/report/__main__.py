"""``python -m benchmarks.report OUT``: the report of an OUT folder, made and opened.

Needs Chromium, ChromeDriver and selenium. OUT is not changed: the report is made in a folder of its
own. Times are the best of a few rounds; memory is what the page's scripts hold (used JS heap).
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from cleaner.corpus.output import REPORT, REPORT_DATA
from cleaner.report.page import CAP, write_report

ROUNDS = 3
VIEWS = {
    "overview": ("", ".tiles li"),
    "articles": ("articles", ".items li"),
    "search": ("articles?q=the", "main [role=status]"),
    "stories": ("stories", ".items li"),
    "copies": ("copies", ".items li"),
    "article": ("article/@5", ".text p"),
}


def made(out: Path, target: Path, cap: int) -> dict[str, Any]:
    """Make the report; give processor seconds and bytes."""
    run = json.loads((out / "run.json").read_bytes())
    start = process_time()
    write_report(out, run, target, cap=cap)
    seconds = process_time() - start
    pages = [page.stat().st_size for page in (target / REPORT_DATA).glob("*.js")]
    return {
        "run_articles": run["counts"]["articles"],
        "run_seconds": run["seconds"],
        "make_processor_seconds": round(seconds, 2),
        "html_bytes": (target / REPORT).stat().st_size,
        "pages": len(pages),
        "pages_bytes": sum(pages),
    }


@contextmanager
def chromium() -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for word in ("headless=new", "no-sandbox", "disable-gpu", "enable-precise-memory-info"):
        options.add_argument(f"--{word}")
    driver = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(shutil.which("chromedriver"))
    )
    try:
        yield driver
    finally:
        driver.quit()


def opened(driver: Any, address: str, selector: str) -> tuple[float, float, float]:
    """Open a view afresh; give wall seconds, processor seconds of the page, and MiB of its heap."""
    driver.get("about:blank")
    driver.execute_cdp_cmd("Performance.enable", {})
    start = perf_counter()
    driver.get(address)
    while not driver.execute_script(
        "const node = document.querySelector(arguments[0]);"
        "return node && node.textContent && !node.textContent.startsWith('Look')",
        selector,
    ):
        pass
    wall = perf_counter() - start
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    known = {one["name"]: one["value"] for one in metrics}
    return wall, known["TaskDuration"], known["JSHeapUsedSize"] / 2**20


def main(out: Path, cap: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, chromium() as driver:
        target = Path(folder)
        figures = made(out, target, cap)
        for name, (view, selector) in VIEWS.items():
            address = f"{(target / REPORT).as_uri()}#{view}"
            rounds = [opened(driver, address, selector) for _ in range(ROUNDS)]
            wall, busy, heap = (min(values) for values in zip(*rounds, strict=True))
            figures[name] = {
                "seconds": round(wall, 2),
                "processor_seconds": round(busy, 2),
                "heap_mib": round(heap, 1),
            }
    return figures


if __name__ == "__main__":
    words = sys.argv[1:]
    if len(words) not in (1, 2):
        sys.exit("usage: python -m benchmarks.report OUT [ARTICLES SHOWN]")
    cap = int(words[1]) if len(words) == 2 else CAP
    print(json.dumps(main(Path(words[0]), cap), indent=2))
