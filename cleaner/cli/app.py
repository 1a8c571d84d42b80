"""The application: its commands, and how it ends."""

from __future__ import annotations

import errno
import logging
import os
import sys
import warnings
from typing import Annotated, NoReturn

import typer

from cleaner.cli import exits
from cleaner.cli.clean import clean
from cleaner.cli.compare import compare
from cleaner.cli.dedup import dedup
from cleaner.cli.doctor import doctor
from cleaner.cli.explain import explain
from cleaner.cli.hook import app as hook
from cleaner.cli.index import app as index
from cleaner.cli.learn import learn
from cleaner.cli.report import report
from cleaner.cli.review import review
from cleaner.cli.rules import rules
from cleaner.cli.run import run
from cleaner.errors import CleanerError

#: Why standard output takes no more, besides a reader that went away.
_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})

app = typer.Typer(
    name="cleaner",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turn a pile of scraped news articles into clean articles folded into stories.",
)
app.command()(run)
app.command()(clean)
app.command()(dedup)
app.command()(learn)
app.command()(explain)
app.command()(compare)
app.command()(rules)
app.add_typer(index, name="index")
app.command()(report)
app.command()(review)
app.add_typer(hook, name="hook")
app.command()(doctor)


def _show_version(value: bool) -> None:  # noqa: FBT001 (typer's callback form)
    if value:
        from cleaner.engines.versions import version_of

        typer.echo(f"cleaner {version_of('cleaner')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line and exit with its code."""
    # What a stage warns of (a pattern that was stopped) is for people: no file and line of ours.
    warnings.showwarning = lambda message, *_, **__: _say(f"cleaner: {message}")
    _tell_news(logging.getLogger("cleaner"))
    try:
        app(color=False if os.environ.get("NO_COLOR") else None)
    except CleanerError as error:
        _say(f"cleaner: {error}")
        sys.exit(exits.USAGE)
    except OSError as error:
        if error.filename is not None or error.errno not in _UNWRITABLE:
            raise
        _give_up_output(error)


def _give_up_output(error: OSError) -> NoReturn:
    """End where standard output takes no more; Python would try it again when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    reason = error.strerror or error
    _say(f"cleaner: standard output cannot be written: {reason}; what it holds is cut off")
    sys.exit(exits.USAGE)


class _News(logging.Handler):
    """Says what takes long and is no progress: once, whatever workers are forked."""

    def __init__(self) -> None:
        super().__init__()
        self._process = os.getpid()

    def emit(self, record: logging.LogRecord) -> None:
        if os.getpid() == self._process:
            typer.echo(f"cleaner: {record.getMessage()}", err=True)


def _tell_news(log: logging.Logger) -> None:
    log.addHandler(_News())
    log.setLevel(logging.INFO)
    log.propagate = False


def _say(message: str) -> None:
    colour = False if os.environ.get("NO_COLOR") else None
    typer.secho(message, fg=typer.colors.RED, err=True, color=colour)
