from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pypdf
import pytest
from click.testing import CliRunner, Result

from generator import publish
from generator.cli import main
from generator.proof import figures
from tests.packs import BUDGET, write_pack

ALONE = ("性质: 行政}", "性质: 行政, 不单列预算: 是}")  # of a unit without a document of its own


def make(root: Path, *codes: str, units: bool = False) -> None:
    """Write a pack, and departments, each with a unit; those have documents of their own where `units` is set."""
    write_pack(
        root / "templates", text="# {{ 主体 }}\n正文{{ 金额('支出')|万元 }}万元。", 口径="口径: {支出: {方向: 支出}}\n"
    )
    for code in codes:
        folder = root / f"budgets/2025/{code}-部门{code}"
        folder.mkdir(parents=True)
        text = BUDGET.replace('"350', f'"{code}').replace("测试部门", f"部门{code}")
        text = text if units else text.replace(*ALONE)
        (folder / "预算.yaml").write_text(text, "utf-8")


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["generate", "--root", str(root), *arguments])


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_all_budgets_are_generated_in_order_and_one_that_is_wrong_stops_no_other(tmp_path: Path, jobs: str) -> None:
    make(tmp_path, "101", "102", "103", "104", "105")
    wrong = tmp_path / "budgets/2025/103-部门103/预算.yaml"
    wrong.write_text(wrong.read_text("utf-8").replace("30101, 资金性质", "301, 资金性质"), "utf-8")
    result = run(tmp_path, "-j", jobs)
    assert result.exit_code == 1
    written = [line for line in result.stdout.splitlines() if line.endswith(".docx")]
    assert [name for line in written for name in ("101", "102", "104", "105") if f"{name}-" in line] == [
        "101", "102", "104", "105",
    ]  # fmt: skip
    assert "103-部门103：没有生成" in result.stderr
    assert "共 5 个预算，生成 4 个，没有生成 1 个。" in result.stdout
    assert len(list((tmp_path / "out").rglob("*.pdf"))) == 4


def test_several_processes_write_the_same_bytes_as_one(tmp_path: Path) -> None:
    make(tmp_path, "101", "102", "103", "104")
    assert run(tmp_path, "-j", "1", "-o", str(tmp_path / "a")).exit_code == 0
    assert run(tmp_path, "-j", "4", "-o", str(tmp_path / "b")).exit_code == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "a").rglob("*.*")}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "b").rglob("*.*")}
    assert len(first) == 9, "two of each, and the list of them"


def test_a_unit_gets_a_folder_of_its_own_and_an_unknown_unit_is_a_finding(tmp_path: Path) -> None:
    make(tmp_path, "350", units=True)
    assert run(tmp_path, "350", "--unit", "350001").exit_code == 0
    assert [path.name for path in (tmp_path / "out/2025").glob("*-*")] == ["350001-本级"]
    shutil.rmtree(tmp_path / "out")
    result = run(tmp_path, "350", "--unit", "350002")
    assert result.exit_code == 1
    assert "B104" in result.stderr
    assert "是不是“350001”" in result.stderr
    assert not (tmp_path / "out").exists()


def attached(folder: Path) -> dict[str, bytes]:
    """Read the files that the only PDF below a folder carries."""
    (file,) = folder.rglob("*.pdf")
    with pikepdf.open(file) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def test_attached_data_is_every_figure_with_its_lines(tmp_path: Path) -> None:
    make(tmp_path, "350")
    assert run(tmp_path, "350", "-f", "pdf", "--attach-data").exit_code == 0
    files = attached(tmp_path / "out")
    assert list(files) == ["数据.json"]
    data = json.loads(files["数据.json"])
    assert data["文中"] == [{"段落": "正文0.10万元。", "数": [{"显示": "0.10", "来源": ["基本支出[0].金额"]}]}]


def test_what_is_for_the_house_alone_is_in_no_published_file(tmp_path: Path) -> None:
    """Comments, 备注, 出错说明 and what no document prints are neither attached nor in any file of any format."""
    planted = ("批注甲", "备注乙", "出错丙", "不印丁")
    make(tmp_path, "350")
    file = tmp_path / "budgets/2025/350-部门350/预算.yaml"
    typed = file.read_text("utf-8").replace("基本支出:\n  - {", "基本支出: # 批注甲\n  - {备注: 备注乙, ")
    assert "备注乙" in typed
    typed += "出错说明: [{代码: C999, 位置: 收入, 原因: 出错丙}]\n其他说明: 不印丁。\n"
    file.write_text(typed, "utf-8")
    result = run(tmp_path, "350", "-f", "docx,pdf,html,xlsx,ofd", "--attach-data")
    assert result.exit_code == 0, result.stderr
    written = [path for path in (tmp_path / "out").rglob("*.*") if path.is_file()]
    assert len(written) == 5 + 1, "the list of them"
    texts = {"附件": b"".join(attached(tmp_path / "out").values())}
    texts |= {path.name: unpacked(path) for path in written}
    assert "0.10" in texts["附件"].decode()
    assert [(name, word) for name, text in texts.items() for word in planted if word.encode() in text] == []


def unpacked(path: Path) -> bytes:
    """Read all that a file holds: the parts of a zip, the decoded streams and strings of a PDF, or the bytes."""
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            streams = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)]
            read = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
            return b"".join([*streams, read.encode(), str(pdf.docinfo).encode()])
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            return b"".join(parts.read(name) for name in parts.namelist())
    return path.read_bytes()


def test_the_figures_of_the_example_are_data_with_exact_amounts() -> None:
    root = Path(__file__).parents[2]
    prepared = publish.prepare(root / "budgets/2025/350-科技和工信部门", root / "templates")
    assert prepared.document is not None
    data = json.loads(figures.as_json(prepared.document))
    table = next(table for table in data["表"] if table["名称"] == "支出总表")
    row = next(row for row in table["行"] if "208" in row["标签"])
    figure = row["数"][0]
    assert (figure["列"], figure["显示"], figure["元"], len(figure["来源"])) == ("合计", "82.89", "828866", 6)


def test_strict_writes_nothing_while_a_warning_is_open_and_says_which(tmp_path: Path) -> None:
    make(tmp_path, "350")
    file = tmp_path / "budgets/2025/350-部门350/预算.yaml"
    file.write_text(file.read_text("utf-8") + "其他说明: 奖励奖励资金。\n", "utf-8")
    result = run(tmp_path, "350", "--strict")
    assert result.exit_code == 1
    assert "警告 C811" in result.stderr
    assert "没有生成，请先改正上面的警告，或者在“出错说明”里写明原因。" in result.stderr
    assert not (tmp_path / "out").exists()
    assert run(tmp_path, "350").exit_code == 0
    accepted = file.read_text("utf-8") + "出错说明: [{代码: C811, 原因: 原文如此}]\n"
    file.write_text(accepted, "utf-8")
    result = run(tmp_path, "350", "--strict")
    assert (result.exit_code, "警告 D509" in result.stderr) == (1, True)
    file.write_text(f"{accepted}公开日期: 2025-02-20\n", "utf-8")
    result = run(tmp_path, "350", "--strict")
    assert result.exit_code == 0, result.stderr


def test_an_optional_part_is_printed_where_it_is_asked_for_and_made_again_only_then(tmp_path: Path) -> None:
    make(tmp_path, "101")
    pack = tmp_path / "templates/测试"
    (pack / "选印.yaml").write_text("选印: [附页]\n", "utf-8")
    text = (pack / "正文.jinja").read_text("utf-8")
    (pack / "正文.jinja").write_text(text + "\n{% if 选印('附页') %}附页的字{% endif %}", "utf-8")

    def words() -> str:
        (file,) = tmp_path.glob("out/2025/101-*/*.docx")
        with zipfile.ZipFile(file) as archive:
            return archive.read("word/document.xml").decode()

    said = [run(tmp_path, *arguments).output for arguments in ((), ("--with", "附页"), ("--with", "附页"))]
    assert ["没有变化" in one for one in said] == [False, False, True]
    assert "附页的字" in words()
    assert run(tmp_path).exit_code == 0
    assert "附页的字" not in words()
    (listed,) = json.loads((tmp_path / "out/2025/清单.json").read_text("utf-8"))["公开文本"]
    assert "选印" not in listed


def test_a_misspelt_part_in_a_pack_is_told_by_its_check(tmp_path: Path) -> None:
    make(tmp_path, "101")
    pack = tmp_path / "templates/测试"
    (pack / "选印.yaml").write_text("选印: [附页]\n", "utf-8")
    (pack / "正文.jinja").write_text("{% if 选印('付页') %}附页的字{% endif %}正文", "utf-8")
    checked = CliRunner().invoke(main, ["template", "check", "测试", "--root", str(tmp_path)])
    assert "“选印”里没有“付页”。" in checked.output
