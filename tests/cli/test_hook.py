"""The hooks of ``.pre-commit-hooks.yaml``, run by a real pre-commit in a real git repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from cli_samples import BRIDGE, NOISE

MANIFEST = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"


def _hooks() -> dict[str, dict[str, str]]:
    return {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def _pre_commit(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # The command as it is installed beside this Python, instead of an environment built anew.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(folder / ".cache")},
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one noisy article and one without noise, staged."""
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "config", "user.email", "a@example.org")
    _git(tmp_path, "config", "user.name", "A")
    (tmp_path / "noisy.txt").write_text(NOISE.format(BRIDGE), "utf-8")
    (tmp_path / "plain.txt").write_text(BRIDGE, "utf-8")
    (tmp_path / "notes.md").write_text("[ad_1]", "utf-8")
    return tmp_path


def _use(repository: Path, hook: str) -> None:
    wanted = ("id", "name", "entry", "files")
    local = {key: _hooks()[hook][key] for key in wanted} | {"language": "system"}
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    _git(repository, "add", "noisy.txt", "plain.txt", "notes.md", ".pre-commit-config.yaml")


def test_the_manifest_is_valid(tmp_path: Path) -> None:
    done = _pre_commit(tmp_path, "validate-manifest", str(MANIFEST))
    assert done.returncode == 0, done.stdout


def test_the_hook_cleans_once_and_then_passes(repository: Path) -> None:
    _use(repository, "cleaner")
    first = _pre_commit(repository, "run", "--all-files")
    assert first.returncode == 1, first.stdout
    assert "Cleaned noisy.txt" in first.stdout
    assert (repository / "noisy.txt").read_text("utf-8").strip() == BRIDGE
    assert (repository / "notes.md").read_text("utf-8") == "[ad_1]"
    _git(repository, "add", "noisy.txt")
    second = _pre_commit(repository, "run", "--all-files")
    assert second.returncode == 0, second.stdout


def test_the_checking_hook_fails_and_changes_nothing(repository: Path) -> None:
    _use(repository, "cleaner-check")
    done = _pre_commit(repository, "run", "--all-files")
    assert done.returncode == 1
    assert "would clean noisy.txt" in done.stdout
    assert (repository / "noisy.txt").read_text("utf-8") == NOISE.format(BRIDGE)
