"""Compile the kernels once, before anything is measured in time or killed."""

from __future__ import annotations

import pytest

from cleaner import Article, dedupe


@pytest.fixture(scope="session", autouse=True)
def _kernels() -> None:
    dedupe([Article("a", "كلمة"), Article("b", "كلمة أخرى")])
