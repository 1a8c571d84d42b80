"""The command line: a module a command. Each command imports its stage only when it runs."""

from __future__ import annotations

from cleaner.cli.app import main

__all__ = ["main"]
