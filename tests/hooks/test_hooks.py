"""The hooks of ``.pre-commit-hooks.yaml``, run by the real pre-commit in real git repositories."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
BRIDGE = (
    "افتتح وزير النقل سالم الراوي، الثلاثاء 4 مارس 2025، جسر وادي النخيل الجديد في مدينة تل الورد "
    "بعد أعمال استمرت ثلاث سنوات.\n\n"
    "وقال الراوي إن الجسر الذي يبلغ طوله 420 مترا سيخدم أكثر من 60 ألف مركبة يوميا، وإن كلفته "
    "بلغت 35 مليون دينار."
)
MARKET = (
    "أعلنت بلدية تل الورد إغلاق سوق السمك القديم يوم الأحد المقبل لأعمال الصيانة التي تستمر "
    "أسبوعين.\n\nودعت البلدية التجار إلى مراجعة مكتبها في الميناء لمعرفة أماكنهم الجديدة."
)
NOISY = "[ad_1]\n\n{}\n\n[ad_2]\n\nزر الذهاب إلى الأعلى"
RULES = """
[[rule]]
id = "my.stamp"
scope = "line"
category = "masthead"
cause = "the old stamp of our own archive"
words = ["أرشيف"]
pattern = "أرشيف المرصد رقم \\\\d+"
remove = ["أرشيف المرصد رقم 12", "أرشيف المرصد رقم ٣"]
keep = ["{}", "أرشيف المدينة"]
"""


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


class Corpus:
    """A git repository of articles with hooks."""

    def __init__(self, folder: Path, *hooks: str) -> None:
        self.folder = folder
        git(folder, "init", "-q", "-b", "main")
        git(folder, "config", "user.email", "a@example.org")
        git(folder, "config", "user.name", "A")
        self.configure({"repo": "local", "hooks": [_local(hook) for hook in hooks]})

    def configure(self, repo: dict[str, object]) -> None:
        self.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [repo]}))

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        git(self.folder, "add", "-f", name)
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()

    def pre_commit(self, *words: str) -> subprocess.CompletedProcess[str]:
        # The command as it is installed beside this Python, instead of an environment built anew.
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        cache = self.folder.parent / "pre-commit"
        return subprocess.run(
            words,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(cache)},
        )

    def hooks(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.pre_commit(sys.executable, "-m", "pre_commit", "run", *words)

    def commit(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Commit as a person does, with the hooks that are installed."""
        return self.pre_commit("git", "commit", "-q", "-m", "News", *words)

    def install(self) -> None:
        done = self.pre_commit(sys.executable, "-m", "pre_commit", "install")
        assert done.returncode == 0, done.stderr


def _local(hook: str) -> dict[str, object]:
    described = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}
    # "python -m cleaner" is the very package under test, wherever it was installed.
    entry = described[hook]["entry"].replace("cleaner", f"{sys.executable} -m cleaner", 1)
    return {**described[hook], "entry": entry, "language": "system"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    made.mkdir()
    return made


def test_the_manifest_is_valid(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    assert subprocess.run(words, check=False).returncode == 0


class TestClean:
    def test_a_noisy_commit_is_refused_and_fixed_and_then_passes(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-clean")
        corpus.install()
        corpus.write("noisy.txt", NOISY.format(BRIDGE))
        corpus.write("plain.txt", MARKET)
        refused = corpus.commit()
        assert refused.returncode == 1
        assert "Fixing noisy.txt" in refused.stderr + refused.stdout
        assert "plain.txt" not in refused.stderr + refused.stdout
        assert corpus.read("noisy.txt").strip() == BRIDGE
        git(folder, "add", "noisy.txt")
        assert corpus.commit().returncode == 0
        assert corpus.hooks("--all-files").returncode == 0

    def test_other_files_are_never_touched(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-clean")
        names = ["README.md", ".gitattributes", "requirements.txt", "LICENSE.txt", "a.html", "x.py"]
        for name in names:
            corpus.write(name, NOISY.format(BRIDGE))
        corpus.write("empty.txt", "")
        corpus.write("blank.jsonl", "\n")
        corpus.write("blank.txt", "\n \n")
        assert corpus.hooks("--all-files").returncode == 0
        for name in names:
            assert corpus.read(name) == NOISY.format(BRIDGE)

    def test_records_are_fixed_one_by_one_byte_for_byte(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-clean")
        noisy = json.dumps(NOISY.format(BRIDGE), ensure_ascii=False)
        cleaned = json.dumps(BRIDGE, ensure_ascii=False)
        line = '{{"n": 1.50,  "text" : {}, "big":12345678901234567890123, "z":"\\u0041\\/"}}\r'
        plain = '{"text":"\\u0623\\u0628 \\/ \\u062c","k":[1 , 2]}'
        corpus.write("a.jsonl", "\n".join([line.format(noisy), plain, "", "no json", ""]))
        done = corpus.hooks("--all-files")
        assert done.returncode == 1
        assert "Fixing a.jsonl" in done.stdout
        assert "a.jsonl:4" in done.stdout
        first, *rest = corpus.read("a.jsonl").split("\n")
        assert rest == [plain, "", "no json", ""]
        head, tail = line.format("|").split("|")
        assert first.startswith(head)
        assert first.endswith(tail)
        assert json.loads(first)["text"].strip() == json.loads(cleaned)

    def test_line_ends_and_encoding_stay_and_twice_is_once(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-clean")
        path = corpus.write("a.txt", "")
        path.write_bytes(NOISY.format(BRIDGE).replace("\n", "\r\n").encode("cp1256"))
        git(folder, "add", "a.txt")
        assert corpus.hooks("--all-files").returncode == 1
        once = path.read_bytes()
        assert once.strip() == BRIDGE.replace("\n", "\r\n").encode("cp1256")
        assert corpus.hooks("--all-files").returncode == 0
        assert path.read_bytes() == once

    def test_checking_changes_nothing(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-check")
        corpus.write("a.txt", NOISY.format(BRIDGE))
        corpus.write("a.jsonl", json.dumps({"text": NOISY.format(BRIDGE)}))
        before = corpus.read("a.txt"), corpus.read("a.jsonl")
        done = corpus.hooks("--all-files")
        assert done.returncode == 1
        assert {"Would fix a.txt", "Would fix a.jsonl"} <= set(done.stdout.splitlines())
        assert (corpus.read("a.txt"), corpus.read("a.jsonl")) == before

    def test_partial_staging(self, folder: Path) -> None:
        """What is staged is judged, and the rest of the file stays in the work tree."""
        corpus = Corpus(folder, "cleaner-clean")
        corpus.install()
        path = corpus.write("a.txt", BRIDGE)
        path.write_text(NOISY.format(BRIDGE), "utf-8")
        assert corpus.commit().returncode == 0
        assert corpus.read("a.txt") == NOISY.format(BRIDGE)


class TestDedup:
    def test_a_duplicate_is_refused_with_the_name_of_what_it_repeats(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-dedup")
        corpus.install()
        corpus.write("day1/bridge.txt", BRIDGE)
        corpus.write("day1/market.txt", MARKET)
        assert corpus.commit().returncode == 0
        corpus.write("day2/again.txt", BRIDGE + "\n\nوانتهت الأعمال قبل موعدها.")
        refused = corpus.commit()
        assert refused.returncode == 1
        said = refused.stdout + refused.stderr
        assert "day2/again.txt repeats day1/bridge.txt" in said
        # It was not kept: asking again gives the same answer, and without it all is well.
        assert corpus.commit().returncode == 1
        git(folder, "rm", "-q", "--cached", "day2/again.txt")
        corpus.write("day2/new.txt", MARKET.replace("السمك", "الخضار").split("\n\n")[1])
        assert corpus.commit().returncode == 0

    def test_two_of_one_commit_repeat_each_other(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-dedup")
        corpus.write("a.txt", BRIDGE)
        record = {"id": "7", "text": BRIDGE}
        corpus.write("feed.jsonl", json.dumps(record) + "\n" + json.dumps({"text": MARKET}))
        done = corpus.hooks()
        assert done.returncode == 1
        assert "feed.jsonl:7 repeats a.txt (exact" in done.stdout

    def test_renamed_deleted_and_edited_files_repeat_nothing(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-dedup")
        corpus.install()
        corpus.write("bridge.txt", BRIDGE)
        corpus.write("market.txt", MARKET)
        assert corpus.commit().returncode == 0
        git(folder, "mv", "bridge.txt", "moved.txt")
        assert corpus.commit().returncode == 0
        git(folder, "rm", "-q", "moved.txt")
        assert corpus.commit().returncode == 0
        corpus.write("back.txt", BRIDGE)
        assert corpus.commit().returncode == 0
        corpus.write("back.txt", BRIDGE + "\n\nوانتهت الأعمال.")
        assert corpus.commit().returncode == 0
        corpus.write("market.txt", BRIDGE)
        assert "market.txt repeats back.txt" in corpus.commit().stderr

    def test_copies_that_were_let_in_may_be_renamed(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-dedup")
        corpus.install()
        corpus.write("a.txt", BRIDGE)
        corpus.write("b.txt", BRIDGE + " وانتهى.")
        assert corpus.commit("--no-verify").returncode == 0
        git(folder, "mv", "b.txt", "moved.txt")
        assert corpus.commit().returncode == 0
        git(folder, "mv", "a.txt", "first.txt")
        git(folder, "mv", "moved.txt", "second.txt")
        assert corpus.commit().returncode == 0
        git(folder, "mv", "second.txt", "third.txt")
        corpus.write("more.txt", BRIDGE)
        done = corpus.commit()
        assert done.returncode == 1
        assert "more.txt repeats" in done.stderr
        assert "third.txt repeats" not in done.stderr

    def test_a_copy_that_was_let_in_may_be_edited(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-dedup")
        corpus.install()
        corpus.write("a.txt", BRIDGE)
        corpus.write("b.txt", BRIDGE + " وانتهى.")
        assert corpus.commit("--no-verify").returncode == 0
        done = corpus.hooks("--all-files")
        assert done.returncode == 1
        assert "these are committed already" in done.stdout
        assert "SKIP" not in done.stdout
        corpus.write("a.txt", BRIDGE + " وانتهى العمل.")
        assert corpus.commit().returncode == 0
        corpus.write("b.txt", BRIDGE + " وبدأ.")
        assert corpus.commit().returncode == 0

    def test_first_install_in_a_corpus_and_branches(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-dedup")
        corpus.write("a.txt", BRIDGE)
        git(folder, "commit", "-q", "-m", "Before there were hooks")
        corpus.install()
        assert corpus.hooks("--all-files").returncode == 0
        git(folder, "checkout", "-q", "-b", "other")
        git(folder, "rm", "-q", "a.txt")
        git(folder, "commit", "-q", "-m", "Without", "--no-verify")
        corpus.write("b.txt", BRIDGE)
        assert corpus.commit().returncode == 0
        git(folder, "checkout", "-q", "main")
        corpus.write("c.txt", BRIDGE)
        assert "c.txt repeats a.txt" in corpus.commit().stderr

    def test_partial_staging_judges_what_is_staged(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-dedup")
        corpus.install()
        corpus.write("a.txt", BRIDGE)
        assert corpus.commit().returncode == 0
        path = corpus.write("b.txt", MARKET)
        path.write_text(BRIDGE, "utf-8")
        assert corpus.commit().returncode == 0
        assert corpus.read("b.txt") == BRIDGE

    def test_its_index_is_a_cache(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-dedup")
        corpus.write("a.txt", BRIDGE)
        git(folder, "commit", "-q", "-m", "One")
        assert corpus.hooks("--all-files").returncode == 0
        index = folder / ".git" / "cleaner-dedup.idx"
        assert index.exists()
        index.write_bytes(b"damaged" * 5000)
        corpus.write("b.txt", BRIDGE)
        assert "b.txt repeats a.txt" in corpus.hooks().stdout
        assert git(folder, "status", "--short").split() == ["A", "b.txt"]

    def test_folders_and_other_files(self, folder: Path) -> None:
        corpus = Corpus(folder)
        hook = {**_local("cleaner-dedup"), "args": ["news"]}
        corpus.configure({"repo": "local", "hooks": [hook]})
        corpus.write("notes/a.txt", BRIDGE)
        corpus.write("requirements.txt", BRIDGE)
        corpus.write("news/a.txt", BRIDGE)
        corpus.write("news/README.txt", BRIDGE)
        assert corpus.hooks().returncode == 0

    def test_many_commits_and_a_whole_look_agree(self, folder: Path) -> None:
        """The index that followed commit by commit says what one made anew says."""
        corpus = Corpus(folder, "cleaner-dedup")
        draw = random.Random(2)
        texts = [BRIDGE, MARKET, BRIDGE + " وانتهى.", MARKET + " وانتهى."]
        for _ in range(3):
            for name in draw.sample("abcdef", 3):
                if draw.random() < 0.3 and (folder / f"{name}.txt").exists():
                    git(folder, "rm", "-qf", f"{name}.txt")
                else:
                    corpus.write(f"{name}.txt", draw.choice(texts))
            git(folder, "commit", "-q", "--allow-empty", "-m", "Some", "--no-verify")
            followed = corpus.hooks("--all-files")
        (folder / ".git" / "cleaner-dedup.idx").unlink()
        anew = corpus.hooks("--all-files")
        assert followed.returncode == anew.returncode
        pairs = [
            sorted(line for line in done.stdout.splitlines() if " repeats " in line)
            for done in (followed, anew)
        ]
        assert pairs[0] == pairs[1]


class TestRules:
    def test_rules_that_hold_pass_and_others_are_named(self, folder: Path) -> None:
        corpus = Corpus(folder, "cleaner-rules")
        corpus.write("my-rules.toml", RULES.format("فتح أرشيف المرصد أبوابه"))
        corpus.write("pyproject.toml", "[project]\nname = 'x'\n")
        done = corpus.hooks("--all-files")
        assert done.returncode == 0, done.stdout
        corpus.write("my-rules.toml", RULES.format("أرشيف المرصد رقم 7"))
        done = corpus.hooks("--all-files")
        assert done.returncode == 1
        assert "my-rules.toml: rule 'my.stamp' takes from" in done.stdout
        corpus.write("my-rules.toml", "[[rule]]\nscope = 'line'\n")
        assert "has no id" in corpus.hooks("--all-files").stdout


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is not a checkout")
def test_a_revision_is_consumed_from_another_repository(folder: Path) -> None:
    """The manifest and the entries as other repositories take them; nothing is installed."""
    source = folder.parent / "source"
    source.mkdir()
    git(source, "init", "-q", "-b", "main")
    git(source, "config", "user.email", "a@example.org")
    git(source, "config", "user.name", "A")
    hooks = yaml.safe_load(MANIFEST.read_text("utf-8"))
    for hook in hooks:
        hook["language"] = "system"
        hook["entry"] = hook["entry"].replace("cleaner", f"{sys.executable} -m cleaner", 1)
    (source / MANIFEST.name).write_text(yaml.safe_dump(hooks), "utf-8")
    git(source, "add", ".")
    git(source, "commit", "-q", "-m", "Hooks")
    git(source, "tag", "v1.0.0")
    corpus = Corpus(folder)
    used = [{"id": "cleaner-clean"}, {"id": "cleaner-dedup"}]
    corpus.configure({"repo": source.as_uri(), "rev": "v1.0.0", "hooks": used})
    corpus.install()
    corpus.write("a.txt", NOISY.format(BRIDGE))
    corpus.write("b.txt", BRIDGE)
    refused = corpus.commit()
    assert refused.returncode == 1
    said = refused.stdout + refused.stderr
    assert "Fixing a.txt" in said
    assert "b.txt repeats a.txt" in said
