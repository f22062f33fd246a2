"""The catalogue knows every kind of finding that any module defines, and explains it."""

import ast
import re
from pathlib import Path

from click.testing import CliRunner

import generator
from generator.audit import LOOKS
from generator.checks import CHECKS
from generator.cli import main
from generator.commands import catalogue

PACKAGE = Path(generator.__file__).parent


def defined() -> dict[str, list[str]]:
    """Every code that a module of the package gives to a Kind, with the modules that do so."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Kind":
                code = node.args[0]
                assert isinstance(code, ast.Constant), f"{path}: a code is a constant"
                module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
                found.setdefault(str(code.value), []).append(module)
    return found


def test_no_code_is_defined_twice() -> None:
    assert {code: modules for code, modules in defined().items() if len(modules) > 1} == {}


def test_no_kind_is_missing_from_the_catalogue() -> None:
    assert {topic.kind.code for topic in catalogue.topics()} == set(defined())


def test_every_listed_module_defines_kinds() -> None:
    listed = {*catalogue.MODULES, *(module.__name__.removeprefix("generator.") for module in (*CHECKS, *LOOKS))}
    listed -= {"audit.wording", "audit.projects"}  # their kinds are those of the checks
    assert listed == {module for modules in defined().values() for module in modules}


def test_codes_are_well_formed_and_every_kind_is_explained() -> None:
    for topic in catalogue.topics():
        assert re.fullmatch(r"[YSBCPDIAX]\d{3}", topic.kind.code)
        assert topic.stage
        assert topic.kind.name
        assert topic.kind.explanation.endswith("。"), topic.kind.code


def test_names_are_unique() -> None:
    names = [topic.kind.name for topic in catalogue.topics()]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_a_check_is_explained_with_its_manual_page_and_examples() -> None:
    topic = catalogue.find("C201")
    assert topic is not None
    assert topic.rule.startswith("资金支出计划")
    assert "合格的例子" not in topic.rule
    assert "12月底: 100}" in topic.passing
    assert "6月底: 120" in topic.failing


def test_a_code_is_found_in_small_letters_and_by_name() -> None:
    assert catalogue.find("c101") == catalogue.find("C101") == catalogue.find("收支不平") is not None


def test_explain_prints_the_page() -> None:
    shown = CliRunner().invoke(main, ["explain", "c101"])
    assert shown.exit_code == 0
    assert shown.output.startswith("C101 收支不平（错误，核对数据）\n")
    assert "《预算法》第五条" in shown.output


def test_explain_all_prints_every_page_and_without_a_code_the_list() -> None:
    pages = CliRunner().invoke(main, ["explain", "--all"]).output
    lines = CliRunner().invoke(main, ["explain"]).output.splitlines()
    for code in defined():
        assert f"\n{code} " in f"\n{pages}"
        assert any(line.startswith(code) for line in lines)


def test_an_unknown_code_gets_the_nearest() -> None:
    shown = CliRunner().invoke(main, ["explain", "C1O1"])
    assert shown.exit_code == 2
    assert "没有代码“C1O1”。是不是 C101？" in shown.output
