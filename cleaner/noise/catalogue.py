"""Everything that may be removed, in one list: by rules, by structure, by what was learned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cleaner.noise.loader import load_rules


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of removal as a person sees it; ``note`` says where it does not apply by itself."""

    id: str
    scope: str
    category: str
    cause: str
    remove: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    note: str = ""


def catalogue(rule_files: Iterable[str | Path] = ()) -> list[Kind]:
    """Give all kinds of removal by id, users' own rules among them."""
    from cleaner.noise import stamps
    from cleaner.noise.examples import EXAMPLES
    from cleaner.noise.structure import RULES

    kinds = [
        Kind(
            rule.id,
            rule.scope.value,
            rule.category,
            rule.cause,
            rule.remove,
            rule.keep,
            _note(default=rule.default, aggressive=rule.aggressive),
        )
        for rule in load_rules(rule_files)
    ]
    kinds += [
        Kind(id_, "page", "structure", cause, *EXAMPLES[id_])
        for id_, cause in {**RULES, **stamps.RULES}.items()
    ]
    learned = "a line that many different stories of one site carry"
    kinds.append(Kind("furniture.learned", "block", "furniture", learned))
    return sorted(kinds, key=lambda kind: kind.id)


def _note(*, default: bool, aggressive: bool) -> str:
    if not default:
        return "only when asked for with --drop"
    return "only with --aggressive" if aggressive else ""
