"""Categories of noise in eight families, so that a colour can stand for each."""

from __future__ import annotations

#: Families in the order in which they are shown, with what a person calls them.
FAMILIES = {
    "links": "Links to other articles",
    "navigation": "Navigation",
    "social": "Sharing, following, comments",
    "credits": "Dates, sources, credits",
    "tags": "Tags and labels",
    "machine": "Advertising and templates",
    "furniture": "Learned site furniture",
    "structure": "Structure of the page",
    "other": "Other rules",
}

_CATEGORIES = {
    "links": "related-block related-inline read-more aggregator second-article embedded",
    "navigation": "nav back-to-top bare-url about-us contact login-form weather-prayer player",
    "social": "share-bar follow-us newsletter comment-section poll social-embed app-download",
    "credits": (
        "source-credit date-line photo-credit copyright byline caption dateline reading-time"
        " disclaimer"
    ),
    "tags": "tag-list masthead separator label",
    "machine": "ad-label template-junk plugin cookie-notice",
    "furniture": "furniture",
    "structure": "structure",
}
_FAMILY_OF = {name: family for family, names in _CATEGORIES.items() for name in names.split()}


def family_of(category: str) -> str:
    """Give the family of a category; a user's own categories are ``other``.

    >>> family_of("share-bar"), family_of("my-own")
    ('social', 'other')
    """
    return _FAMILY_OF.get(category, "other")
