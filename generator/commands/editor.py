"""Settings with which VS Code completes and checks a budget's YAML, offline: one way to make them for every command."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.base.files import read_file
from generator.base.frozen import frozen
from generator.base.resources import schema_folder
from generator.commands.workspace import BUDGETS, Workspace

SETTINGS = Path(".vscode", "settings.json")
# Schema → the files that it describes, as globs from the folder that is open in VS Code. Only ASCII: the language
# server compares them with an address in which Chinese is %-encoded, and takes a schema's path with Chinese for none.
FILES = {
    "budget.schema.json": ["**/budgets/*/*/*.yaml", "**/budgets/*/*/*.yml"],
    "unit.schema.json": ["**/budgets/*/*/*/*/*.yaml", "**/budgets/*/*/*/*/*.yml"],  # …/单位/编码-名称/
    "register.schema.json": ["**/budgets/*/*.yaml"],  # 应公开.yaml
    "pack.schema.json": ["**/templates/*/*.yaml"],
}
LONGEST = 10_000_000  # bytes of settings
_SCHEMAS, _OWN = "yaml.schemas", "./.vscode/"
_PREFIX, _SUFFIX = "budget-names-", ".schema.json"  # of the names of our files beside the settings
_FORMER = "预算-"  # the prefix that no editor found
_MODELINE = re.compile(rb"^#\s+yaml-language-server\s*:", re.MULTILINE)
_NOT_ASCII = re.compile(r"[^A-Za-z0-9._/-]+")  # nor a sign of a glob
_EDITOR = {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.detectIndentation": False}


class SettingsError(Exception):
    """Settings that exist cannot be merged with ours; the lines are Chinese and say what is to be added by hand."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


@frozen
class Plan:
    """The files that a folder should have: settings and schemas; and what they offer, for who is told."""

    files: Mapping[Path, bytes]
    names_of_packs: bool
    hidden: tuple[str, ...]  # files for which an editor uses none of this

    def is_done(self) -> bool:
        """Tell whether the files are there as planned."""
        return all(_read(path) == data for path, data in self.files.items())

    def remarks(self) -> tuple[str, ...]:
        """Say, in Chinese, for which files an editor uses none of this, and why; nothing if there are none."""
        if not self.hidden:
            return ()
        more = f"等 {len(self.hidden)} 个文件" if len(self.hidden) > 1 else ""
        why = "里有 # yaml-language-server 一行，编辑器只照那一行；要补全，请删去那一行。"
        return (f"{self.hidden[0]}{more}{why}",)


def plan(folder: Path) -> Plan:
    """Plan the settings of a folder, merged with those that exist. Raises SettingsError, and OSError."""
    names, allowing = of_packs(folder)
    wanted = settings(folder, allowing)
    wanted[_SCHEMAS] |= {f"{_OWN}{name}": globs for name, (_, globs) in names.items()}
    target = folder / SETTINGS
    try:
        merged = merge(_settings_in(target), wanted)
    except ValueError:
        shown = json.dumps(wanted, ensure_ascii=False, indent=2).split("\n")
        raise SettingsError(f"{target} 不是纯 JSON（可能带有注释），没有改动。请自行加入：", *shown) from None
    text = json.dumps(merged, ensure_ascii=False, indent=2) + "\n"
    beside = {name: data for name, (data, _) in names.items()} | allowing
    files = {target: text.encode(), **{target.parent / name: data for name, data in beside.items()}}
    return Plan(files, bool(names), tuple(_with_own_schema(folder)))


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
    from generator.compose import completion  # noqa: PLC0415 heavy
    from generator.facts import build  # noqa: PLC0415
    from generator.facts.words import any_words  # noqa: PLC0415
    from generator.pack import loader  # noqa: PLC0415

    templates = Workspace(folder).templates
    budgets: dict[tuple[str, int], list[str]] = {}  # globs by what says which pack they use
    for source in sorted((folder / BUDGETS).glob("*/*")):
        budget, _ = build.load_alone(source, shown_as=source.name, words=any_words)
        if budget is not None:
            below = _NOT_ASCII.sub("*", f"{source.relative_to(folder).as_posix()}/") + "**/*"
            budgets.setdefault((budget.pack, budget.year), []).extend(f"{below}.{suffix}" for suffix in ("yaml", "yml"))
    found: dict[str, tuple[bytes, list[str]]] = {}
    packs = [(pack, asked[1], globs) for asked, globs in budgets.items() if (pack := loader.find(*asked, templates)[0])]
    declared = sorted({key for pack, _, _ in packs for key in pack.data})
    for pack, year, globs in packs:
        file = f"{_PREFIX}{f'{pack.name}-{year}'.encode('punycode').decode('ascii')}{_SUFFIX}"
        found[file] = (_written(completion.schema_of(pack, year, declared)), globs)
    allowing = completion.allowing([pack for pack, _, _ in packs]) if declared else {}
    return found, {name: _written(schema) for name, schema in allowing.items()}


def _with_own_schema(folder: Path) -> Iterator[str]:
    """Yield the files of budgets that name a schema of their own (modeline), beside which an editor uses no other."""
    for file in sorted((folder / BUDGETS).glob("*/*/**/*.y*ml")):
        try:
            own = _MODELINE.search(read_file(file, LONGEST))
        except OSError:
            continue  # `budget check` says why it cannot be read
        if own:
            yield file.relative_to(folder).as_posix()


def _written(schema: Mapping[str, Any]) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


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
        if path.rpartition("/")[2] not in FILES
        and not (path.startswith((f"{_OWN}{_PREFIX}", f"{_OWN}{_FORMER}")) and path.endswith(_SUFFIX))
    }
    return {**existing, _SCHEMAS: {**others, **wanted[_SCHEMAS]}, "[yaml]": {**wanted["[yaml]"], **editor}}


def _address(name: str, folder: Path) -> str:
    path = (schema_folder() / name).resolve()
    try:
        return f"./{path.relative_to(folder.resolve()).as_posix()}"
    except ValueError:
        return path.as_uri()


def _read(path: Path) -> bytes | None:
    """Read a file that may exist. Raises OSError."""
    return read_file(path, LONGEST) if os.path.lexists(path) else None


def _settings_in(path: Path) -> dict[str, Any]:
    """Read existing settings; raises ValueError if they are not one JSON object."""
    data = _read(path)
    if data is None:
        return {}
    value = json.loads(data.decode("utf-8-sig"))
    if not isinstance(value, dict):
        raise ValueError("settings are no object")
    return value
