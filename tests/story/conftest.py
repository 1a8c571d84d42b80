from __future__ import annotations

import pytest
from story_newsroom import ARTICLES

from cleaner.story import explain_pair, stories


@pytest.fixture(scope="session", autouse=True)
def _compiled_kernels() -> None:
    """Compile what every test uses, so that no test's deadline pays for it."""
    stories(ARTICLES)
    explain_pair(*ARTICLES[:2])
