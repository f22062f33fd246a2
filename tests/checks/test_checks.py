"""The manual page of every check is executed: its good example passes, each bad one gives its code."""

import ast
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from generator import checks
from generator.base.paths import ValuePath
from generator.facts.build import load
from generator.findings.finding import Finding, Kind, Place, Severity

BASE = {"年度": "2025", "模板": "甲", "部门": {"编码": "1", "名称": "甲"}, "单位": [{"编码": "001", "名称": "本级"}]}
_EXAMPLE = re.compile(r"^(合格|不合格)的例子(?:（([A-Z]\d{3})）)?::\n\n((?:    .*\n|\n)+)", re.MULTILINE)


def examples(module: ModuleType) -> list[tuple[str, str]]:
    """The code expected (empty for a good example) and the YAML of each example."""
    return [(code, re.sub("^    ", "", text, flags=re.M)) for _, code, text in _EXAMPLE.findall(f"{module.__doc__}\n")]


CASES = [(module, code, text) for module in checks.CHECKS for code, text in examples(module)]


@pytest.mark.parametrize(("module", "code", "text"), CASES)
def test_an_example_of_a_manual_page_does_what_the_page_says(
    module: ModuleType, code: str, text: str, tmp_path: Path
) -> None:
    tree = {**BASE, **yaml.load(text, Loader=yaml.BaseLoader)}  # noqa: S506
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "utf-8")
    budget, findings = load(tmp_path, shown_as="b")
    assert budget is not None, findings
    assert [one.kind.code for one in module.check(budget)] == ([code] if code else [])


@pytest.mark.parametrize("module", checks.CHECKS)
def test_every_kind_of_a_check_has_a_failing_example(module: ModuleType) -> None:
    kinds = {one.code for one in vars(module).values() if isinstance(one, Kind)}
    shown = [code for code, _ in examples(module)]
    assert "" in shown
    assert kinds == set(shown) - {""}


def test_no_two_kinds_share_a_code() -> None:
    kinds = [one for module in checks.CHECKS for one in vars(module).values() if isinstance(one, Kind)]
    assert len({one.code for one in kinds}) == len(kinds) >= 12


def test_the_registry_lists_every_module_of_the_folder() -> None:
    folder = Path(checks.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "common", "texts"}
    assert {module.__name__.rpartition(".")[2] for module in checks.CHECKS} == modules


KIND = Kind("C999", "试验", Severity.WARNING)
PLACES = {
    (): Place("a.yaml", 1, 1),
    ("收入", 0): Place("a.yaml", 3, 5),
    ("收入", 0, "金额"): Place("a.yaml", 3, 20, 3),
    ("其他说明",): Place("a.yaml", 5, 7, 4),
    ("专项资金",): Place("a.yaml", 6, 7, 6),
}


def placed(path: ValuePath, **more: Any) -> Finding:
    return checks.placed(KIND.on(path, "甲。", "乙。", **more), PLACES)


def test_a_problem_stands_at_its_value_or_at_what_is_around_it() -> None:
    assert placed(("收入", 0, "金额")).place == Place("a.yaml", 3, 20, 3)
    assert placed(("收入", 0, "单位")).place == Place("a.yaml", 3, 5)
    assert placed(("上年数", "收入总计")).place == Place("a.yaml", 1, 1)
    assert placed(("收入", 0, "单位")).path == ("收入", 0, "单位")


@pytest.mark.parametrize(("path", "column"), [(("其他说明",), 7 + 2), (("专项资金",), 7 + 1 + 2)])
def test_words_of_a_text_are_found_and_mended_at_their_very_characters(path: ValuePath, column: int) -> None:
    finding = placed(path, within=("资金按排", 2, 4), fix="安排")  # the second is quoted: two characters longer
    assert (finding.place, finding.replacement) == (Place("a.yaml", finding.place.line, column, 2), "安排")  # type: ignore[union-attr]


def test_words_of_a_folded_text_are_found_as_the_whole_text_and_not_mended() -> None:
    finding = placed(("其他说明",), within=("资金按排，分两行", 2, 4), fix="安排")
    assert (finding.place, finding.replacement) == (PLACES["其他说明",], None)


def test_what_else_a_problem_names_has_places_too_if_it_is_written() -> None:
    finding = placed(("收入", 0), also=((("收入", 0, "金额"), "甲"), (("专项资金", 3), "乙")))
    assert finding.related == ((Place("a.yaml", 3, 20, 3), "甲"), (Place("a.yaml", 6, 7, 6), "乙"))
    assert checks.placed(KIND.on(("甲",), "", "", also=((("乙",), "丙"),)), {}) == KIND.at(None, "", path=("甲",))


def knows_places(source: str) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "places" for node in ast.walk(ast.parse(source)))


def test_only_the_runner_knows_where_values_are_written() -> None:
    folder = Path(checks.__file__).parent
    assert [path.stem for path in folder.glob("*.py") if knows_places(path.read_text("utf-8"))] == ["__init__"]
    assert knows_places("def check(budget):\n    yield budget.places.get(())")
