"""OUT folders for tests of the report, made of values: no article is cleaned or compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cleaner.article import Article, CleanArticle, CopyLink, Facts, Removal, StoryLink, replay
from cleaner.corpus.output import (
    article_row,
    copy_row,
    error_row,
    removal_rows,
    story_row,
    write_jsonl,
)
from cleaner.errors import InputError

BODY = (
    "افتتح وزير النقل سالم الراوي، الثلاثاء 4 مارس 2025، جسر وادي النخيل الجديد في تل الورد.\n\n"
    "وقال الراوي إن الجسر الذي يبلغ طوله 420 مترا سيخدم أكثر من 60 ألف مركبة يوميا.\n\n"
    "The minister said (in English) that بوابة 7 opens on 5 March.\n\n"
    "وحضر حفل الافتتاح محافظ تل الورد هيثم الزيدان 🎉 وعدد من سكان القرى المجاورة."
)
TEMPLATE, FOOTER = "[ad_1]\n\n", "\n\nاقرأ أيضاً: خبر آخر\nالمصدر: وكالة الضفاف"


def page(id_: str, body: str = BODY, **fields: Any) -> tuple[Article, CleanArticle]:
    """Give a page with a template tag above and a footer of two removals below its text."""
    text = TEMPLATE + body + FOOTER
    middle = len(TEMPLATE + body)
    line = FOOTER.index("\nالمصدر")
    removals = (
        Removal(0, len(TEMPLATE), "plugin.ad-tag", "a template tag that was never filled in"),
        Removal(middle, middle + line, "ar.related.heading", "a link to another article"),
        Removal(middle + line, len(text), "my.own-rule", "a line that credits the source"),
    )
    facts = Facts(source="وكالة الضفاف", tags=("جسور", "نقل"))
    article = Article(id_, text, **fields)
    return article, CleanArticle(replay(text, removals), removals, facts)


def write_out(
    folder: Path,
    pages: Sequence[tuple[Article, CleanArticle]],
    copies: Sequence[CopyLink] = (),
    stories: Sequence[StoryLink] = (),
    *,
    errors: Sequence[InputError] = (),
    left_out: Sequence[str] = (),
) -> dict[str, Any]:
    """Write OUT's rows and give what ``run.json`` would say."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = (page for page in pages if page[0].id not in left_out)
    write_jsonl(folder / "articles.jsonl", (article_row(*page) for page in kept))
    write_jsonl(folder / "removals.jsonl", (r for page in pages for r in removal_rows(*page)))
    counts = {"articles": len(pages), "errors": len(errors)}
    if stories:
        write_jsonl(folder / "copies.jsonl", map(copy_row, copies))
        write_jsonl(folder / "stories.jsonl", map(story_row, stories))
        clusters = [link.cluster for link in stories]
        counts |= {
            "copies": sum(link.id != link.canonical for link in copies),
            "copy_groups": len({link.canonical for link in copies if link.kind}),
            "stories": len(set(clusters)),
            "stories_of_several": sum(clusters.count(name) > 1 for name in set(clusters)),
        }
    write_jsonl(folder / "errors.jsonl", map(error_row, errors))
    return {
        "tool": "cleaner",
        "versions": {"cleaner": "1.2.3", "python": "3"},
        "parameters": {
            "clean": {"keep": [], "drop": [], "aggressive": False},
            "canonical": "credited",
            "learn": True,
        },
        "counts": counts,
    }


def newsroom(folder: Path) -> dict[str, Any]:
    """Write an OUT of six articles: a copy, a story of three, one alone, one left as it came."""
    other = BODY.replace("420", "430").replace("حضر", "شهد") + "\n\nوانتهى الحفل ليلا."
    pages = [
        page("north/bridge.txt", outlet="الشمال", date="2025-03-04T10:00", title="جسر جديد"),
        page("south/bridge.txt", other, outlet="South Post", date="2025-03-05", title="افتتاح"),
        page("east/opening.txt", "تقرير آخر عن الجسر.", outlet="East", date="2025-03-06"),
        page("alone.txt", "خبر وحيد عن سوق السمك.", outlet="East", date="2025-03-20"),
        (Article("plain.txt", BODY), CleanArticle(BODY)),
    ]
    first = "north/bridge.txt"
    copies = [CopyLink(a.id, a.id, a.id) for a, _ in pages]
    copies[1] = CopyLink(pages[1][0].id, first, first, 0.91, 0.97, "near", "91% is shared")
    stories = [StoryLink(a.id, a.id) for a, _ in pages]
    stories[1] = StoryLink(pages[1][0].id, first, first, 1.0, ("a copy",))
    stories[2] = StoryLink(pages[2][0].id, first, first, 0.8, ("same date 4 March", "جسر, الورد"))
    return write_out(
        folder, pages, copies, stories, errors=[InputError("bad.txt", "is not text", 3)]
    )
