"""Files kept before they are changed: counted, bounded, ignored by git."""

from pathlib import Path

from generator.commands import backup


def test_the_last_backups_are_kept_and_counted_on(tmp_path: Path) -> None:
    file = tmp_path / "budgets/2025/1-甲/a.yaml"
    file.parent.mkdir(parents=True)
    for number in range(backup.KEPT + 3):
        file.write_text(str(number))
        backup.keep(tmp_path, [file])
    kept = sorted((tmp_path / ".budget/backup").iterdir())
    assert [path.name for path in kept] == [f"{number:04}" for number in range(4, backup.KEPT + 4)]
    assert (kept[-1] / "budgets/2025/1-甲/a.yaml").read_text() == str(backup.KEPT + 2)
    assert (tmp_path / ".budget/.gitignore").read_text() == "*\n"


def test_a_folder_that_is_a_link_is_kept_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "fern").mkdir()
    (tmp_path / "fern/a.yaml").write_text("1")
    (tmp_path / "root").mkdir()
    (tmp_path / "root/budgets").symlink_to(tmp_path / "fern")
    kept = backup.keep(tmp_path / "root", [tmp_path / "root/budgets/a.yaml"])
    assert (kept / "budgets/a.yaml").read_text() == "1"
