from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.pack.loader import PACK_KEYS
from generator.pack.tables import COLUMN_KEYS, ROW_KEYS, TABLE_KEYS
from tools.make_pack_schema import COLUMN, ROW, TABLE, TOP, text

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("templates/*/*.yaml"))


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads((ROOT / "schema/pack.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_is_the_one_that_its_tool_makes() -> None:
    current = (ROOT / "schema/pack.schema.json").read_text("utf-8")
    assert current == text(), "请运行 python -m tools.make_pack_schema"


def test_the_schema_knows_the_keys_of_the_language_and_no_others() -> None:
    assert (set(TOP), set(TABLE), set(COLUMN), set(ROW)) == (
        set(PACK_KEYS), set(TABLE_KEYS), set(COLUMN_KEYS), set(ROW_KEYS),
    )  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_packs_fit_the_schema(file: Path, validator: Any) -> None:
    assert list(validator.iter_errors(yaml.safe_load(file.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "表: {甲: {标提: 错}}",
        "表: {甲: {列: [{标题: 数, 宽: 很宽}]}}",
        "口径: {甲: {方相: 支出}}",
        "表: {甲: {行: [{到: 目}]}}",
        "表: {甲: {条件: {数据: 采购}}}",
        "表: {甲: {条件: {口径: [甲]}}}",
        "口径: {甲: {数据: 采够}}",
        "数据: {人员编制: {类型: 列表格}}",
        "数据: {人员编制: {类型: 列表, 字段: {类别: {类形: 文字}}}}",
        "数据: {联系电话: 列表}",
    ],
)
def test_a_mistake_does_not_fit(wrong: str, validator: Any) -> None:
    assert list(validator.iter_errors(yaml.safe_load(wrong))) != []
