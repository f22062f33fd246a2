"""`budget schema --install` helps VS Code and destroys nothing."""

import json
import os
import re
import shutil
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from generator.cli import main
from generator.commands.editor import FILES

ROOT = Path(__file__).parents[2]


def install(folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["schema", "--install", str(folder)])
    return result.exit_code, result.output


def settings(folder: Path) -> dict[str, object]:
    value: dict[str, object] = json.loads((folder / ".vscode" / "settings.json").read_text("utf-8"))
    return value


# what yaml-language-server (1.25) takes for a relative path: no Chinese
RELATIVE = re.compile(r"^(((\.\.?)|([\w\-@. ]+))(/|\\\\?))*[\w\-. ]*\.[\w-]+$", re.ASCII)


def our_names(schemas: dict[str, list[str]]) -> list[str]:
    return [address for address in schemas if address.startswith("./.vscode/budget-names-")]


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
    from generator.commands.editor import settings as made  # noqa: PLC0415

    assert list(made(ROOT)["yaml.schemas"]) == [f"./schema/{name}" for name in FILES]


@pytest.mark.parametrize(
    ("name", "files"),
    [("budget.schema.json", "budgets/*/*/*.yaml"), ("unit.schema.json", "tests/budgets/*/*/单位/*/*.yaml")],
)
def test_the_globs_meet_the_files_as_the_server_compares_them(name: str, files: str) -> None:
    addresses = [path.as_uri() for path in ROOT.glob(files)]
    assert any("%E" in address for address in addresses)
    assert all(any(fnmatch(address, glob) for glob in FILES[name]) for address in addresses)


def test_codes_are_offered_and_shown_by_name_and_others_stay_allowed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "budgets/2025", tmp_path / "budgets/2025")
    assert install(tmp_path)[0] == 0
    schemas = settings(tmp_path)["yaml.schemas"]
    assert isinstance(schemas, dict)
    schema = json.loads((tmp_path / our_names(schemas)[0]).read_text("utf-8"))
    line = schema["properties"]["项目"]["items"]["properties"]["支出"]["items"]["properties"]
    bought = schema["properties"]["政府采购"]["items"]["properties"]
    for node, code, name in (
        (line["科目"], 2060101, "行政运行"),
        (line["经济科目"], 30201, "办公费"),
        (line["政府经济科目"], 50201, "办公经费"),
        (bought["目录"], "A02010105", "台式计算机"),
    ):
        codes = schema["$defs"][node["$ref"].rpartition("/")[2]]
        applies = [one["then"]["anyOf"][0] for one in codes["allOf"] if Draft202012Validator(one["if"]).is_valid(code)]
        assert [one["enumDescriptions"][one["enum"].index(code)] for one in applies] == [name]
        assert {len(one["enum"]) < 200 for one in applies} == {True}
        assert all(Draft202012Validator(codes).is_valid(other) for other in (code, 2069999, 39999, "A99999999", None))
        offered = {one["body"]: one["label"] for one in codes["defaultSnippets"]}
        assert len(offered) <= 2000
        if name != "台式计算机":  # of the lowest level of a long catalogue: shown, not offered
            assert offered[code] == f"{code} {name}"
    assert "政府经济科目" not in schema["properties"]["收入"]["items"]["properties"]


def test_a_file_that_names_its_own_schema_is_told(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "budgets/2025", tmp_path / "budgets/2025")
    (file,) = (tmp_path / "budgets/2025").glob("350-*/收支.yaml")
    assert "yaml-language-server" not in install(tmp_path)[1]
    file.write_text("# yaml-language-server: $schema=a.json\n" + file.read_text("utf-8"), "utf-8")
    assert f"{file.relative_to(tmp_path)}里有 # yaml-language-server 一行" in install(tmp_path)[1].replace("\n", "")


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


def test_the_names_of_each_pack_are_offered_and_others_are_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "budgets", tmp_path / "budgets")
    code, said = install(tmp_path)
    assert code == 0, said
    schemas = settings(tmp_path)["yaml.schemas"]
    assert isinstance(schemas, dict)
    for code_of_budget in ("207", "350"):
        (address,) = (one for one, globs in schemas.items() if f"budgets/2025/{code_of_budget}-*/**/*.yaml" in globs)
        assert RELATIVE.fullmatch(address)
        validator = Draft202012Validator(json.loads((tmp_path / address).read_text("utf-8")))
        (budget,) = (tmp_path / "budgets/2025").glob(f"{code_of_budget}-*")
        for file in budget.glob("*.yaml"):
            assert list(validator.iter_errors(yaml.safe_load(file.read_text("utf-8")))) == []
        for wrong in (
            {"上年数": {"支出合计": 1}},
            {"收入": [{"资金性质": "专项收入"}]},
            {"项目": [{"支出": [{"资金性质": "一般预算"}]}]},
            {"政府采购": [{"资金": [{"资金性质": "专项收入"}]}]},
            {"原因": {"三公经赀": "甲"}},
            {"单位": [{"上年执行数": {"甲": 1}}]},
            {"项目": [{"资金支出计划": {"3月": 1}}]} if code_of_budget == "350" else {"说明": {"机构性质性": "甲"}},
        ):
            assert len(list(validator.iter_errors(wrong))) == 1, wrong
        assert list(validator.iter_errors({"原因": {"2010601": "甲", "基本支出": "乙", "上年": "丙"}})) == []


def test_schemas_of_ones_own_stay_beside_ours_and_ours_of_packs_no_longer_used_go(tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    own = {f"./.vscode/{name}.schema.json": ["a.yaml"] for name in ("own", "上海-2025", "我的预算-1")}
    before = {"yaml.schemas": {**own, "./.vscode/预算-某省-2020.schema.json": ["b.yaml"]}}
    (tmp_path / ".vscode/settings.json").write_text(json.dumps(before), "utf-8")
    (tmp_path / ".vscode/上海-2025.schema.json").write_text("{}", "utf-8")
    shutil.copytree(ROOT / "budgets", tmp_path / "budgets")
    assert install(tmp_path)[0] == 0
    after = settings(tmp_path)["yaml.schemas"]
    assert isinstance(after, dict)
    assert own.items() <= after.items()
    assert len(our_names(after)) == 2
    assert "./.vscode/预算-某省-2020.schema.json" not in after
    assert (tmp_path / ".vscode/上海-2025.schema.json").read_text("utf-8") == "{}"


def test_a_budget_that_cannot_be_read_hinders_no_settings(tmp_path: Path) -> None:
    (tmp_path / "budgets/2025/1-坏").mkdir(parents=True)
    (tmp_path / "budgets/2025/1-坏/a.yaml").write_text("年度: [", "utf-8")
    assert install(tmp_path)[0] == 0
    assert sorted(file.name for file in (tmp_path / ".vscode").iterdir()) == ["settings.json"]


def test_the_words_that_a_pack_declares_are_offered(tmp_path: Path) -> None:
    for year in ("2018", "2019"):
        shutil.copytree(ROOT / "tests/budgets" / year, tmp_path / "budgets" / year)
    code, said = install(tmp_path)
    assert code == 0, said
    for year in ("2018", "2019"):
        schemas = settings(tmp_path)["yaml.schemas"]
        assert isinstance(schemas, dict)
        (address,) = (one for one in our_names(schemas) if f"budgets/{year}/910-*/**/*.yaml" in schemas[one])
        validator = Draft202012Validator(json.loads((tmp_path / address).read_text("utf-8")))
        for file in (tmp_path / "budgets" / year).glob("*/*.yaml"):
            assert list(validator.iter_errors(yaml.safe_load(file.read_text("utf-8")))) == []
        assert not validator.is_valid({"收入": [{"资金性质": "一般公共预算拨款"}]})
        assert not validator.is_valid({"其他支出": [{"支出类型": "经营支出"}]})
        assert not validator.is_valid({"政府采购": [{"组织形式": "集中采购"}]})
