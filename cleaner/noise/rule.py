"""A rule: one shape of noise, why it is noise, and what it must and must not take."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

from cleaner.language.fold import fold_character

#: How long one pattern may work on a piece of text of PIECE characters or less before it is
#: stopped, in seconds; on a longer piece, in proportion longer.
TIMEOUT, PIECE = 0.25, 10_000


def patience(length: int) -> float:
    """Give how long a pattern may work on a piece of so many characters, in seconds."""
    return TIMEOUT * max(1.0, length / PIECE)


class Scope(Enum):
    """How much a match costs."""

    INLINE = "inline"  # the matched piece of a line
    LINE = "line"  # the whole line
    LIST = "list"  # the line, and the short lines that are its items
    BLOCK = "block"  # the line, and the headlines under it
    TAIL = "tail"  # everything from the line to the end of the page, if no sentence follows
    END = "end"  # everything from the match to the end of the page, if no sentence goes on
    HEAD = "head"  # everything from the start of the page to the line


class At(Enum):
    """Where in its line a pattern must match."""

    LINE = "line"  # it is the whole line, but for marks around it
    START = "start"  # the line opens with it
    END = "end"  # the line closes with it
    INSIDE = "inside"  # anywhere, as whole words


@dataclass(frozen=True, slots=True)
class Guard:
    """Further conditions on the line of a match; None asks for nothing.

    ``first`` and ``last`` count the page's solid lines from either end; ``min_words`` and
    ``max_words`` count the words of the line; ``before`` asks for so many characters above it.
    ``stop`` asks that the line does (or does not) end with a full stop, ``after_stop`` that a
    sentence ends right before the match; ``amid = false`` that the line does not stand between two
    sentences of the article, where dates and single words may be its subheadings. ``next`` asks
    what the following solid line is: one of ``headline``, ``sentence``, ``short``, ``end``.
    ``edge`` asks that the line stands above the article or right below it: not announced, and
    not among the items of the article's own lists. ``named`` asks that the line opens with a name
    that a short line above the article says, as bylines do.
    """

    first: int | None = None
    last: int | None = None
    min_words: int | None = None
    max_words: int | None = None
    before: int | None = None
    stop: bool | None = None
    after_stop: bool = False
    amid: bool = True
    next: tuple[str, ...] = ()
    edge: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape of noise.

    ``pattern`` is a regular expression over folded text. A line is looked at only if it holds one
    of ``words`` (folded; ``#number`` and ``#none`` stand for a short line that holds a digit, or
    no word at all) or one of ``marks`` (raw pieces of text; the only way to what stands in the
    middle of a long line). ``remove`` and ``keep`` are examples: texts that
    the whole cleaner must take something from, or leave alone. ``default`` is False for what is
    removed only when asked for; ``far`` for what runs on to the end of a line from further away
    than a signature does. ``proven`` rules come with the package, whose tests show that they end
    soon on any line: they need no time-out.
    """

    id: str
    scope: Scope
    at: At
    category: str
    cause: str
    pattern: str
    words: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    guard: Guard = Guard()
    remove: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    default: bool = True
    aggressive: bool = False
    far: bool = False
    source: str = field(default="", compare=False)
    proven: bool = field(default=False, compare=False)

    def compiled(self) -> Any:
        """Compile the pattern for its place in the line; :class:`regex.error` if it is bad."""
        import regex

        return regex.compile(self.framed())

    def framed(self) -> str:
        """Give the pattern in its frame: what may stand around it at its place in the line."""
        return _FRAMES[self.at].replace("{0}", self.pattern)


# A word is not cut: "حجم الخط" must not match in "حجم الخطر". Marks may stand against words, and
# so may Latin and Arabic letters against each other: there two words were run together.
_LEFT = r"(?:(?<![^\W_])|(?=[\W_])|(?<=[ء-ي])(?=[a-z]))"
_RIGHT = r"(?:(?![^\W_])|(?<=[\W_])|(?<=[a-z])(?=[ء-ي]))"
_FRAMES = {
    At.LINE: r"[\W_]*(?:{0})[\W_]*",
    At.START: r"[\W_]*(?:{0})" + _RIGHT,
    At.END: _LEFT + r"(?:{0})[\W_]*$",
    At.INSIDE: _LEFT + r"(?:{0})" + _RIGHT,
}


def fold_pattern(pattern: str) -> str:
    r"""Fold a pattern that is written in natural spelling.

    A blank stands for any run of blanks; with a question mark it may be missing. Escapes stay;
    letters beyond ASCII fold like text; ASCII letters lose their case.

    >>> print(fold_pattern(r"اقرأ أيضًا(?: لـ\w+)?"))
    اقرا\s+ايضا(?:\s+ل\w+)?
    """
    made, at, in_class = [], 0, False
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            made.append(pattern[at : at + 2])
            at += 2
            continue
        in_class = character == "[" or (in_class and character != "]")
        optional = pattern[at : at + 2] == " ?" and not in_class
        made.append(r"\s*" if optional else _folded_piece(character, in_class=in_class))
        at += 1 + optional
    return "".join(made)


@cache  # a pure function's memory: rules are written with few hundred different characters
def _folded_piece(character: str, *, in_class: bool) -> str:
    if character == " ":
        return " " if in_class else r"\s+"
    if character.isascii():
        return character.lower()
    folded = fold_character(character)
    return folded if folded.isalnum() or not folded else "".join(f"\\{c}" for c in folded)
