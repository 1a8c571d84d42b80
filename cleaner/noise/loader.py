"""Rule packs: TOML files, built in and users' own, read the same way.

A pack holds ``[[rule]]`` tables and, if it likes, ``[macros]`` (named alternations, written
``{{name}}`` in patterns). A user's pack may also say ``enable``, ``disable`` (rule ids) and
``[extend."rule.id"]`` with further ``patterns`` and ``words``, and ``[thresholds]``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from cleaner.errors import RuleError
from cleaner.language.fold import fold
from cleaner.noise.rule import At, Guard, Rule, Scope, fold_pattern
from cleaner.noise.thresholds import Thresholds

_MACRO = re.compile(r"\{\{(\w+)\}\}")
_RULE_KEYS = frozenset(Rule.__dataclass_fields__) - {"source", "proven"} | {"patterns"}
_PACK_KEYS = frozenset({"rule", "macros", "enable", "disable", "extend", "thresholds"})
_GUARD_KEYS = frozenset(Guard.__dataclass_fields__)
#: How deep macros may stand in macros.
MACRO_DEPTH = 5
_EMPTY: Mapping[str, Any] = {}
#: A project's own settings may hold what a pack holds, in ``[tool.cleaner]``, beside these keys.
PROJECT_FILE = "pyproject.toml"
PROJECT_KEYS = frozenset({"keep", "drop", "aggressive", "rules", "furniture"})


@dataclass(frozen=True)
class Pack:
    """A rule file as it was read: its text too, so that errors can name a line."""

    name: str
    text: str
    data: Mapping[str, Any] = field(repr=False)
    builtin: bool = False

    def error(self, reason: str, near: str | None = None) -> RuleError:
        """Make an error that names the file, the line that holds ``near``, and the reason."""
        line = self._line(near) if near else None
        where = self.name if line is None else f"{self.name}:{line}"
        return RuleError(f"{where}: {reason}")

    def _line(self, near: str) -> int | None:
        at = self.text.find(near)
        return self.text.count("\n", 0, at) + 1 if at >= 0 else None


def load_rules(paths: Iterable[str | Path] = ()) -> tuple[Rule, ...]:
    """Read the built-in packs, then users' packs, which may add to them or turn rules off.

    Raises RuleError, naming file, line and reason, for a file that cannot be used.
    """
    rules = {rule.id: rule for rule in builtin_rules()}
    for path in paths:
        _apply(read_pack(Path(path)), rules)
    return tuple(rules.values())


def load_thresholds(
    paths: Iterable[str | Path] = (), start: Thresholds | None = None
) -> Thresholds:
    """Read the thresholds that users' packs set, the later pack's before the earlier's.

    Raises RuleError, naming file, line and reason, for one that cannot be used.
    """
    thresholds = start or Thresholds()
    for path in paths:
        pack = read_pack(Path(path))
        thresholds = _set(pack, thresholds)
    return thresholds


def _set(pack: Pack, thresholds: Thresholds) -> Thresholds:
    table = pack.data.get("thresholds", _EMPTY)
    if not isinstance(table, dict):
        raise pack.error("thresholds are written as a [thresholds] table", "thresholds")
    for name, value in table.items():
        try:
            thresholds = thresholds.changed({name: value})
        except ValueError as error:
            raise pack.error(str(error), str(name)) from None
    return thresholds


@cache
def builtin_rules() -> tuple[Rule, ...]:
    """Read the packs that come with the package."""
    folder = resources.files("cleaner.noise") / "packs"
    rules: dict[str, Rule] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            _apply(_pack(entry.name, entry.read_text("utf-8"), builtin=True), rules)
    return tuple(rules.values())


@cache
def _builtin_macros() -> Mapping[str, str]:
    folder = resources.files("cleaner.noise") / "packs"
    text = (folder / "macros.toml").read_text("utf-8")
    return {name: str(body) for name, body in tomllib.loads(text)["macros"].items()}


def read_pack(path: Path) -> Pack:
    """Read a rule file; RuleError if it cannot be read or is not TOML."""
    try:
        return _pack(str(path), path.read_text("utf-8"))
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: is not UTF-8") from error


def _pack(name: str, text: str, *, builtin: bool = False) -> Pack:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = line[1] if line else text.count("\n") + 1
        raise RuleError(f"{name}:{number}: not valid TOML: {error}") from error
    if Path(name).name == PROJECT_FILE:
        table = data.get("tool", {}).get("cleaner", {})
        data = {key: value for key, value in table.items() if key not in PROJECT_KEYS}
    pack = Pack(name, text, data, builtin)
    for key in data.keys() - _PACK_KEYS:
        raise pack.error(f"unknown key {key!r}", key)
    return pack


def _apply(pack: Pack, rules: dict[str, Rule]) -> None:
    """Add a pack's rules and changes to the rules so far."""
    macros = {**_builtin_macros(), **pack.data.get("macros", _EMPTY)}
    _set(pack, Thresholds())
    for table in _tables(pack):
        rule = _rule(pack, table, macros)
        if rule.id in rules:
            raise pack.error(f"rule id {rule.id!r} is taken; extend it instead", f'"{rule.id}"')
        rules[rule.id] = rule
    for switch, on in (("enable", True), ("disable", False)):
        for name in pack.data.get(switch, ()):
            rule = _known(pack, rules, name)
            rules[name] = replace(rule, default=on, aggressive=False)
    for name, table in pack.data.get("extend", _EMPTY).items():
        rules[name] = _extended(pack, _known(pack, rules, name), table, macros)


def _tables(pack: Pack) -> Sequence[Mapping[str, Any]]:
    tables = pack.data.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise pack.error("rules are written as [[rule]] tables", "rule")
    return tables


def _known(pack: Pack, rules: Mapping[str, Rule], name: str) -> Rule:
    if name not in rules:
        raise pack.error(f"there is no rule {name!r}", str(name))
    return rules[name]


def _rule(pack: Pack, table: Mapping[str, Any], macros: Mapping[str, str]) -> Rule:
    name = table.get("id")
    if not isinstance(name, str):
        raise pack.error("a rule has no id", "[[rule]]")
    near = f'"{name}"'
    for key in sorted(table.keys() - _RULE_KEYS):
        raise pack.error(f"rule {name!r} has an unknown key {key!r}", near)
    rule = Rule(
        id=name,
        scope=_choice(pack, Scope, table.get("scope", "line"), name),
        at=_choice(pack, At, table.get("at", "line"), name),
        category=_string(pack, table, "category", name),
        cause=_string(pack, table, "cause", name),
        pattern=_pattern(pack, table, macros, name),
        words=_words(table),
        marks=frozenset(table.get("marks", ())),
        guard=_guard(pack, table.get("guard", _EMPTY), name),
        remove=tuple(table.get("remove", ())),
        keep=tuple(table.get("keep", ())),
        default=bool(table.get("default", True)),
        aggressive=bool(table.get("aggressive", False)),
        far=bool(table.get("far", False)),
        source=pack.name,
        proven=pack.builtin,
    )
    _check(pack, rule)
    return rule


def _check(pack: Pack, rule: Rule) -> None:
    """Compile a user's pattern now; the built-in ones are compiled when first met (tests do)."""
    import regex

    if not rule.words and not rule.marks:
        reason = f"rule {rule.id!r} has neither words nor marks by which to find its lines"
        raise pack.error(reason, f'"{rule.id}"')
    if pack.builtin:
        return
    try:
        rule.compiled()
    except regex.error as error:
        near = f'"{rule.id}"'
        raise pack.error(f"rule {rule.id!r} has a bad pattern: {error}", near) from error


def _choice(pack: Pack, kind: Any, value: object, name: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(member.value for member in kind)
        reason = f"rule {name!r} has {kind.__name__.lower()} {value!r}; known are {known}"
        raise pack.error(reason, f'"{name}"') from None


def _string(pack: Pack, table: Mapping[str, Any], key: str, name: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise pack.error(f"rule {name!r} has no {key}", f'"{name}"')
    return value


def _pattern(pack: Pack, table: Mapping[str, Any], macros: Mapping[str, str], name: str) -> str:
    patterns = [*table.get("patterns", ()), *([table["pattern"]] if "pattern" in table else ())]
    if not patterns or not all(isinstance(pattern, str) for pattern in patterns):
        raise pack.error(f"rule {name!r} has no pattern", f'"{name}"')
    return "|".join(fold_pattern(_expand(pack, pattern, macros, name)) for pattern in patterns)


def _expand(pack: Pack, pattern: str, macros: Mapping[str, str], name: str, depth: int = 0) -> str:
    def body(match: re.Match[str]) -> str:
        if match[1] not in macros or depth > MACRO_DEPTH:
            raise pack.error(f"rule {name!r} uses an unknown macro {match[1]!r}", f'"{name}"')
        return f"(?:{_expand(pack, macros[match[1]], macros, name, depth + 1)})"

    return _MACRO.sub(body, pattern)


def _words(table: Mapping[str, Any]) -> frozenset[str]:
    words = table.get("words", ())
    if isinstance(words, str):
        words = words.split()
    return frozenset(word if word.startswith("#") else fold(word).strip() for word in words)


def _guard(pack: Pack, table: Mapping[str, Any], name: str) -> Guard:
    for key in sorted(table.keys() - _GUARD_KEYS):
        raise pack.error(f"rule {name!r} has an unknown guard {key!r}", f'"{name}"')
    return Guard(**{**table, "next": tuple(table.get("next", ()))})


def _extended(pack: Pack, rule: Rule, table: Mapping[str, Any], macros: Mapping[str, str]) -> Rule:
    patterns = [rule.pattern]
    if "patterns" in table or "pattern" in table:
        patterns.append(_pattern(pack, table, macros, rule.id))
    words = _words(table) | rule.words
    extended = replace(rule, pattern="|".join(patterns), words=words, proven=False)
    _check(pack, extended)
    return extended
