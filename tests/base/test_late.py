"""Expressions that are compiled on their first use are those of `re`, and all of the program's are right."""

import gc
import re
from importlib import import_module
from pathlib import Path

import pytest

import generator
from generator.base import late


def test_a_late_expression_does_what_a_compiled_one_does() -> None:
    mine, usual = late.compile("(?P<n>[0-9]+)元", re.ASCII), re.compile("(?P<n>[0-9]+)元", re.ASCII)
    text = "12元和3元"
    found, expected = mine.search(text), usual.search(text)
    assert found is not None
    assert expected is not None
    assert found["n"] == expected["n"] == "12"
    assert [one.span() for one in mine.finditer(text)] == [one.span() for one in usual.finditer(text)]
    assert mine.sub("…", text) == usual.sub("…", text) == "…和…"
    assert (mine.pattern, mine.flags, mine.groups) == (usual.pattern, usual.flags, usual.groups)
    assert late.compile(b"a+").findall(b"aab") == [b"aa"]


def test_it_is_compiled_once_and_not_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    usual = re.compile

    def noted(pattern: str, flags: int) -> re.Pattern[str]:
        compiled.append(pattern)
        return usual(pattern, flags)

    monkeypatch.setattr(re, "compile", noted)
    mine = late.compile("a|b")
    assert mine.pattern == "a|b"
    assert not compiled
    assert [bool(mine.search(text)) for text in "abc"] == [True, True, False]
    assert compiled == ["a|b"]


def test_it_has_no_more_than_an_expression_has() -> None:
    with pytest.raises(AttributeError):
        late.compile("a").scan  # type: ignore[attr-defined]  # noqa: B018 this must fail


def test_all_expressions_of_the_program_are_right() -> None:
    root = Path(generator.__file__).parent
    for file in root.rglob("*.py"):
        if "late.compile(" in file.read_text("utf-8"):
            name = ".".join(file.relative_to(root.parent).with_suffix("").parts)
            import_module(name.removesuffix(".__init__"))
    every = [one for one in gc.get_objects() if type(one) is late._Late]
    assert len(every) > 190
    for one in every:
        assert re.compile(one.pattern, one._flags)
