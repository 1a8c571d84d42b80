from __future__ import annotations

import pytest

from cleaner.article import Article
from cleaner.copies import compare, dedupe

TEXT = "كلمات كثيرة تكفي لكي تعمل كل النوى مرة واحدة قبل أن يقاس زمن أي اختبار بعدها"


@pytest.fixture(scope="session", autouse=True)
def _compiled_kernels() -> None:
    """Compile what every test uses, so that no test's deadline pays for it."""
    articles = [Article(str(number), f"{TEXT} {number}") for number in range(3)]
    dedupe(articles)
    compare(articles[0], articles[1])
