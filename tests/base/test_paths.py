"""Paths of YAML values: steps, which are text only where they are printed."""

import pytest

from generator.base.paths import ROOT, ValuePath, in_unit_folder, keys, said, sibling, unit_folder


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (ROOT, ""),
        (("部门",), "部门"),
        (("项目", 0, "支出", 12, "金额"), "项目[0].支出[12].金额"),
        (("350001-名称/",), "350001-名称/"),
        (("350001-名.称/", "收入", 0, "金额"), "350001-名.称/收入[0].金额"),
        (("原因", "甲.乙[0]/丙"), "原因.甲.乙[0]/丙"),
        (("原因", "甲/"), "原因.甲/"),
    ],
)
def test_a_path_is_printed_as_people_write_it(path: ValuePath, words: str) -> None:
    assert said(path) == words


def test_only_the_first_step_says_whether_a_value_stands_in_the_folder_of_a_unit() -> None:
    assert in_unit_folder((*unit_folder("001-甲.乙"), "收入", 0))
    assert not in_unit_folder(ROOT)
    assert not in_unit_folder(("原因", "甲/"))
    assert not in_unit_folder((0, "甲/"))


def test_the_keys_of_a_path_are_the_same_for_all_items_and_all_units() -> None:
    assert keys(("项目", 3, "绩效目标", 0)) == keys((*unit_folder("001-甲"), "项目", 0, "绩效目标", 7))
    assert keys(("项目", 3, "绩效目标", 0)) == ("项目", "绩效目标")


def test_a_sibling_is_another_key_of_the_same_mapping() -> None:
    assert sibling(("收入", 0, "金额"), "科目") == ("收入", 0, "科目")
