"""The command line: a module a command. Each command imports its stage only when it runs."""

from __future__ import annotations

import atexit
import gc

__all__ = ["main"]

#: New objects before cycles are looked for, and rounds before older ones are looked at too.
_SELDOM = (100_000, 10, 10)


def main() -> None:
    """Run the command line and exit with its code.

    Python would look for cycles hundreds of times while modules are loaded, for a sixth of the
    time of starting, and for over a second among a million objects when it ends.
    """
    gc.set_threshold(*_SELDOM)
    atexit.register(gc.freeze)  # registered first, so that it comes last
    from cleaner.cli.app import main as run

    run()
