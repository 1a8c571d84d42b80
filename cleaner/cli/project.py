"""``[tool.cleaner]`` in a project's ``pyproject.toml``: what the command line leaves open."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.errors import RuleError
from cleaner.noise.loader import PROJECT_FILE


@dataclass(frozen=True, slots=True)
class Project:
    """A project's settings; paths are relative to the folder of its file."""

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    aggressive: bool = False
    rule_files: tuple[Path, ...] = ()
    furniture: Path | None = None


def project(start: Path | None = None) -> Project:
    """Read the settings of the project around a folder; the nearest ``[tool.cleaner]`` counts.

    Raises:
        RuleError: the settings are not what they should be.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        file = folder / PROJECT_FILE
        table = _table(file) if file.is_file() else None
        if table is not None:
            return _project(file, table)
    return Project()


def _table(file: Path) -> dict[str, Any] | None:
    """Give a file's ``[tool.cleaner]``; None where it has none, or is another tool's trouble."""
    try:
        table = tomllib.loads(file.read_text("utf-8")).get("tool", {}).get("cleaner")
    except (OSError, ValueError, AttributeError):
        return None
    return table if isinstance(table, dict) else None


def _project(file: Path, table: dict[str, Any]) -> Project:
    furniture = table.get("furniture")
    if furniture is not None and not isinstance(furniture, str):
        raise RuleError(f"{file}: tool.cleaner.furniture must be a path")
    if not isinstance(table.get("aggressive", False), bool):
        raise RuleError(f"{file}: tool.cleaner.aggressive must be true or false")
    return Project(
        keep=_names(file, table, "keep"),
        drop=_names(file, table, "drop"),
        aggressive=table.get("aggressive", False),
        # The file itself is a rule file, too: it may enable, disable, extend and add rules.
        rule_files=(*(file.parent / name for name in _names(file, table, "rules")), file),
        furniture=None if furniture is None else file.parent / furniture,
    )


def _names(file: Path, table: dict[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise RuleError(f"{file}: tool.cleaner.{key} must be a list of names")
    return tuple(value)
