"""What a person sees in VS Code: the settings that we write, asked through the real yaml-language-server.

Needs node and `npm install --prefix .tools yaml-language-server` (.ci/run does so); without it these tests are skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import main

ROOT = Path(__file__).parents[2]
SERVER = ROOT / ".tools/node_modules/.bin/yaml-language-server"
pytestmark = pytest.mark.skipif(
    not SERVER.exists() or shutil.which("node") is None, reason="没有 .tools/node_modules/yaml-language-server"
)


class Editor:
    """As much of an editor as asks a language server about a file (Language Server Protocol, by pipes)."""

    def __init__(self, folder: Path) -> None:
        settings = json.loads((folder / ".vscode/settings.json").read_text("utf-8"))
        schemas = {"validate": True, "hover": True, "completion": True, "schemas": settings["yaml.schemas"]}
        self.settings: dict[str, Any] = {"yaml": schemas | {"schemaStore": {"enable": False}}}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([SERVER, "--stdio"], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        self.said: dict[str, list[str]] = {}
        self.asked = 0
        where = {"uri": folder.as_uri(), "name": "预算"}
        able = {"workspace": {"configuration": True, "workspaceFolders": True}}
        self.ask("initialize", processId=None, rootUri=where["uri"], workspaceFolders=[where], capabilities=able)
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings=self.settings)

    def send(self, **message: object) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def tell(self, method: str, **values: object) -> None:
        self.send(method=method, params=values)

    def ask(self, method: str, **values: object) -> Any:
        self.asked += 1
        self.send(id=self.asked, method=method, params=values)
        while True:
            message = self.hear()
            if message.get("id") == self.asked and "method" not in message:
                return message.get("result")

    def hear(self) -> dict[str, Any]:
        """Read a message, and answer what the server asks."""
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:
            asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
            self.send(id=message["id"], result=[self.settings.get(one.get("section")) for one in asked] or None)
        elif message.get("method") == "textDocument/publishDiagnostics":
            found = message["params"]
            self.said[found["uri"]] = [one["message"] for one in found["diagnostics"]]
        return message

    def open(self, file: Path, text: str) -> str:
        address = file.as_uri()
        document = {"uri": address, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        while address not in self.said:
            self.hear()
        return address

    def at(self, what: str, address: str, line: int, column: int) -> Any:
        place = {"line": line, "character": column}
        return self.ask(f"textDocument/{what}", textDocument={"uri": address}, position=place)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Editor, Path]]:
    folder = tmp_path_factory.mktemp("财政 局")  # a budget outside the checkout, in a folder with a blank
    shutil.copytree(ROOT / "budgets/2025", folder / "budgets/2025")
    (other,) = (ROOT / "tests/budgets/2025").glob("999-*")
    shutil.copytree(other, folder / "budgets/2025" / other.name)
    assert CliRunner().invoke(main, ["schema", "--install", str(folder)]).exit_code == 0
    editor = Editor(folder)
    ends = threading.Timer(300, editor.process.kill)  # a server that says nothing is not waited for
    ends.start()
    with editor.process:
        yield editor, folder
        ends.cancel()
        editor.process.kill()


def place_of(text: str, words: str) -> tuple[int, int]:
    before = text[: text.index(words) + len(words)]
    return before.count("\n"), len(before.rpartition("\n")[2])


@pytest.mark.parametrize(
    "file", ["350-*/收支.yaml", "350-*/项目.yaml", "207-*/基本情况.yaml", "999-*/单位/*/预算.yaml"]
)
def test_a_right_budget_has_nothing_underlined(desk: tuple[Editor, Path], file: str) -> None:
    editor, folder = desk
    (path,) = folder.glob(f"budgets/2025/{file}")
    assert editor.said[editor.open(path, path.read_text("utf-8"))] == []


@pytest.mark.parametrize("file", ["350-*/收支.yaml", "999-*/单位/*/预算.yaml"])
def test_a_wrong_key_is_underlined_in_departments_and_units(desk: tuple[Editor, Path], file: str) -> None:
    editor, folder = desk
    (path,) = folder.glob(f"budgets/2025/{file}")
    assert editor.said[editor.open(path.with_name("错.yaml"), "收如: []\n")] != []


def test_a_code_shows_its_name_and_names_find_codes(desk: tuple[Editor, Path]) -> None:
    editor, folder = desk
    (path,) = folder.glob("budgets/2025/350-*/收支.yaml")
    text = path.read_text("utf-8")
    address = editor.open(path.with_name("看.yaml"), text)
    line, column = place_of(text, "科目: ")
    shown = editor.at("hover", address, line, column + 1)["contents"]["value"]
    assert "`2060101`: 行政运行" in shown
    assert len(shown) < 3000  # characters: what can be read at a glance, not the whole catalogue
    labels = [one["label"] for one in editor.at("completion", address, line, column)["items"]]
    assert "2060101 行政运行" in labels


def test_names_of_the_pack_are_offered(desk: tuple[Editor, Path]) -> None:
    editor, folder = desk
    (home,) = folder.glob("budgets/2025/350-*")
    address = editor.open(home / "补.yaml", "上年数:\n  \n")
    assert {"基本支出", "三公经费"} <= {one["label"] for one in editor.at("completion", address, 1, 2)["items"]}
    address = editor.open(home / "补二.yaml", "项目:\n  - 名称: 甲\n    资金支出计划:\n      \n")
    assert {"3月底", "12月底"} <= {one["label"] for one in editor.at("completion", address, 3, 6)["items"]}
