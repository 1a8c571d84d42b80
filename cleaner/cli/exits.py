"""Exit codes, as people know them from black and git."""

from __future__ import annotations

OK = 0
FOUND = 1  # --check found something to clean
USAGE = 2  # wrong usage
EXHAUSTED = 71  # memory ran out; sysexits.h calls it EX_OSERR
PARTIAL = 123  # some input could not be used; the rest was done
INTERRUPTED = 130  # Ctrl-C, as shells have it
