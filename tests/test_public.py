"""What the package promises: its public names, its examples, and that imports go one way."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
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


#: What is promised; a name may come with a new version, and none may go without a major one.
PUBLIC = {
    "Article": ("id", "text", "title", "url", "date", "outlet", "facts", "extra"),
    "CleanArticle": ("text", "removals", "facts", "embedded"),
    "CopyLink": ("id", "cluster", "canonical", "resemblance", "containment", "kind", "why"),
    "Folded": (
        *("id", "cluster", "canonical", "resemblance", "containment", "kind", "why"),
        "story",
    ),
    "Facts": ("headline", "published", "source", "byline", "tags", "site", "section"),
    "Index": ("path", "create", "canonical", "threshold", "stories"),
    "SharedIndex": ("url", "name", "threshold"),
    "Removal": ("start", "end", "rule", "why"),
    "StoryLink": ("id", "cluster", "linked_to", "score", "evidence"),
    "clean": ("text", "title", "site"),
    "clean_many": ("texts", "titles", "sites"),
    "dedupe": ("articles", "canonical"),
    "iter_clean": (
        *("source", "fields", "rules", "furniture", "keep", "drop", "aggressive", "on_error"),
    ),
    "replay": ("original", "removals"),
    "run": ("paths", "out", "options"),
    "stories": ("articles", "copies"),
}
ERRORS = {"CleanerError", "IndexFileError", "InputError", "OutputError", "RuleError"}
ERRORS |= {"SketchError", "UsageError"}
OF_AN_INDEX = {"add", "add_stream", "query", "remove", "group", "links", "rows", "stats", "check"}


def test_what_is_promised_is_there() -> None:
    assert set(cleaner.__all__) >= set(PUBLIC) | ERRORS
    for name, parameters in PUBLIC.items():
        found = tuple(inspect.signature(getattr(cleaner, name)).parameters)
        assert found[: len(parameters)] == parameters, name
    assert set(dir(cleaner.Index)) >= OF_AN_INDEX
    assert all(issubclass(getattr(cleaner, name), cleaner.CleanerError) for name in ERRORS)


def test_types_are_there_for_others() -> None:
    assert (Path(cleaner.__path__[0]) / "py.typed").is_file()


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


def test_a_single_path_is_one_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("news/a.txt", "n/b.txt"):  # "n" is a letter of "news"
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("افتتح الوزير الجسر الجديد في تل الرمان.", "utf-8")
    monkeypatch.chdir(tmp_path)
    for paths in ("news", Path("news"), ["news"]):
        summary = cleaner.run(paths, tmp_path / "out", report=False)
        assert (summary.counts["articles"], summary.errors) == (1, ())


def test_what_is_no_text_is_named() -> None:
    with pytest.raises(TypeError, match="text is to be a str, not nan"):
        cleaner.clean(float("nan"))  # type: ignore[arg-type]


def test_two_articles_of_one_id_are_refused() -> None:
    twice = [cleaner.Article("a", "خبر أول"), cleaner.Article("a", "خبر ثان")]
    with pytest.raises(cleaner.UsageError, match="'a' stands for more than one article"):
        cleaner.dedupe(twice)
