"""Whether rules do what their examples say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cleaner.noise.cleaner import Cleaner
from cleaner.noise.options import Options
from cleaner.noise.rule import Rule

_MARKED = re.compile("【(.*?)】", re.DOTALL)
#: Examples that a rule needs of what it removes, and of look-alikes that it leaves.
LEAST = 2


def problems(rule: Rule) -> Iterator[str]:
    """Say what is wrong with a rule's examples; nothing if they hold.

    In an example of what goes, ``【…】`` may mark it; then nothing else may go. A rule is tried
    by itself, on by default or not.
    """
    if len(rule.remove) < LEAST or len(rule.keep) < LEAST:
        yield f"needs {LEAST} examples to remove and {LEAST} look-alikes to keep"
    cleaner = Cleaner([replace(rule, default=True, aggressive=False)], Options(structure=False))
    for example in rule.remove:
        text = _MARKED.sub(r"\1", example)
        cleaned = cleaner.clean(text)
        if not cleaned.removals:
            yield f"leaves {text!r}, which it should take from"
        elif text != example and cleaned.text.split() != _MARKED.sub(" ", example).split():
            yield f"takes from {text!r} something else than what is marked"
    for example in rule.keep:
        if cleaner.clean(example).removals:
            yield f"takes from {example!r}, which it should leave"
