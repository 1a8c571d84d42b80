"""What the package promises: its public names, its examples, and that imports go one way."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(cleaner.__path__, "cleaner.")
    if not module.name.endswith("__main__")
)
#: A package may import from those that stand after it, and from itself.
FLOW = (
    "cli",
    "api",
    "engines",
    "index",
    "report",
    "corpus",
    "noise",
    "copies",
    "story",
    "language",
)


@pytest.mark.parametrize("name", ["cleaner", *MODULES])
def test_examples_in_docstrings(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0


def test_every_public_name_is_there_and_documented() -> None:
    for name in cleaner.__all__:
        assert getattr(cleaner, name).__doc__, name


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "numba numpy pyarrow trafilatura datasketch dateparser typer rich regex"
    code = f"import sys, cleaner; print([m for m in {heavy.split()!r} if m in sys.modules], end='')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]"


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("cleaner.")}
    return found & set(FLOW)


@pytest.mark.parametrize("package", FLOW)
def test_imports_go_one_way(package: str) -> None:
    root = Path(cleaner.__path__[0])
    files = [root / f"{package}.py"] if package == "api" else (root / package).rglob("*.py")
    allowed = set(FLOW[FLOW.index(package) :])
    for file in files:
        assert _imports(file) <= allowed, f"{file.relative_to(root)} imports upwards"
