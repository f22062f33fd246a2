from __future__ import annotations

import re
import shutil
from pathlib import Path

from click.testing import CliRunner

from generator.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_tutorial_as_it_is_typed_gives_a_document(tmp_path: Path) -> None:
    folder = tmp_path / "budgets/2025/351-某某部门"
    folder.mkdir(parents=True)
    blocks = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 4
    (folder / "预算.yaml").write_text("".join(blocks), "utf-8")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    checked = CliRunner().invoke(main, ["check", "351", "--root", str(tmp_path)])
    assert checked.exit_code == 0, checked.output
    made = CliRunner().invoke(main, ["generate", "351", "--root", str(tmp_path)])
    assert made.exit_code == 0, made.output
    assert len(list((tmp_path / "out").rglob("某某部门2025年部门预算信息公开.*"))) == 2


def test_every_command_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`budget ([a-z]+)", README))
    assert {"generate", "check"} <= named
    assert named <= set(COMMANDS)
