"""Stories: which articles tell of one event, with the evidence in words.

``extract`` gives columns of evidence that workers can make apart and join; ``find_stories``
links them; ``stories`` does both; ``explain_pair`` tells why two articles are one story or not.
"""

from __future__ import annotations

from cleaner.story.compare import PairExplanation, explain_pair
from cleaner.story.evidence import Evidence
from cleaner.story.extract import extract
from cleaner.story.find import Links, StoryOptions, find_links, find_stories, stories
from cleaner.story.gathering import Saved
from cleaner.story.pairs import CandidateOptions

__all__ = [
    "CandidateOptions",
    "Evidence",
    "Links",
    "PairExplanation",
    "Saved",
    "StoryOptions",
    "explain_pair",
    "extract",
    "find_links",
    "find_stories",
    "stories",
]
