"""Compiling in two processes before the first run."""

from pathlib import Path

import pytest

from cleaner.engines import compiling
from cleaner.engines.options import RunOptions
from cleaner.language.kernels import compiled, is_compiled


def test_a_kernel_is_compiled_once_it_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kernel_of_ours.py").write_text(
        "from cleaner.language.kernels import compiled\n\n"
        "@compiled\ndef double(value):\n    return value * 2\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    from kernel_of_ours import double  # type: ignore[import-not-found]

    assert not is_compiled(double)
    assert double(2) == 4
    assert is_compiled(double)


def test_what_has_no_cache_counts_as_compiled() -> None:
    assert is_compiled(compiled) is True


def test_all_kernels_of_stories_are_compiled_beside(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from cleaner.story.measure import measure
    from cleaner.story.search import candidates, telling

    monkeypatch.setattr(compiling, "_is_compiled", lambda: False)
    monkeypatch.setattr(compiling, "cores", lambda: 2)
    compiling.compile_first(RunOptions(clean=None))
    assert all(map(is_compiled, (measure, candidates, telling)))
    assert capfd.readouterr().err == ""


def test_what_fails_beside_is_left_to_the_run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(articles: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("cleaner.story.stories", fail)
    monkeypatch.setattr(compiling, "_is_compiled", lambda: False)
    monkeypatch.setattr(compiling, "cores", lambda: 2)
    compiling.compile_first(RunOptions(clean=None))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "options", [RunOptions(group=False), RunOptions(stories=False)], ids=["cleaning", "copies"]
)
def test_a_run_without_stories_compiles_as_it_goes(
    options: RunOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "_beside", lambda: pytest.fail("compiled"))
    compiling.compile_first(options)
