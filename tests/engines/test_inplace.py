"""Files cleaned where they lie: what is not removed stays, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.engines.inplace import rewrite
from cleaner.engines.options import RunOptions

KEPT = "افتتح وزير النقل سالم الراوي جسر وادي النخيل.\r\n\r\nوقال إنه يخدم المدينة.\r\n"
NOISY = "[ad_1]\r\n\r\n" + KEPT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_rewritten_file_keeps_its_spelling(tmp_path: Path, encoding: str) -> None:
    file, plain, link = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c" / "link.txt"
    link.parent.mkdir()
    file.write_bytes(NOISY.encode(encoding))
    file.chmod(0o640)
    plain.write_bytes(KEPT.encode(encoding))
    link.symlink_to(file)
    before = plain.stat()
    found = list(rewrite([str(link), str(plain)], RunOptions()))
    assert [one.removals for one in found] == [1, 0]
    assert file.read_bytes() == KEPT.encode(encoding)
    assert file.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert plain.stat() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt", "c"]


@pytest.mark.parametrize("workers", [1, 3])
def test_many_files_are_told_in_order(tmp_path: Path, workers: int) -> None:
    for number in range(40):
        text = NOISY if number % 2 else KEPT
        line = json.dumps({"id": number, "text": text})
        (tmp_path / f"{number:02}.txt").write_bytes(text.encode() + b" " * 60_000)
        (tmp_path / f"{number:02}.jsonl").write_text(f"{line}\n{{broken\n")
    found = list(rewrite([str(tmp_path)], RunOptions(workers=workers)))
    names = [Path(one.path).name for one in found]
    assert names == sorted(path.name for path in tmp_path.iterdir())
    assert [one.removals for one in found] == [number % 2 for number in range(40) for _ in "ab"]
    assert [str(error) for one in found[:2] for error in one.errors] == [
        f"{tmp_path}/00.jsonl:2: {found[0].errors[0].reason}"
    ]
    again = rewrite([str(tmp_path)], RunOptions(workers=workers))
    assert not any(one.removals for one in again)


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOISY)
    assert [one.removals for one in rewrite([str(tmp_path)], RunOptions(), check=True)] == [1]
    assert (tmp_path / "a.txt").read_text() == NOISY.replace("\r\n", "\n")


def test_a_file_that_changes_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cleaner.engines import inplace

    file, clean = tmp_path / "a.txt", inplace.clean_articles
    file.write_bytes(NOISY.encode())

    def edited(*args: object, **kwargs: object) -> object:
        file.write_bytes(NOISY.encode() + b"more")
        return clean(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(inplace, "clean_articles", edited)
    (one,) = rewrite([str(file)], RunOptions())
    assert (one.removals, one.errors[0].path) == (0, str(file))
    assert "changed while" in one.errors[0].reason
    assert file.read_bytes() == NOISY.encode() + b"more"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n", "white space"),
        ("a.txt", b"\0", "binary"),
        ("a.txt", None, "No such"),
        ("a.html", b"<p>x", "not rewritten in place; use -o OUT"),
    ],
)
def test_what_cannot_be_rewritten_is_told(
    tmp_path: Path, name: str, data: bytes | None, reason: str
) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    (one,) = rewrite([str(file)], RunOptions())
    assert one.removals == 0
    assert [reason in error.reason for error in one.errors] == [True]
