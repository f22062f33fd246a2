"""`budget schema`: where the schema lies, and settings with which VS Code uses it offline."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import click

from generator.base.files import read_file, replace_files
from generator.base.resources import schema_folder
from generator.commands.chinese import Command
from generator.commands.common import ERRORS, OK, complain, say
from generator.commands.workspace import BUDGETS, Workspace

# Schema → the files that it describes, as globs from the folder that is open in VS Code.
FILES = {
    "budget.schema.json": ["**/budgets/*/*/*.yaml", "**/budgets/*/*/*.yml"],
    "unit.schema.json": ["**/budgets/*/*/单位/*/*.yaml", "**/budgets/*/*/单位/*/*.yml"],
    "pack.schema.json": ["**/templates/*/*.yaml"],
}
LONGEST = 10_000_000  # bytes of settings
_SCHEMAS, _OWN = "yaml.schemas", "./.vscode/"
_PREFIX, _SUFFIX = "预算-", ".schema.json"  # of the names of our files beside the settings
_EDITOR = {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.detectIndentation": False}


@click.command(cls=Command)
@click.option("--install", is_flag=True, help="在文件夹里写好 VS Code 的设置（.vscode）。")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[文件夹]")
def schema(install: bool, folder: Path | None) -> None:
    """显示预算 YAML 的结构定义（schema）在哪里；加 --install 让 VS Code 不联网也能补全和检查。"""
    if not install:
        say(str(schema_folder() / "budget.schema.json"))
        sys.exit(OK)
    here = folder or Path.cwd()
    target = here / ".vscode" / "settings.json"
    names, allowing = of_packs(here)
    wanted = settings(here, allowing)
    wanted[_SCHEMAS] |= {f"{_OWN}{name}": globs for name, (_, globs) in names.items()}
    try:
        merged = merge(_read(target), wanted)
    except ValueError:
        shown = json.dumps(wanted, ensure_ascii=False, indent=2).split("\n")
        complain(f"{target} 不是纯 JSON（可能带有注释），没有改动。请自行加入：", *shown)
        sys.exit(ERRORS)
    text = json.dumps(merged, ensure_ascii=False, indent=2) + "\n"
    beside = {target.parent / name: data for name, (data, _) in names.items()}
    beside |= {target.parent / name: data for name, data in allowing.items()}
    replace_files({target: text.encode(), **beside}, make_folders=True)
    say(f"已写好 {target}。VS Code 请安装扩展 YAML（redhat.vscode-yaml）。")
    if names:
        say("上年数、原因、说明、资金支出计划里的名称按各预算的格式补全；新建预算或者改了格式以后，请再运行一次。")
    if allowing:
        say("格式自己的数据（人员编制等）也补全和检查：预算文件的第一行不要写 $schema，写了的只用那一个。")
    sys.exit(OK)


def settings(folder: Path, beside: Collection[str] = ()) -> dict[str, Any]:
    """Give the settings for a folder: a relative path where the schema lies below it (a checkout), else an address.

    `beside` are the schemas of which a copy stands beside the settings.
    """
    places = {name: f"{_OWN}{name}" if name in beside else _address(name, folder) for name in FILES}
    return {_SCHEMAS: {places[name]: globs for name, globs in FILES.items()}, "[yaml]": _EDITOR}


def of_packs(folder: Path) -> tuple[dict[str, tuple[bytes, list[str]]], dict[str, bytes]]:
    """Give, for each pack of the budgets below a folder, a schema of its names, and the globs of these budgets.

    Where a pack declares keys (数据) also copies of the usual schemas, which allow them: two schemas of one file must
    both be met.
    """
    from generator.compose import names  # noqa: PLC0415 heavy
    from generator.facts import build  # noqa: PLC0415
    from generator.facts.words import any_words  # noqa: PLC0415
    from generator.pack import loader  # noqa: PLC0415
    from generator.publish import safe_name  # noqa: PLC0415

    templates = Workspace(folder).templates
    budgets: dict[tuple[str, int], list[str]] = {}  # globs by what says which pack they use
    for source in sorted((folder / BUDGETS).glob("*/*")):
        budget, _ = build.load_alone(source, shown_as=source.name, words=any_words)
        if budget is not None:
            below = f"{source.relative_to(folder).as_posix()}/**/*"
            budgets.setdefault((budget.pack, budget.year), []).extend(f"{below}.{suffix}" for suffix in ("yaml", "yml"))
    found: dict[str, tuple[bytes, list[str]]] = {}
    packs = [(pack, globs) for asked, globs in budgets.items() if (pack := loader.find(*asked, templates)[0])]
    declared = sorted({key for pack, _ in packs for key in pack.data})
    for pack, globs in packs:
        file = f"{safe_name(f'{_PREFIX}{pack.name}-{pack.year}')}{_SUFFIX}"
        found.setdefault(file, (_written(names.schema_of(pack, declared)), []))[1].extend(globs)
    allowing = names.allowing([pack for pack, _ in packs]) if declared else {}
    return found, {name: _written(schema) for name, schema in allowing.items()}


def _written(schema: Mapping[str, Any]) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def merge(existing: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Add our settings to those that exist; of what others have set, only older paths of our schemas change.

    Raises ValueError if the existing settings are of an unexpected shape.
    """
    schemas, editor = existing.get(_SCHEMAS, {}), existing.get("[yaml]", {})
    if not isinstance(schemas, dict) or not isinstance(editor, dict):
        raise ValueError("settings of an unexpected shape")
    others = {
        path: globs
        for path, globs in schemas.items()
        if path.rpartition("/")[2] not in FILES and not (path.startswith(f"{_OWN}{_PREFIX}") and path.endswith(_SUFFIX))
    }
    return {**existing, _SCHEMAS: {**others, **wanted[_SCHEMAS]}, "[yaml]": {**wanted["[yaml]"], **editor}}


def _address(name: str, folder: Path) -> str:
    path = (schema_folder() / name).resolve()
    try:
        return f"./{path.relative_to(folder.resolve()).as_posix()}"
    except ValueError:
        return path.as_uri()


def _read(path: Path) -> dict[str, Any]:
    """Read existing settings; raises ValueError if they are not one JSON object."""
    if not os.path.lexists(path):
        return {}
    value = json.loads(read_file(path, LONGEST).decode("utf-8-sig"))
    if not isinstance(value, dict):
        raise ValueError("settings are no object")
    return value
