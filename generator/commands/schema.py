"""`budget schema`: where the schema lies; its --install is the part of `budget setup --fix` that VS Code needs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.base.files import replace_files
from generator.base.resources import schema_folder
from generator.commands import editor
from generator.commands.chinese import Command
from generator.commands.codes import ERRORS, OK
from generator.commands.common import complain, say


@click.command(cls=Command)
@click.option("--install", is_flag=True, help="在文件夹里写好 VS Code 的设置（.vscode）；budget setup --fix 也写。")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[文件夹]")
def schema(install: bool, folder: Path | None) -> None:
    """显示预算 YAML 的结构定义（schema）在哪里；加 --install 让 VS Code 不联网也能补全和检查。"""
    if not install:
        say(str(schema_folder() / "budget.schema.json"))
        sys.exit(OK)
    here = folder or Path.cwd()
    try:
        plan = editor.plan(here)
    except editor.SettingsError as error:
        complain(*error.lines)
        sys.exit(ERRORS)
    replace_files(plan.files, make_folders=True)
    say(f"已写好 {here / editor.SETTINGS}。VS Code 请安装扩展 YAML（redhat.vscode-yaml）。")
    if plan.names_of_packs:
        say("编码按名称补全，上年数、原因等里的名称按各预算的格式补全；新建预算或者改了格式以后，请再运行一次。")
    say(*plan.remarks())
    sys.exit(OK)
