"""A pack is read once in a process, and never is one used that has changed since."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from generator.base import inputs
from generator.pack import loader, state
from generator.pack.spec import Pack
from generator.reading import source
from generator.word import template
from tests.packs import write_pack


def old(folder: Path) -> None:
    """Let all files have been written long ago."""
    for path in folder.rglob("*"):
        os.utime(path, ns=(10**18, 10**18))


def pack(templates: Path, year: int = 2025) -> Pack:
    found, _ = loader.find("测试", year, templates)
    assert found is not None
    return found


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that are parsed."""
    names: list[str] = []
    real = source.parse

    def parse(data: bytes, name: str) -> object:
        names.append(name)
        return real(data, name)

    monkeypatch.setattr(source, "parse", parse)
    return names


def test_many_documents_read_a_pack_once(tmp_path: Path, parsed: list[str]) -> None:
    write_pack(write_pack(tmp_path), "另一个")
    old(tmp_path)
    first = pack(tmp_path)
    assert sorted(parsed) == ["templates/另一个/模板.yaml", "templates/测试/模板.yaml"]
    assert all(pack(tmp_path) is first for _ in range(9))
    assert len(parsed) == 2
    assert template.load(first.word, first.word_file) is template.load(first.word, first.word_file)


def test_of_packs_that_are_not_asked_for_only_the_name_is_read(tmp_path: Path, parsed: list[str]) -> None:
    write_pack(write_pack(tmp_path), "另一个")
    for name in ("测试", "另一个"):
        (tmp_path / name / "口径.yaml").write_text("口径:\n  本年支出: {方向: 支出}\n", "utf-8")
    pack(tmp_path)
    assert sorted(parsed) == ["templates/另一个/模板.yaml", "templates/测试/口径.yaml", "templates/测试/模板.yaml"]


@pytest.mark.parametrize(
    "said",
    [
        "名称: 换名\n", "# 注\n  名称: 换名\n", '"名称": 换名\n', "{名称: 换名}\n", "\u200b名称: 换名\n",
        "? 名称\n: 换名\n", '"\\u540d\\u79f0": 换名\n', "口径: {}\r名称: 换名\r",
    ],
)  # fmt: skip
@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "gb18030"])
def test_a_pack_may_say_its_name_in_any_of_its_files(tmp_path: Path, said: str, coding: str) -> None:
    write_pack(tmp_path)
    manifest = tmp_path / "测试/模板.yaml"
    manifest.write_text(
        "".join(f"{line}\n" for line in manifest.read_text("utf-8").split("\n") if not line.startswith("名称")), "utf-8"
    )
    (tmp_path / "测试/称呼.yaml").write_bytes(said.encode(coding))
    whole = {folder.path.name: loader._whole(folder)[0].get("名称") for folder in loader.list_folders(tmp_path)}
    told = whole["测试"].text if isinstance(whole["测试"], source.Scalar) else "测试"
    assert [folder.name for folder in loader.list_folders(tmp_path)] == [told]


def text(folder: Path) -> None:
    (folder / "测试/正文.jinja").write_text("改了", "utf-8")


def yaml(folder: Path) -> None:
    (folder / "测试/模板.yaml").write_text("名称: 测试\n舍入说明: 有", "utf-8")


def word(folder: Path) -> None:
    (folder / "测试/样式.docx").write_bytes(b"PK")


def version(folder: Path) -> None:
    write_pack(folder, "测试二", 模板="年度: 2024\n").joinpath("测试二/模板.yaml").write_text("名称: 测试\n年度: 2024")


def more(folder: Path) -> None:
    (folder / "测试/另外.jinja").write_text("", "utf-8")


@pytest.mark.parametrize("change", [text, yaml, word, version, more], ids=lambda one: one.__name__)
@pytest.mark.parametrize("age", [old, lambda _: None], ids=["old", "new"])
def test_a_pack_that_changed_is_another_one(
    tmp_path: Path, change: Callable[[Path], None], age: Callable[[Path], None]
) -> None:
    write_pack(tmp_path)
    age(tmp_path)
    first, before = pack(tmp_path), loader.answer(str(tmp_path), "测试", "2025")
    assert loader.answer(str(tmp_path), "测试", "2025") == before
    change(tmp_path)
    assert pack(tmp_path) is not first
    assert loader.answer(str(tmp_path), "测试", "2025") != before


def test_a_change_of_equal_size_within_one_tick_of_the_clock_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither size nor time tells, as on a drive that counts seconds; the clock may stand, or go back."""
    write_pack(tmp_path)
    file = tmp_path / "测试/正文.jinja"
    now = time.time_ns()

    def stat(path: Any, **options: Any) -> SimpleNamespace:
        found = os.stat(path, **options)
        seconds = now // 10**9 * 10**9
        same = {"st_mtime_ns": seconds, "st_ctime_ns": seconds}
        return SimpleNamespace(st_mode=found.st_mode, st_size=found.st_size, st_ino=found.st_ino, **same)

    monkeypatch.setattr(state, "os", SimpleNamespace(stat=stat, scandir=os.scandir, path=os.path))
    for clock in (now, now - 10**15):
        monkeypatch.setattr(time, "time_ns", lambda clock=clock: clock)
        for content in ("甲甲", "乙乙"):
            file.write_text(content, "utf-8")
            assert pack(tmp_path).texts["正文.jinja"].source == content


def test_what_a_pack_is_made_of_is_recorded_also_where_it_was_read_before(tmp_path: Path) -> None:
    write_pack(tmp_path)
    asked: list[inputs.Inputs] = [{}, {}]
    for one in asked:
        with inputs.recorded(one):
            pack(tmp_path)
    question = (loader.PACK, str(tmp_path), "测试", "2025")
    assert asked[0] == asked[1] == {question: loader.answer(*question[1:])}


def test_another_pack_is_no_part_of_what_one_is_made_of(tmp_path: Path) -> None:
    before = loader.answer(str(write_pack(tmp_path)), "测试", "2025")
    write_pack(tmp_path, "另一个")
    assert loader.answer(str(tmp_path), "测试", "2025") == before
    (tmp_path / "另一个/模板.yaml").write_text("[", "utf-8")
    assert loader.answer(str(tmp_path), "测试", "2025") != before, "it may be the one that is meant"


def test_the_pack_that_one_extends_is_a_part_of_it(tmp_path: Path) -> None:
    write_pack(write_pack(tmp_path, "上级"), 模板="沿用: 上级\n")
    before = loader.answer(str(tmp_path), "测试", "2025")
    (tmp_path / "上级/新.jinja").write_text("新", "utf-8")
    assert loader.answer(str(tmp_path), "测试", "2025") != before
