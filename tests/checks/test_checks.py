"""The manual page of every check is executed: its good example passes, each bad one gives its code."""

import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from generator import checks
from generator.facts.build import load
from generator.findings.finding import Kind

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
    assert [one.code for one in module.check(budget)] == ([code] if code else [])


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
