from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from click.testing import CliRunner

from generator.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


STEPS = re.findall(r"`([^`\n]+\.yaml)`(?:(?!```).)*?```(yaml|yml)\n(.*?)```", README, re.DOTALL)  # file, kind, block


def typed(folder: Path, steps: Iterable[tuple[str, str, str]]) -> None:
    """Type blocks into their files as the tutorial says: ```yml changes a key of a file that is there."""
    for name, kind, block in steps:
        path = folder / Path(name).name
        text = path.read_text("utf-8") if path.exists() else ""
        if kind == "yml" and text:
            key = block.partition("\n")[0]
            text = re.sub(rf"^{key}\n(?: .*\n)+", "", text, flags=re.MULTILINE)
        path.write_text(text + block, "utf-8")


def run(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--root", str(root)])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_tutorial_as_it_is_typed_gives_documents_that_can_be_published(tmp_path: Path) -> None:
    folder = tmp_path / "budgets/2025/351-某某部门"
    folder.mkdir(parents=True)
    steps = [one for one in STEPS if not one[0].startswith("budgets/")]
    assert [name for name, _, _ in steps] == [
        "基本情况.yaml", "收支.yaml", "项目.yaml", "上年.yaml", "采购资产绩效.yaml", "基本情况.yaml"
    ]  # fmt: skip
    typed(folder, steps[:2])
    (shown,) = re.findall(r"```\n(budgets/2025/351-.*?)```", README, re.DOTALL)
    wrong = CliRunner().invoke(main, ["check", "351", "--root", str(tmp_path)])
    assert wrong.exit_code == 1
    assert shown in wrong.output.replace(f"{tmp_path}/", "")
    typed(folder, steps[2:])
    assert "没有发现问题" in run(tmp_path, "check", "351")
    run(tmp_path, "generate", "351", "--strict")
    run(tmp_path, "generate", "351", "--unit", "全部", "--strict")
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.docx")) == [
        "某某部门2025年部门预算信息公开.docx", "某某部门本级2025年单位预算信息公开.docx"
    ]  # fmt: skip


def test_the_tutorial_of_another_province_gives_documents_that_can_be_published(tmp_path: Path) -> None:
    ((name, _, block),) = (one for one in STEPS if one[0].startswith("budgets/"))
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(block, "utf-8")
    assert "没有发现问题" in run(tmp_path, "check", "208")
    run(tmp_path, "generate", "208", "--strict")
    run(tmp_path, "generate", "208", "--unit", "全部", "--strict")
    assert len(list((tmp_path / "out").rglob("*.pdf"))) == 2


def test_every_command_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`budget ([a-z]+)", README))
    assert {"generate", "check"} <= named
    assert named <= set(COMMANDS)
