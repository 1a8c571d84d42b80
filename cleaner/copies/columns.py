"""What finding copies knows of articles besides their sketches, and how it may be told to work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Literal, get_args

from cleaner.errors import UsageError

Policy = Literal["credited", "earliest", "longest", "cleanest"]
#: Pairs of ids that a person keeps apart; the first is the one that was marked.
Apart = tuple[tuple[str, str], ...]


#: How copies are judged and grouped: counted up whenever a pair may be ruled otherwise than
#: before, so that an index judged by other rules is refused.
JUDGING_VERSION = 3


@dataclass(frozen=True, slots=True)
class CopyColumns:
    """One value an article, in the order of the sketches; a column not known is left empty.

    ``published`` is ISO 8601; ``sources`` names who an article itself credits (an agency);
    ``removed`` is the share of the original text that cleaning removed, 0 to 1.
    """

    ids: Sequence[str]
    titles: Sequence[str | None] = ()
    outlets: Sequence[str | None] = ()
    urls: Sequence[str | None] = ()
    published: Sequence[str | None] = ()
    sources: Sequence[str | None] = ()
    removed: Sequence[float] = ()

    def check(self, length: int) -> None:
        """Refuse columns that are not as long as the sketches.

        Raises:
            UsageError: naming the column.

        """
        for column in fields(self):
            values = getattr(self, column.name)
            if len(values) != length and (values or column.name == "ids"):
                raise UsageError(f"{column.name}: {len(values)} values for {length} sketches")


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """How copies are found.

    ``canonical`` says which copy is kept; ``threshold`` is the least resemblance of a copy
    (Jaccard of the sketch's shingles, measured exactly); ``workers`` are threads; ``apart`` are
    articles that feedback keeps out of one another's groups.
    """

    canonical: str = "credited"
    threshold: float = 0.3
    workers: int = 1
    apart: Apart = ()
    policies: tuple[str, ...] = field(default=get_args(Policy), init=False, repr=False)

    def __post_init__(self) -> None:
        if self.canonical not in self.policies:
            raise UsageError(f"--canonical {self.canonical}: one of {', '.join(self.policies)}")
        if not 0.05 <= self.threshold <= 1:
            raise UsageError(f"threshold {self.threshold}: from 0.05 to 1")
