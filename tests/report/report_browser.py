"""Chromium for tests of the report, and what they ask of a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.support.wait import WebDriverWait  # noqa: E402

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
AXE = os.environ.get("AXE_CORE")
needs_chromium = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs chromium, chromedriver"
)


class Browser:
    """Chromium, and what tests ask of a page."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, report: Path, view: str = "", ready: str = "main h1") -> None:
        self.visit(f"{report.as_uri()}#{view}", ready)

    def visit(self, url: str, ready: str = "main h1") -> None:
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get(url)
        self.wait(ready)

    def grave(self) -> list[tuple[str, str, str]]:
        """Give what axe-core calls serious or critical."""
        self.run(Path(str(AXE)).read_text("utf-8"))
        found = self.driver.execute_async_script(
            "axe.run(document, {resultTypes: ['violations']}).then(r => arguments[0](r.violations))"
        )
        return [
            (one["id"], node["target"], node["failureSummary"])
            for one in found for node in one["nodes"] if one["impact"] in ("serious", "critical")
        ]  # fmt: skip

    def go(self, view: str, title: str) -> None:
        self.run(f"location.hash = {view!r}")
        WebDriverWait(self.driver, 10).until(lambda _: title in self.driver.title)

    def wait(self, selector: str) -> Any:
        return WebDriverWait(self.driver, 10).until(
            lambda driver: driver.find_elements(By.CSS_SELECTOR, selector)
        )[0]

    def run(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def text(self, selector: str = "main") -> str:
        # Half of a pair cannot travel to the test.
        text = "return document.querySelector(arguments[0]).textContent.toWellFormed()"
        return str(self.run(text, selector))

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def look(self, *, dark: bool = False, width: int = 1200) -> None:
        media = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


@contextmanager
def chromium(profile: Path) -> Iterator[Any]:
    """Give a driver of a Chromium of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for word in (
        "headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync",
        "disable-background-networking", "disable-component-update", "disable-dev-shm-usage",
        f"user-data-dir={profile}",
    ):  # fmt: skip
        options.add_argument(f"--{word}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        yield chrome
    finally:
        chrome.quit()
