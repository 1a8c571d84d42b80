"""Code and tables that an article prints stay, whatever their lines look like."""

import pytest

from cleaner.noise.cleaner import default_cleaner

ABOVE = "The bug that stopped the ticket machines came down to one line, the engineers wrote."
BELOW = "The engineers said that the machines would be patched overnight."
FENCED = [
    '```html\n<div class="share">\n  <a href="https://x.test/share">Share</a>\n</div>\n```',
    "```js\nfunction share() {\n  window.open(url);\n}\n```",
    "```css\n.menu { padding: 0; margin: 0; }\n```",
    "```\n$ pip install shapes\nLoading...\n----------\n```",
    "````jinja\n<h1>{{ title }}</h1>\n{% endfor %}\n````",
]
TABLES = [
    "| Town | Rain |\n|:-----|-----:|\n| Wend | 12 |",
    "Town | Rain\n--- | ---\nWend | 12",
    "|---|---|\n|الخبز|2|\n|الحليب|1|",
    "+------+------+\n| Town | Rain |\n+------+------+",
    "| Town |\n|---|\n| Wend |",
]
TICKED = ["The tag `[ad_1]` is filled in late.", "Write `{{ title }}` where the headline goes."]


@pytest.mark.parametrize("piece", [*FENCED, *TABLES, *TICKED])
@pytest.mark.parametrize("below", [f"\n{BELOW}", ""])
def test_what_is_printed_as_it_is_stays(piece, below):
    text = f"{ABOVE}\n{piece}{below}"
    assert default_cleaner().clean(text).text == text


def test_what_is_no_code_goes():
    text = f"{ABOVE}\n```\nLoading...\n{BELOW}\n----------\nIt took them the night, they said."
    kept = default_cleaner().clean(text).text
    assert "Loading" not in kept
    assert "-----" not in kept


def test_code_goes_with_the_page_around_it():
    menu = "Home\nNews\nSport\nCulture\nOpinion\nSearch\nSign in"
    end = "Most read\n```\nShare\n```\nContact us\nPrivacy policy\nTerms of use\nAbout us"
    text = "\n".join((menu, "Ticket machines stop", *(f"{n}. {ABOVE}" for n in "123"), end))
    assert "Share" not in default_cleaner().clean(text).text
