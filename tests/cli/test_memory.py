"""Sizes as people write them."""

from __future__ import annotations

import pytest

from cleaner.cli.arguments import bytes_of
from cleaner.errors import UsageError


@pytest.mark.parametrize(
    ("size", "count"),
    [
        ("", None),
        ("4096", 4096),
        ("2G", 2 << 30),
        ("1.5g", 3 << 29),
        ("500 M", None),
        ("64MiB", 64 << 20),
    ],
)
def test_sizes(size: str, count: int | None) -> None:
    if size and count is None:
        with pytest.raises(UsageError, match="500M or 2G"):
            bytes_of(size)
    else:
        assert bytes_of(size) == count
