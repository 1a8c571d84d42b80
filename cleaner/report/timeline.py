"""Articles and new stories along time, in as many bars as a person can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

#: No more bars than this.
_BARS = 60
#: Days before and after which so small a share of articles lies are counted and not drawn: one page
#: dated 1970 would press all others into one bar.
_OUTLYING = 0.01


def timeline(articles: Mapping[str, int], stories: Mapping[str, int]) -> dict[str, Any]:
    """Count articles and beginning stories by day, week, month or year.

    Both are given by day (ISO 8601); what is no day counts as undated. ``bars`` are
    ``[label, articles, stories]``; articles before and after what is drawn count as ``outside``.

    >>> timeline({"2025-01-01": 2, "2025-01-03": 1, "": 4}, {"2025-01-03": 1})["bars"]
    [['2025-01-01', 2, 0], ['2025-01-02', 0, 0], ['2025-01-03', 1, 1]]
    """
    days = {day: count for day, count in ((_day(key), n) for key, n in articles.items()) if day}
    undated = sum(articles.values()) - sum(days.values())
    if not days:
        return {"unit": "day", "bars": [], "undated": undated, "outside": 0}
    first, last = _span(days)
    unit, label = _unit(first, last)
    bars = {label(day): [0, 0] for day in _between(first, last)}
    for at, counts in enumerate((articles, stories)):
        for key, count in counts.items():
            day = _day(key)
            if day and first <= day <= last:
                bars[label(day)][at] += count
    drawn = sum(bar[0] for bar in bars.values())
    return {
        "unit": unit,
        "bars": [[name, *counts] for name, counts in bars.items()],
        "undated": undated,
        "outside": sum(days.values()) - drawn,
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _span(days: Mapping[date, int]) -> tuple[date, date]:
    """Give the first and the last day to draw: all, unless a few lie far from all others."""
    spare = _OUTLYING * sum(days.values())
    ordered = sorted(days)
    first, last = _inner(ordered, days, spare), _inner(ordered[::-1], days, spare)
    far = (ordered[-1] - ordered[0]).days > 2 * (last - first).days + 1
    return (first, last) if far else (ordered[0], ordered[-1])


def _inner(ordered: list[date], days: Mapping[date, int], spare: float) -> date:
    for day in ordered:
        spare -= days[day]
        if spare < 0:
            return day
    return ordered[-1]


def _unit(first: date, last: date) -> tuple[str, Any]:
    span = (last - first).days + 1
    if span <= _BARS:
        return "day", date.isoformat
    if span <= 7 * _BARS:
        return "week", lambda day: (day - timedelta(day.weekday())).isoformat()
    if span <= 30 * _BARS:
        return "month", lambda day: f"{day.year:04d}-{day.month:02d}"
    return "year", lambda day: f"{day.year:04d}"


def _between(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(number)
