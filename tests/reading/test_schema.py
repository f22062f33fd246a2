"""The schema: valid for editors, and our own walk agrees with jsonschema and knows every place."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource

from generator.base import resources
from generator.base.paths import ROOT
from generator.base.resources import schema_folder
from generator.findings.finding import Finding, has_errors
from generator.reading import scalars, source
from generator.reading import schema as schema_walk
from generator.reading.keywords import ANNOTATIONS, KEPT, SchemaError
from generator.reading.schema import Walk, load_rule, walk

SAMPLE = Path("budgets/2025/350-科技和工信部门")
Tree = dict[str, Any]


class Core(yaml.SafeLoader):
    """YAML 1.2 scalars, as editors resolve them."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", "~nN\0"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", __import__("re").compile(pattern), list(first))
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def text_of(tree: Tree) -> str:
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)


def whole_schema() -> Tree:
    schema: Tree = json.loads((schema_folder() / "budget.schema.json").read_text("utf-8"))
    return {**schema, "required": schema["x-required"]}  # a whole budget, not one of its files


def sample() -> Tree:
    tree: Tree = {}
    for path in sorted(SAMPLE.glob("*.yaml")):
        tree |= yaml.load(path.read_text("utf-8"), Loader=Core)  # noqa: S506
    return tree


def findings_of(text: str, rule: str = "budget") -> list[Finding]:
    node, findings = source.parse(text.encode(), "f.yaml")
    assert node is not None
    state = Walk()
    walk(load_rule(rule), node, ROOT, state)
    return [*findings, *state.findings]


def only(text: str) -> Finding:
    found = [one for one in findings_of(MINIMAL + text) if one.code != "S101"]
    assert len(found) == 1, found
    return found[0]


MINIMAL = '年度: 2025\n模板: 甲\n部门: {编码: "1", 名称: 乙}\n单位: [{编码: "11", 名称: 丙}]\n'


def test_the_schemas_are_valid_json_schema_2020_12() -> None:
    for name in ("budget", "unit"):
        schema = json.loads((schema_folder() / f"{name}.schema.json").read_text("utf-8"))
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_key_has_a_chinese_title_and_a_description() -> None:
    def keys(node: Any, where: str) -> list[str]:
        if not isinstance(node, dict):
            return []
        bare = [where] if "type" in node and not {"title", "description"} <= set(node) else []
        children = {**node.get("properties", {}), **node.get("$defs", {}), "items": node.get("items")}
        return bare + [one for key, child in children.items() for one in keys(child, f"{where}.{key}")]

    assert keys(whole_schema(), "") == []


def test_the_sample_is_accepted_by_both() -> None:
    jsonschema.Draft202012Validator(whole_schema()).validate(sample())
    assert findings_of(text_of(sample())) == []


def set_to(*path: Any) -> Callable[[Tree], None]:
    """A mutation: the last of `path` is the new value of what the rest leads to."""
    *way, key, value = path

    def change(tree: Tree) -> None:
        node: Any = tree
        for step in way:
            node = node[step]
        node[key] = value

    return change


def without(*path: Any) -> Callable[[Tree], None]:
    *way, key = path

    def change(tree: Tree) -> None:
        node: Any = tree
        for step in way:
            node = node[step]
        del node[key]

    return change


REFUSED = {
    "missing year": without("年度"),
    "missing units": without("单位"),
    "missing name": without("部门", "名称"),
    "missing amount": without("收入", 0, "金额"),
    "missing spending": without("项目", 0, "支出"),
    "unknown key at the top": set_to("收人", []),
    "unknown key in a line": set_to("收入", 0, "数额", 1),
    "amount in words": set_to("收入", 0, "金额", "一百"),
    "amount with a unit": set_to("收入", 0, "金额", "12.5万"),
    "amount with a currency sign": set_to("收入", 0, "金额", "￥100"),
    "amount with a space": set_to("收入", 0, "金额", "1 000"),
    "amount badly grouped": set_to("收入", 0, "金额", "12,34"),
    "amount a list": set_to("收入", 0, "金额", [1]),
    "code of a section": set_to("收入", 0, "科目", 20601),
    "code of a category as text": set_to("收入", 0, "科目", "206"),
    "code with its name": set_to("收入", 0, "科目", "2060101 行政运行"),
    "economic code of a category": set_to("基本支出", 0, "经济科目", 301),
    "carry-over neither yes nor no": set_to("收入", 0, "上年结转", "有"),
    "category of a project": set_to("项目", 0, "类别", "运转类"),
    "empty list of units": set_to("单位", []),
    "income a mapping": set_to("收入", {}),
    "department a text": set_to("部门", "甲"),
    "empty name": set_to("部门", "名称", ""),
    "year in two digits": set_to("年度", 25),
    "date": set_to("公开日期", "2025年"),
    "unit of amounts": set_to("金额单位", "亿元"),
    "plan a list": set_to("项目", 0, "资金支出计划", [1]),
    "accepted finding without a reason": set_to("出错说明", [{"代码": "C101"}]),
    "accepted finding with another code": set_to("出错说明", [{"代码": "c1", "原因": "甲"}]),
}
ACCEPTED = {
    "code as text": set_to("收入", 0, "科目", "2060101"),
    "full-width amount": set_to("收入", 0, "金额", "１２３．５"),
    "grouped amount": set_to("收入", 0, "金额", "1,234.50"),
    "negative amount": set_to("收入", 0, "金额", -5),
    "carry-over true": set_to("收入", 0, "上年结转", True),
    "carry-over no": set_to("收入", 0, "上年结转", "否"),
    "a number as text": set_to("项目", 0, "绩效指标", 0, "指标值", 98),
    "empty projects": set_to("项目", []),
    "free plan points": set_to("项目", 0, "资金支出计划", {"上半年": 1}),
    "Chinese date": set_to("公开日期", "2025年2月20日"),
    "amounts in 万元": set_to("金额单位", "万元"),
    "year as text": set_to("年度", "2025"),
    "a fund that the pack may know": set_to("收入", 0, "资金性质", "专项收入"),  # without a pack, any word may stand
}


@pytest.mark.parametrize("name", [*REFUSED, *ACCEPTED])
def test_our_walk_and_jsonschema_agree(name: str) -> None:
    tree = copy.deepcopy(sample())
    ({**REFUSED, **ACCEPTED})[name](tree)
    accepted = name in ACCEPTED
    assert jsonschema.Draft202012Validator(whole_schema()).is_valid(tree) == accepted
    assert (not has_errors(findings_of(text_of(tree)))) == accepted


def test_the_schema_of_a_unit_resolves_and_agrees() -> None:
    schemas = {
        name: json.loads((schema_folder() / name).read_text("utf-8"))
        for name in ("budget.schema.json", "unit.schema.json")
    }
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(one)) for name, one in schemas.items()
    )
    validator = jsonschema.Draft202012Validator(schemas["unit.schema.json"], registry=registry)
    good = {"单位": {"编码": "11", "名称": "甲"}, "收入": sample()["收入"]}
    bad = {**good, "年度": 2025}
    assert (validator.is_valid(good), validator.is_valid(bad)) == (True, False)
    assert findings_of(text_of(good), "unit") == []
    assert [one.code for one in findings_of(text_of(bad), "unit")] == ["S102"]


def test_a_missing_key_is_reported_at_the_mapping_that_lacks_it() -> None:
    (finding,) = findings_of(MINIMAL + "收入:\n  - {科目: 2060101, 资金性质: 事业收入}\n")
    assert (finding.code, str(finding.place), finding.path) == ("S101", "f.yaml:6:5", ("收入", 0))
    assert "“金额”" in finding.message


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("金額", "金额"), ("金 额", "金额"), ("资金性制", "资金性质"), ("资金", "资金性质"), ("　科目", "科目")],
)
def test_an_unknown_key_is_reported_at_the_key_with_the_nearest_right_one(typed: str, meant: str) -> None:
    right = {"科目": "2060101", "资金性质": "事业收入", "金额": "1"}
    line = ", ".join(f"{typed if key == meant else key}: {value}" for key, value in right.items())
    (finding,) = findings_of(f"{MINIMAL}收入:\n  - {{备注: 甲, {line}}}\n")
    assert finding.code == "S102"
    assert f"“{meant}”" in finding.remedy
    assert finding.place is not None
    assert finding.place.line == 6


def test_the_value_of_a_misspelt_key_is_checked_too() -> None:
    found = findings_of(MINIMAL + "收入:\n  - {科目: 2060101, 资金性质: 事业收入, 金額: 甲}\n")
    assert [one.code for one in found] == ["S102", "S201"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("收入:\n  - 科目：2060101\n", "f.yaml:6:7"),
        ("收入:\n  - {科目：2060101}\n", "f.yaml:6:8"),
        ("收入:\n  - 科目:2060101\n", "f.yaml:6:7"),
        ("固定资产: '截止日期：2024-12-31'\n", "f.yaml:5:12"),
    ],
)
def test_a_wrong_colon_is_reported_at_the_colon(text: str, place: str) -> None:
    finding = only(text)
    assert (finding.code, str(finding.place)) == ("S104", place)
    assert "半角冒号" in finding.remedy


def test_a_file_of_full_width_colons_is_one_finding() -> None:
    (finding,) = findings_of("年度：2025\n模板：河北\n")
    assert (finding.code, str(finding.place)) == ("S104", "f.yaml:1:3")


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("12.5万", "S201", "125000"),
        ("−12.5万", "S201", "请写 -125000。"),
        ("－１２．５万", "S201", "请写 -125000。"),
        ("￥1,234.5", "S201", "1234.5"),
        ("100元", "S201", "100"),
        ("1 234", "S201", "请写 1234。"),
        ("1.234,56", "S201", "请核对后写 1234.56 或者 1.23456。"),
        ("八十六万五", "S201", "865000 或者 860005"),
        ("二五%", "S201", "数字"),
        ("一百", "S201", "请写 100。"),
        ("1.005", "S202", "写到分"),
        ("1234567890123456", "S208", "核对"),
        ("'1,234.50'", "S203", "1234.50"),
        ("１２３", "S203", "123"),
        ("0123", "S203", "123"),
    ],
)
def test_an_amount_that_is_typed_otherwise_says_what_to_type(typed: str, code: str, words: str) -> None:
    finding = only(f"收入:\n  - 科目: 2060101\n    资金性质: 事业收入\n    金额: {typed}\n")
    assert (finding.code, finding.path) == (code, ("收入", 0, "金额"))
    assert words in finding.remedy
    assert finding.place is not None
    assert (finding.place.line, finding.place.column) == (8, 9)


@pytest.mark.parametrize("line", ["金额: 1,234.56", "金额: 1,234,567"])
def test_a_grouped_amount_in_braces_is_never_read_as_its_first_group(line: str) -> None:
    finding = only(f"收入:\n  - {{科目: 2060101, 资金性质: 事业收入, {line}}}\n")
    assert finding.code == "S108"
    assert line.removeprefix("金额: ").replace(",", "") in finding.remedy


def test_a_grouped_amount_among_free_keys_is_never_read_as_its_first_group() -> None:
    assert only("上年数: {支出总计: 1,000, 基本支出: 5}\n").code == "S108"


@pytest.mark.parametrize(("typed", "words"), [("有", "请写 是。"), ("no", "请写 否。"), ("也许", "是 或者 否")])
def test_yes_and_no_say_what_to_type(typed: str, words: str) -> None:
    line = f"收入:\n  - {{科目: 2060101, 资金性质: 事业收入, 金额: 1, 上年结转: {typed}}}\n"
    assert words in only(line).remedy


def test_a_day_that_does_not_exist_is_refused() -> None:
    assert only("公开日期: 2025-02-30\n").code == "S206"


def test_an_optional_key_without_content_is_a_warning_and_a_required_one_an_error() -> None:
    assert only("其他说明:\n").code == "S105"
    assert only("固定资产: {截止日期: , 明细: []}\n").code == "S106"


def test_values_are_typed_and_exact() -> None:
    text = MINIMAL + "收入:\n  - {科目: 2060101, 资金性质: 事业收入, 金额: 0.10, 上年结转: 是}\n公开日期: 2025/2/3\n"
    node, _ = source.parse(text.encode(), "f.yaml")
    assert node is not None
    state = Walk("万元")
    data = walk(load_rule("budget"), node, ROOT, state)
    line = {"科目": "2060101", "资金性质": "事业收入", "金额": Decimal(1000), "上年结转": True}
    assert data["收入"] == (line,)
    assert (data["年度"], data["公开日期"]) == (2025, "2025-02-03")
    assert str(state.places["收入", 0, "金额"]) == "f.yaml:6:35"
    assert str(state.places["收入", 0]) == "f.yaml:6:5"


def test_the_packaged_schema_wins_over_that_of_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "generator").mkdir()
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "generator" / "base" / "resources.py"))
    assert schema_folder() == tmp_path / "schema"
    (tmp_path / "generator" / "_data" / "templates").mkdir(parents=True)
    assert schema_folder() == tmp_path / "schema"
    assert resources.templates_folder() == tmp_path / "generator" / "_data" / "templates"


def nodes(spec: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every node of a schema that judges a value, and where it stands."""
    if not isinstance(spec, dict):
        return
    yield where, spec
    for group in ("properties", "$defs"):
        for name, one in spec.get(group, {}).items():
            yield from nodes(one, f"{where}/{group}/{name}")
    for name in ("items", "additionalProperties"):
        yield from nodes(spec.get(name), f"{where}/{name}")
    for at, one in enumerate(spec.get("anyOf", ())):
        yield from nodes(one, f"{where}/anyOf/{at}")


def schemas() -> dict[str, dict[str, Any]]:
    return {path.name: json.loads(path.read_text("utf-8")) for path in schema_folder().glob("*.schema.json")}


def load(schema: dict[str, Any]) -> None:
    schema_walk._rule(schema, {"": schema}, "")


def test_every_schema_uses_only_keywords_that_exist() -> None:
    """A validator passes over a keyword that it does not know, also one that is misspelt."""
    known = set(jsonschema.Draft202012Validator.VALIDATORS) | ANNOTATIONS | {"x-type", "x-required"}
    known |= {"x-dimension", "x-synonyms"}
    assert set(schemas()) == {"budget.schema.json", "unit.schema.json", "pack.schema.json", "register.schema.json"}
    for name, schema in schemas().items():
        jsonschema.Draft202012Validator.check_schema(schema)
        found = [(where, keyword) for where, one in nodes(schema) for keyword in one if keyword not in known]
        assert found == [], name


def test_a_keyword_that_the_walk_does_not_keep_is_refused_wherever_it_stands() -> None:
    schema = schemas()["budget.schema.json"]
    load(schema)
    places = [one for where, one in nodes(schema) if used(schema, where)]
    assert len(places) > 150
    for one, keyword in zip(places, cycle(["maxLength", "const", "anyOf", "requierd"]), strict=False):
        one[keyword] = []
        with pytest.raises(SchemaError, match=keyword):
            load(schema)
        del one[keyword]


def used(schema: dict[str, Any], where: str) -> bool:
    """Tell whether a budget's rule reaches a node: some definitions are used by other schemas alone."""
    found = re.match(r"/\$defs/([^/]+)", where)
    return found is None or f'"#/$defs/{found.group(1)}"' in json.dumps(schema, ensure_ascii=False)


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ({"$ref": "#/$defs/甲", "pattern": "^a$"}, "pattern"),
        ({"x-type": "text", "pattern": "^a$"}, "pattern"),
        ({"x-type": "text", "minLength": 2}, "minLength"),
        ({"x-type": "enum", "enum": ["甲"], "minimum": 1}, "minimum"),
        ({"x-type": "colour"}, "x-type"),
        ({"type": "string"}, "type"),
        ({"type": "array", "items": {"x-type": "text"}, "maxItems": 1}, "maxItems"),
        ({"type": "object", "properties": {}}, "additionalProperties"),
        ({"type": "object", "additionalProperties": True}, "additionalProperties"),
    ],
)
def test_a_keyword_is_refused_where_it_would_have_no_effect(node: dict[str, Any], words: str) -> None:
    schema = {"type": "object", "properties": {"乙": node}, "additionalProperties": False, "$defs": {"甲": {}}}
    with pytest.raises(SchemaError, match=words):
        load(schema)


def test_the_walk_keeps_every_type_that_the_converters_read() -> None:
    assert set(KEPT) == {"mapping", "list", "oneOf", *scalars._CONVERTERS}


def test_the_limits_of_a_number_say_what_the_pattern_says_of_its_text() -> None:
    limited = [one for _, one in nodes(schemas()["budget.schema.json"]) if "minimum" in one]
    assert len(limited) == 6
    for one in limited:
        numbers = (one["minimum"] - 1, one["minimum"], one["maximum"], one["maximum"] + 1)
        assert [bool(re.search(one["pattern"], str(number))) for number in numbers] == [False, True, True, False]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("详见附件 #3 的说明", 1),
        ("详见附件 # 3", 0),
        ("'详见附件 #3'", 0),
        ("锅炉#3", 0),
        ("甲 #内部", 1),
        ("甲 ## 乙", 0),
    ],
)
def test_a_text_that_a_comment_cuts_off_is_told(typed: str, told: int) -> None:
    state = Walk()
    node, _ = source.parse(f"其他说明: {typed}\n年度: 2025 #今年\n".encode(), "f.yaml")
    assert node is not None
    walk(load_rule("budget"), node, (), state)
    assert sum(one.code == "S110" for one in state.findings) == told
