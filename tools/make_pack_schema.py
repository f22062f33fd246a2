"""Write schema/pack.schema.json, with which editors complete and explain a pack's YAML.

python -m tools.make_pack_schema
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.facts.declared import FIELD_TYPES, GROUP, LIST, TYPES
from generator.facts.words import BOOKS, LEVELS, STANDARD
from generator.ledger import DATA_SETS, DIMENSIONS
from generator.pack.accepted import ACCEPTED_KEYS
from generator.pack.charts import CHART_KINDS
from generator.pack.obligations import LEVELS_TO, NOT_HERE, PRINTED, SIDES
from generator.pack.spec import CHANGES
from generator.pack.tables import TRAILING, VERSIONS
from tools.make_pack_reference import KEYS

PAGE = Path(__file__).parent.parent / "schema/pack.schema.json"
TEXT = {"type": ["string", "integer", "number"]}
TEXTS = {"type": "array", "items": TEXT}
YES = {"enum": ["是", "否", True, False]}
NUMBER = {"type": "number"}
SINGLE = [name for name in TYPES if name not in (LIST, GROUP)]  # types that need not say more


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def either(*rules: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": list(rules)}


def listed(name: str) -> dict[str, Any]:
    """A list, or the name of a fragment."""
    return either({"type": "array", "items": ref(name)}, {"type": "string"})


TABLE: Mapping[str, Mapping[str, Any]] = {
    "标题": TEXT,
    "抬头": {**TEXTS, "minItems": 3, "maxItems": 3},
    "附注": either(TEXT, TEXTS),
    "数据": {"enum": list(DATA_SETS)},
    "条件": ref("条件"),
    "列": listed("列"),
    "行": listed("行"),
    "栏次": YES,
    "空表": ref("空表"),
    "逐条": TEXT,
    "排序": either(TEXT, TEXTS),
    "表单": {"type": "array", "items": {"type": "array", "items": ref("表单格")}},
    "沿用": TEXT,
    "数字": ref("数字"),
    "适用": {"enum": list(VERSIONS)},
    "另起页": YES,
    "数据版本": {"enum": list(BOOKS)},
}
CHART: Mapping[str, Mapping[str, Any]] = {
    "标题": TEXT,
    "表": TEXT,
    "列": either(TEXT, TEXTS),
    "行": either(TEXT, TEXTS),
    "形式": {"enum": list(CHART_KINDS)},
}
COLUMN: Mapping[str, Mapping[str, Any]] = {
    "标题": TEXT, "列": listed("列"), "条件": ref("条件"), "内容": TEXT, "行": listed("行"), "合并": YES,
    "跨列": {"type": "integer"}, "数字": ref("数字"), "适用": {"enum": list(VERSIONS)}, "宽": NUMBER, "最窄": NUMBER,
    "最宽": NUMBER, "伸展": NUMBER, "居中": YES, "列示": {"enum": ["有数", "全部"]},
    "占比": TEXT, "数据版本": {"enum": list(BOOKS)},
}  # fmt: skip
ROW: Mapping[str, Mapping[str, Any]] = {
    "分组": either(TEXT, TEXTS), "空值": {"type": "object", "additionalProperties": TEXT}, "组": TEXT,
    "标签": TEXT, "合计": TEXT, "科目": {"enum": list(LEVELS)}, "记录": TEXT, "空行": {"type": "integer"},
    "条件": ref("条件"), "从": {"enum": ["类", "款", "项"]}, "到": {"enum": ["类", "款", "项"]},
    "列示": {"enum": ["有数", "全部"]}, "排序": either(TEXT, TEXTS), "下级": listed("行"), "不填": either(TEXT, TEXTS),
    "适用": {"enum": list(VERSIONS)}, "内容": {"enum": list(CHANGES)}, "占比": TEXT, "数据版本": {"enum": list(BOOKS)},
    "展开": TEXT,
}  # fmt: skip
TOP: Mapping[str, Mapping[str, Any]] = {
    "名称": TEXT,
    "年度": {"type": ["integer", "string"]},
    "沿用": TEXT,
    "文件标题": TEXT,
    "默认": {"type": "object"},
    "口径": {"type": "object", "additionalProperties": ref("口径")},
    "片段": {"type": "object", "additionalProperties": {"type": "array"}},
    "表": {"type": "object", "additionalProperties": ref("表")},
    "图": {"type": "object", "additionalProperties": ref("图")},
    "选印": either(TEXT, TEXTS),
    "科目名称": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": TEXT}},
    "维度值": ref("维度值"),
    "数据": {"type": "object", "additionalProperties": either(ref("数据"), {"enum": SINGLE})},
    "正文必有": TEXTS,
    "必备": {"type": "object", "properties": dict.fromkeys(VERSIONS, TEXTS), "additionalProperties": False},
    "公开要求": {"type": "object", "additionalProperties": either(ref("公开要求"), {"enum": [NOT_HERE]})},
    "增减": {"enum": ["显示数", "精确数"]},
    "舍入说明": TEXT,
    "已核实": {"type": "array", "items": ref("已核实")},
}


OBLIGATION: Mapping[str, Mapping[str, Any]] = {
    "要求": TEXT,
    "类别": {"enum": list(SIDES)},
    "依据": either(
        TEXT, {"type": "object", "properties": dict.fromkeys(VERSIONS, TEXT), "additionalProperties": False}
    ),
    "栏目": TEXT,
    "适用": {"enum": list(VERSIONS)},
    "表": either(TEXT, TEXTS),
    "标题": either(TEXT, TEXTS),
    "文字": either(TEXT, TEXTS),
    "列出": either(TEXT, TEXTS),
    "到": {"enum": list(LEVELS_TO)},
    "期限": {"type": "integer", "minimum": 1},
    "印": {"enum": list(PRINTED)},
    "不得有": either(TEXT, TEXTS),
}
KEY: Mapping[str, Mapping[str, Any]] = {
    "说明": TEXT,
    "类型": {"enum": list(TYPES)},
    "字段": {"type": "object", "additionalProperties": either(ref("数据字段"), {"enum": list(FIELD_TYPES)})},
    "可选": either(TEXT, TEXTS),
}
FIELD: Mapping[str, Mapping[str, Any]] = {
    "说明": TEXT,
    "类型": {"enum": list(FIELD_TYPES)},
    "必填": YES,
    "可选": either(TEXT, TEXTS),
    "合计": YES,
}


def mapping(title: str, rules: Mapping[str, Mapping[str, Any]], explained: Mapping[str, str]) -> dict[str, Any]:
    """A mapping whose keys are known and explained. Raises KeyError for a key without an explanation."""
    keys = {key: {"description": explained[key], **rule} for key, rule in rules.items()}
    return {"title": title, "type": "object", "properties": keys, "additionalProperties": False}


def schema() -> dict[str, Any]:
    """Return the schema."""
    value = either(TEXT, TEXTS, {"type": "boolean"})
    dimensions = {"口径": TEXT, **dict.fromkeys(DIMENSIONS, value)}
    condition = {"type": "object", "properties": dimensions, "additionalProperties": False}
    query = {**condition, "properties": {"数据": {"enum": list(DATA_SETS)}, **dimensions}}
    belongs = {"type": "object", "additionalProperties": TEXT}
    words = {"增加": either(TEXTS, belongs), "不用": either(TEXT, TEXTS)}
    declared = {"type": "object", "properties": words, "additionalProperties": False}
    number = {"单位": {"enum": ["元", "万元", "亿元"]}, "小数": {"type": "integer"}, "千分位": YES, "零值": TEXT}
    number["末尾零"] = {"enum": list(TRAILING)}
    cell = {"文字": TEXT, "内容": TEXT, "条件": ref("条件"), "跨列": NUMBER, "跨行": NUMBER, "编号": YES, "占比": TEXT}
    cell |= {"数字": ref("数字"), "数据版本": {"enum": list(BOOKS)}}
    empty = {"说明": TEXT, "保留": {"enum": ["表头", "合计行", "全部"]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "pack.schema.json",
        **mapping("模板", TOP, KEYS["模板的顶层键"]),
        "$defs": {
            "表": mapping("表", TABLE, KEYS["表的键"]),
            "图": mapping("图", CHART, KEYS["图的键"]),
            "列": mapping("列", COLUMN, KEYS["列的键"]),
            "行": either({"type": "string"}, mapping("行", ROW, KEYS["行的键"])),
            "条件": {"title": "条件", **either({"type": ["string", "integer"]}, condition)},
            "口径": {"title": "口径", **either({"type": ["string", "integer"]}, query)},
            "维度值": {
                "title": "维度值",
                "type": "object",
                "properties": dict.fromkeys(STANDARD.values, declared),
                "additionalProperties": False,
            },
            "已核实": {
                **mapping("已核实", dict.fromkeys(ACCEPTED_KEYS, TEXT), KEYS["已核实的键"]),
                "required": ["代码", "原因"],
            },
            "公开要求": mapping("公开要求", OBLIGATION, KEYS["公开要求的键"]),
            "数据": mapping("数据", KEY, KEYS["数据的键"]),
            "数据字段": mapping("数据的字段", FIELD, KEYS["数据里字段的键"]),
            "数字": {"title": "数字格式", "type": "object", "properties": number, "additionalProperties": False},
            "空表": {"title": "空表", "type": "object", "properties": empty, "additionalProperties": False},
            "表单格": mapping("表单的格子", cell, KEYS["表单的格子"]),
        },
    }


def text() -> str:
    """Return the file's text."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), "utf-8")
