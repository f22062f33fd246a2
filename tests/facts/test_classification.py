"""The catalogues: names, levels and parents by year."""

import pytest

from generator.facts import classification
from generator.facts.classification import load

DIMENSIONS = ("功能分类", "经济分类", "政府经济分类", "采购目录")


@pytest.mark.parametrize(
    ("dimension", "code", "name"),
    [
        ("功能分类", "2060101", "行政运行"),
        ("功能分类", "206", "科学技术支出"),
        ("经济分类", "30231", "公务用车运行维护费"),
        ("政府经济分类", "50101", "工资奖金津补贴"),
        ("采购目录", "A01010100", "办公用房"),
        ("功能分类", "9999999", ""),
    ],
)
def test_a_code_has_its_name(dimension: str, code: str, name: str) -> None:
    assert load(2025).name(dimension, code) == name
    assert load(2025).known(dimension, code) == bool(name)


def test_ancestors_are_the_codes_above() -> None:
    catalogue = load(2025)
    assert catalogue.ancestors("功能分类", "2060101") == ("206", "20601")
    assert catalogue.ancestors("功能分类", "9999999") == ("999", "99999")
    assert catalogue.ancestors("经济分类", "30101") == ("301",)
    assert catalogue.ancestors("采购目录", "A01010100") == ("A", "A01000000", "A01010000")


def test_the_nearest_year_not_after_the_budget_is_used() -> None:
    assert [load(year).folder.name for year in (2025, 2031, 2019)] == ["2025", "2025", "2025"]


def test_every_catalogue_is_complete_and_in_the_official_order() -> None:
    sizes = {dimension: len(load(2025).categories(dimension)) for dimension in DIMENSIONS}
    assert sizes == {"功能分类": 1712, "经济分类": 108, "政府经济分类": 75, "采购目录": 4304}
    assert list(load(2025).categories("功能分类"))[:4] == ["201", "20101", "2010101", "2010102"]


def test_every_category_with_a_level_has_its_parents_in_the_catalogue() -> None:
    catalogue = load(2025)
    for dimension in DIMENSIONS:
        known = catalogue.categories(dimension)
        orphans = [code for code in known if set(catalogue.ancestors(dimension, code)) - set(known)]
        assert orphans == [], dimension


def test_confidence_is_kept() -> None:
    found = classification.load(2025).category("功能分类", "21505")
    assert found is not None
    assert (found.confidence, found.is_sure) == ("recalled", False)
    assert found.note
