"""``cleaner index``: articles of every day in one file, and what is a copy of what."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import exits
from cleaner.cli.arguments import (
    FieldMap,
    FurnitureFile,
    Paths,
    Quiet,
    RuleFiles,
    Workers,
    cleaning_options,
    fields_from,
    require_paths,
)
from cleaner.errors import InputError
from cleaner.report.closing import counted

if TYPE_CHECKING:
    from cleaner.engines.options import RunOptions
    from cleaner.index import Index
    from cleaner.index.rows import Entry, Folded

#: Articles whose stories are told at once.
_SAID = 1000

app = typer.Typer(no_args_is_help=True, help="Fold new articles against all that came before.")

_File = Annotated[
    Path, typer.Argument(metavar="INDEX", help="The index, one file.", show_default=False)
]
_Prefix = Annotated[
    str, typer.Option(metavar="TEXT", help="Put this before every id.", show_default=False)
]
_NoClean = Annotated[
    bool, typer.Option("--no-clean", help="The articles are clean already: take them as they are.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print an object for every article.")]


@app.command()
def add(
    file: _File,
    paths: Paths,
    *,
    prefix: _Prefix = "",
    canonical: Annotated[
        str | None,
        typer.Option(
            metavar="POLICY",
            help="Which copy is kept: credited, earliest, longest or cleanest; settled when an"
            " index is made.",
            show_default="credited",
        ),
    ] = None,
    no_stories: Annotated[
        bool,
        typer.Option(
            "--no-stories", help="Find copies alone; settled when an index is made, as POLICY is."
        ),
    ] = False,
    retell: Annotated[
        bool | None,
        typer.Option(
            "--retell/--no-retell",
            help="Tell all stories anew at the end, as one run over all that INDEX holds would;"
            " or fold new articles into those there are, which is quicker for a few in a large"
            " index.",
            show_default="anew where a sixteenth of all is new",
        ),
    ] = None,
    no_clean: _NoClean = False,
    as_json: _Json = False,
    field: FieldMap,
    rule_files: RuleFiles,
    furniture: FurnitureFile = None,
    workers: Workers = 0,
    quiet: Quiet = False,
) -> None:
    """Clean articles, fold them against all that INDEX holds, and keep them.

    Prints what is a copy of what, and which story an article goes on with and why; what has been
    printed is kept, whatever happens then.
    """
    from cleaner.index import Index

    require_paths(paths)
    options = _options(field, rule_files, furniture, workers, clean=not no_clean)
    tally = _Tally(as_json=as_json, quiet=quiet)
    with Index(file, canonical=canonical, stories=False if no_stories else None) as index:
        before = len(index)
        for batch in tally.batches(paths, options, prefix):
            later = index.due(len(batch)) if retell is None else retell
            if later:
                tally.wait(index.add_entries(batch, tell=False))
            else:
                tally.tell(index.add_entries(batch))
        if index.untold or retell:
            index.retell()
        tally.tell_waiting(index)
        again = tally.articles - (len(index) - before)
        held = f"; {again:,} of the same id were there before" if again else ""
        tally.end(f"{file} holds {counted(len(index), 'article', 'articles')}{held}")


@app.command()
def query(
    file: _File,
    paths: Paths,
    *,
    prefix: _Prefix = "",
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 where one repeats another.")
    ] = False,
    no_clean: _NoClean = False,
    as_json: _Json = False,
    field: FieldMap,
    rule_files: RuleFiles,
    furniture: FurnitureFile = None,
    workers: Workers = 0,
    quiet: Quiet = False,
) -> None:
    """Tell what adding articles would, and keep nothing."""
    from cleaner.index import Index

    require_paths(paths)
    options = _options(field, rule_files, furniture, workers, clean=not no_clean)
    tally = _Tally(as_json=as_json, quiet=quiet)
    with Index(file, create=False) as index:
        for batch in tally.batches(paths, options, prefix):
            tally.tell(index.query_entries(batch))
    tally.end(f"{file} was asked")
    if check and tally.repeats:
        raise typer.Exit(exits.FOUND)


@app.command()
def remove(
    file: _File,
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="Ids as `list` has them; - reads a line each."),
    ],
    *,
    quiet: Quiet = False,
) -> None:
    """Take articles out, as if they had never come."""
    from cleaner.index import Index

    wanted = [id_ for word in ids for id_ in (_lines() if word == "-" else [word])]
    with Index(file, create=False) as index:
        removed = index.remove(wanted)
    if not quiet:
        typer.echo(f"{counted(removed, 'article', 'articles')} removed", err=True)
    if removed < len(set(wanted)):
        typer.secho(f"{len(set(wanted)) - removed} not held", fg=typer.colors.RED, err=True)
        raise typer.Exit(exits.PARTIAL)


def _lines() -> Iterator[str]:
    return (line.rstrip("\n") for line in sys.stdin)


@app.command(name="list")
def list_(
    file: _File,
    *,
    copies: Annotated[bool, typer.Option("--copies", help="Copies alone.")] = False,
) -> None:
    """List the ids that INDEX holds; a copy's with the id that it is a copy of."""
    from cleaner.index import Index

    with Index(file, create=False) as index:
        for link in index.links():
            if link.id != link.canonical:
                typer.echo(f"{link.id}\t{link.canonical}")
            elif not copies:
                typer.echo(link.id)


@app.command()
def export(file: _File) -> None:
    """Print what INDEX knows of its articles and their copies, as JSON lines."""
    from cleaner.corpus.atomic import write_rows
    from cleaner.index import Index

    with Index(file, create=False) as index:
        write_rows(sys.stdout.buffer, index.rows())
    sys.stdout.buffer.flush()


@app.command()
def stats(file: _File) -> None:
    """Count what INDEX holds."""
    from cleaner.index import Index

    with Index(file, create=False) as index:
        for name, value in asdict(index.stats()).items():
            typer.echo(f"{name:<10} {value:>16,}")


@app.command()
def retell(file: _File) -> None:
    """Tell all stories of INDEX anew, as one run over all its articles would.

    An index weighs words by the articles that it held when it had doubled last. This weighs them
    by all that it holds; it takes the memory and the time of linking stories in a run.
    """
    from cleaner.index import Index

    with Index(file, create=False) as index:
        index.retell()
        stories = index.stats().stories
    typer.echo(f"{file} tells {counted(stories, 'story', 'stories')}", err=True)


@app.command()
def check(file: _File) -> None:
    """Look INDEX over for damage, reading all of it; exit 1 where there is any."""
    from cleaner.index import Index

    with Index(file, create=False) as index:
        problems = index.check()
    for problem in problems:
        typer.secho(f"{file}: {problem}", fg=typer.colors.RED, err=True)
    if problems:
        raise typer.Exit(exits.FOUND)
    typer.echo(f"{file} is sound", err=True)


def _options(
    field: Sequence[str],
    rule_files: Sequence[Path],
    furniture: Path | None,
    workers: int,
    *,
    clean: bool,
) -> RunOptions:
    if not clean:
        from cleaner.engines.options import RunOptions

        return RunOptions(fields=fields_from(field), clean=None, workers=workers)
    return cleaning_options(field, "", "", rule_files, furniture, aggressive=False, workers=workers)


@dataclass
class _Tally:
    """What came of a pass over articles; owned by one command call."""

    as_json: bool
    quiet: bool
    articles: int = 0
    copies: int = 0
    told: int = 0
    repeats: int = 0
    failed: int = 0
    waiting: list[str] = dataclass_field(default_factory=list)

    def batches(
        self, paths: Sequence[str], options: RunOptions, prefix: str
    ) -> Iterator[list[Entry]]:
        """Give the articles to fold, many at a time."""
        from cleaner.engines.indexing import batches, entries
        from cleaner.index.index import BATCH

        yield from batches(self._usable(entries(paths, options), prefix), BATCH)

    def _usable(self, items: Iterator[Entry | InputError], prefix: str) -> Iterator[Entry]:
        for item in items:
            if isinstance(item, InputError):
                self.failed += 1
                typer.secho(str(item), fg=typer.colors.RED, err=True)
            else:
                yield replace(item, id=prefix + item.id) if prefix else item

    def tell(self, links: Sequence[Folded]) -> None:
        """Say what became of some articles."""
        self._tell_places(links)
        self._tell_stories(links)
        sys.stdout.flush()

    def wait(self, links: Sequence[Folded]) -> None:
        """Say of what some articles are copies; their stories are told later."""
        self._tell_places(links)
        self.waiting += (link.id for link in links)
        sys.stdout.flush()

    def tell_waiting(self, index: Index) -> None:
        """Say of which stories those are that have waited."""
        for begin in range(0, len(self.waiting), _SAID):
            self._tell_stories(index.placed(self.waiting[begin : begin + _SAID]))
        sys.stdout.flush()

    def _tell_places(self, links: Sequence[Folded]) -> None:
        self.articles += len(links)
        for link in links:
            self.copies += link.canonical != link.id
            self.repeats += link.cluster != link.id or link.canonical != link.id
            if not self.quiet and not self.as_json:
                _tell_place(link)

    def _tell_stories(self, links: Sequence[Folded]) -> None:
        for link in links:
            self.told += link.canonical == link.id and _linked(link)
            if self.as_json:
                _print_row(link)
            elif not self.quiet and link.canonical == link.id:
                _tell_story(link)

    def end(self, said: str) -> None:
        """Sum up, and exit with the code that fits if something could not be used."""
        if not self.quiet:
            articles = counted(self.articles, "article", "articles")
            copies = counted(self.copies, "copy", "copies")
            typer.echo(f"{articles}, {copies}, {self.told:,} in stories; {said}", err=True)
        if self.failed:
            raise typer.Exit(exits.PARTIAL)


def _tell_place(link: Folded) -> None:
    """Say what an article is a copy of, or what copies it is kept of."""
    if link.canonical != link.id:
        typer.echo(f"{link.id} is a copy of {link.canonical} ({link.kind}): {link.why}")
    elif link.cluster != link.id:
        typer.echo(f"{link.id} is kept of the copies that {link.cluster} began")


def _tell_story(link: Folded) -> None:
    """Say which story an article goes on with, and why."""
    story = link.story
    if story is not None and story.linked_to is not None:
        of = "" if story.linked_to == story.cluster else f" in the story {story.cluster}"
        why = ", ".join(story.evidence)
        typer.echo(f"{link.id} tells the same story as {story.linked_to}{of}: {why}")


def _linked(link: Folded) -> bool:
    return link.story is not None and link.story.linked_to is not None


def _print_row(link: Folded) -> None:
    from cleaner.corpus.atomic import to_json_line
    from cleaner.corpus.rows import copy_row, story_row

    told = {} if link.story is None else {"story": story_row(link.story)}
    sys.stdout.buffer.write(to_json_line(copy_row(link) | told))
