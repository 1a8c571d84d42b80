"""What a run is asked to do, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cleaner.copies import CopyOptions
from cleaner.corpus import Fields
from cleaner.corpus.planning import CHUNK_BYTES
from cleaner.engines.versions import versions
from cleaner.errors import InputError
from cleaner.noise.options import Options as CleanOptions


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run does.

    ``clean`` None takes the texts as clean already; ``furniture`` is a file of learned site
    furniture, without which a run learns it from its own input, unless ``learn`` is False;
    ``group`` False stops after cleaning, ``stories`` False after finding copies; ``articles`` False
    leaves ``articles.jsonl`` out; ``canonical`` is a policy of the copies stage; ``report`` writes
    ``report.html``, where there are stories; ``feedback`` is a file of marks that are respected
    (``cleaner review``); ``workers`` 0 means one process for each core;
    ``chunk_bytes`` is about how much input a worker takes at a time; of input of more bytes than
    ``memory``, columns of all articles lie in files that the system may move out of memory.
    """

    fields: Fields = field(default_factory=Fields)
    clean: CleanOptions | None = field(default_factory=CleanOptions)
    rule_files: tuple[Path, ...] = ()
    furniture: Path | None = None
    learn: bool = True
    group: bool = True
    stories: bool = True
    articles: bool = True
    canonical: str = "credited"
    workers: int = 0
    split_embedded: bool = False
    canonical_only: bool = False
    text_out: Path | None = None
    report: bool = True
    feedback: Path | None = None
    chunk_bytes: int = CHUNK_BYTES
    memory: int | None = None

    def __post_init__(self) -> None:
        CopyOptions(canonical=self.canonical)  # refuses a policy that it does not know

    def parameters(self) -> dict[str, Any]:
        """Give all that decides the output as plain values; workers and chunks do not."""
        values = asdict(self)
        for name in ("workers", "text_out", "report", "feedback", "chunk_bytes", "memory"):
            del values[name]
        plain: dict[str, Any] = _plain(values)
        plain["rules"] = [path.read_text("utf-8", "replace") for path in self.rule_files]
        if self.furniture is not None:
            plain["learned"] = self.furniture.read_text("utf-8", "replace")
        if self.feedback is not None:
            plain["feedback"] = self.feedback.read_text("utf-8", "replace")
        return plain


def made_by(options: RunOptions) -> dict[str, Any]:
    """Tell what makes the output of a run."""
    return {"versions": versions(), "parameters": options.parameters()}


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What came of a run: counts, wall seconds in all, those by stage, and errors.

    Stages that several workers share are summed over them; ``processor`` are the seconds that cores
    were busy with each.
    """

    counts: Mapping[str, int]
    seconds: float
    stages: Mapping[str, float]
    errors: tuple[InputError, ...] = field(default=())
    processor: Mapping[str, float] = field(default_factory=dict)


def _plain(value: Any) -> Any:
    """Make values JSON, the same for the same options in every process."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (int, float, str, bool, type(None))) else str(value)
