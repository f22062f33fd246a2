"""What is watched: no change of a file is forgotten, whenever it comes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from watchfiles import Change

from generator.serving import server
from generator.serving.app import Bell, House
from generator.serving.lights import HowToLook, Lights
from generator.serving.opened import Desk, ListedBudget
from generator.serving.server import Watcher
from tests.serving.house import look


def test_what_changes_while_budgets_are_looked_at_is_looked_at_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LATER", 0.0)
    books = [ListedBudget(tmp_path / name, name, name) for name in ("2025/1", "2025/2")]
    bell, left = Bell(), set[tuple[Change, str]]()
    asked: list[list[str]] = []
    lights = Lights(HowToLook(look, lambda _: {}, lambda _: None, lambda _: {}), lambda: None)

    def listed() -> list[ListedBudget]:
        if not asked:
            left.add((Change.modified, str(books[1].folder / "收支.yaml")))
        return books

    monkeypatch.setattr(lights, "ask", lambda found, first: asked.append([one.name for one in found]))
    watcher = Watcher(House(tmp_path, listed), Desk(tmp_path / "templates"), lights, bell)
    left.add((Change.modified, str(books[0].folder / "收支.yaml")))
    asyncio.run(watcher._look_later(left))
    assert asked == [["2025/1"], ["2025/2"]]
