"""The catalogue of checks (docs/检查目录.md) is what the manual pages of the checks say."""

from pathlib import Path

import yaml

from generator.checks import CHECKS
from tools.make_check_docs import kinds, page

CATALOGUE = Path("docs/检查目录.md")


def test_the_catalogue_of_checks_is_current() -> None:
    made = page()
    current = CATALOGUE.read_text("utf-8")
    assert current == made, "请运行 python -m tools.make_check_docs"


def test_every_code_stands_in_the_table_and_at_its_check() -> None:
    text = CATALOGUE.read_text("utf-8")
    codes = [kind for module in CHECKS for kind in kinds(module)]
    assert len(codes) > 60
    for kind in codes:
        assert f"| {kind.code} | {kind.name} | {kind.severity.value} |" in text
        assert f"* **{kind.code} {kind.name}**" in text
        assert f"不合格的例子（{kind.code}）：\n\n```yaml\n" in text


def test_every_block_of_the_page_is_yaml() -> None:
    blocks = CATALOGUE.read_text("utf-8").split("```yaml\n")[1:]
    assert len(blocks) > 100
    assert all(isinstance(yaml.safe_load(block.partition("```")[0]), dict) for block in blocks)


def test_every_check_cites_its_basis() -> None:
    for module in CHECKS:
        assert "依据：" in (module.__doc__ or ""), module.__name__
        assert "应当如何：" in (module.__doc__ or ""), module.__name__
