"""`budget schema --install` helps VS Code and destroys nothing."""

import json
import os
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.schema import FILES

ROOT = Path(__file__).parents[2]


def install(folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["schema", "--install", str(folder)])
    return result.exit_code, result.output


def settings(folder: Path) -> dict[str, object]:
    value: dict[str, object] = json.loads((folder / ".vscode" / "settings.json").read_text("utf-8"))
    return value


def test_the_path_of_the_schema_is_shown() -> None:
    shown = CliRunner().invoke(main, ["schema"]).output.strip()
    assert json.loads(Path(shown).read_text("utf-8"))["title"]


def test_settings_point_to_schemas_that_exist_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    assert install(tmp_path)[0] == 0
    first = (tmp_path / ".vscode" / "settings.json").read_bytes()
    schemas = settings(tmp_path)["yaml.schemas"]
    assert isinstance(schemas, dict)
    for address in schemas:
        assert Path(unquote(urlparse(address).path)).is_file()
    assert install(tmp_path)[0] == 0
    assert (tmp_path / ".vscode" / "settings.json").read_bytes() == first


def test_in_the_checkout_the_path_is_relative() -> None:
    from generator.commands.schema import settings as made  # noqa: PLC0415

    assert list(made(ROOT)["yaml.schemas"]) == [f"./schema/{name}" for name in FILES]


def test_the_globs_meet_the_files_of_the_sample() -> None:
    files = [path.relative_to(ROOT.parent).as_posix() for path in (ROOT / "budgets").glob("*/*/*.yaml")]
    assert files
    assert all(any(fnmatch(file, glob) for glob in FILES["budget.schema.json"]) for file in files)


def test_existing_settings_stay(tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    before = {
        "editor.fontSize": 18,
        "yaml.schemas": {"./other.json": ["a.yaml"], "file:///old/budget.schema.json": ["x"]},
        "[yaml]": {"editor.tabSize": 4},
    }
    (tmp_path / ".vscode" / "settings.json").write_text(json.dumps(before), "utf-8")
    assert install(tmp_path)[0] == 0
    after = settings(tmp_path)
    assert after["editor.fontSize"] == 18
    assert isinstance(after["yaml.schemas"], dict)
    assert after["yaml.schemas"]["./other.json"] == ["a.yaml"]
    assert "file:///old/budget.schema.json" not in after["yaml.schemas"]
    assert after["[yaml]"] == {"editor.insertSpaces": True, "editor.tabSize": 4, "editor.detectIndentation": False}


@pytest.mark.parametrize("text", ['{\n  // 注\n  "a": 1,\n}\n', "[]", '{"yaml.schemas": []}', "{"])
def test_settings_that_cannot_be_merged_are_left_alone(text: str, tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode" / "settings.json").write_text(text, "utf-8")
    code, shown = install(tmp_path)
    assert code == 1
    assert "没有改动。请自行加入" in shown
    assert (tmp_path / ".vscode" / "settings.json").read_text("utf-8") == text


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes, and links only for some")
def test_settings_behind_a_link_or_a_pipe_are_left_alone_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "别的.json").write_text("{}", "utf-8")
    target = tmp_path / ".vscode" / "settings.json"
    target.parent.mkdir()
    target.symlink_to(tmp_path / "别的.json")
    code, said = install(tmp_path)
    assert (code, (tmp_path / "别的.json").read_text("utf-8")) == (3, "{}")
    assert "链接" in said
    target.unlink()
    os.mkfifo(target)
    code, said = install(tmp_path)
    assert code == 3
    assert "管道" in said
