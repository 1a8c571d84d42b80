"""Light stems: enough to bring the forms of a word together, no dictionary of a language.

Arabic loses the article with its proclitics and one ending; Latin and Cyrillic words are cut to
their opening letters, as is usual for Turkish and serves Russian, French and Spanish too.
:mod:`cleaner.story.forms` does the same in compiled code, by the same tables.
"""

from __future__ import annotations

from cleaner.language.names import is_arabic

#: Recorded with evidence: terms made by different stems do not compare.
STEMS_VERSION = 2

ARTICLES = ("وبال", "فبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
ENDINGS = ("ها", "هم", "هن", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
#: Letters that an affix leaves at least, and that a Latin or Cyrillic word keeps at most.
SHORTEST, OPENING = 3, 6
#: Letters that a Cyrillic ending leaves: many words end like one (паром, музей) as they are.
SHORTEST_CYRILLIC = 4
CYRILLIC = ("а", "я")
CYRILLIC_ENDINGS = (
    *("ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ией", "иям", "иях"),
    *("ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев", "ой", "ей", "ый", "ий", "ая", "яя", "ое"),
    *("ее", "ые", "ие", "ую", "юю", "ым", "им", "ых", "их", "ию", "ия", "ии"),
    *("а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й"),
)
#: Letters that may be a word of their own written onto the next: and, then, in, for, like.
PROCLITICS = "وفبلك"


def stem(word: str) -> str:
    """Give the stem of a folded word.

    >>> stem("والحاويات") == stem("حاويه"), stem("containers") == stem("container")
    (True, True)
    >>> stem("паром") == stem("парома")
    True
    """
    if is_arabic(word):
        return _without_ending(_without_ending(_without_article(word)))
    if "a" <= word[0] <= "z":
        plural = len(word) > SHORTEST + 1 and word.endswith("s")
        return (word[:-1] if plural else word)[:OPENING]
    if CYRILLIC[0] <= word[0] <= CYRILLIC[1]:
        return _without_cyrillic_ending(word)[:OPENING]
    return word


def _without_article(word: str) -> str:
    fitting = (a for a in ARTICLES if word.startswith(a) and len(word) >= len(a) + SHORTEST)
    return word[len(next(fitting, "")) :]


def _without_ending(word: str) -> str:
    fitting = (e for e in ENDINGS if word.endswith(e) and len(word) >= len(e) + SHORTEST)
    return word.removesuffix(next(fitting, ""))


def _without_cyrillic_ending(word: str) -> str:
    most = len(word) - SHORTEST_CYRILLIC
    fitting = (e for e in CYRILLIC_ENDINGS if len(e) <= most and word.endswith(e))
    return word.removesuffix(next(fitting, ""))
