"""What a pack declares (数据): keys and records of its own, and fields added to the records that every budget has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.facts.assemble import RECORD_FIELDS
from generator.facts.declaration import Declared
from generator.facts.declared import EXISTING, FIELD_TYPES, GROUP, LIST, NUMBERS, TYPES, names_of
from generator.facts.words import CHILD_LISTS, RECORD_LISTS
from generator.findings.finding import Place
from generator.pack.nodes import NO_EFFECT, SHOWN, TOO_LARGE, UNKNOWN_KEY, WRONG_SHAPE, Reader
from generator.reading.rule import SchemaRule
from generator.reading.schema import load_rule
from generator.reading.source import MappingNode, Node, Scalar

KEY_KEYS = ("说明", "类型", "字段", "可选")
FIELD_KEYS = ("说明", "类型", "必填", "可选", "合计")
TEXT = "文字"
MOST_KEYS, MOST_FIELDS = 100, 1_000  # of a pack; a real form has 10 and 60
NUMBER = "序号"  # a content of columns
# What sentences may ask for by name: a key of that name could not be asked for (a test compares).
ASKED = frozenset((
    "主体", "版本", "编码", "上年度", "区划", "级次", "标题", "表", "金额", "数量", "上年", "有上年", "无上年",
    "比上年", "增减额", "增减率", "占比", "科目", "原因", "有记录", "记录", "科目用途", "给出", "选印",
))  # fmt: skip


def read_data(node: Node | None, reader: Reader) -> dict[str, Declared]:
    """Read 数据. What is wrong is told; most of it is declared all the same, so that no budget is blamed for it."""
    keys = reader.mapping(node) if node is not None else {}
    places = _places(node)
    for value in list(keys.values())[MOST_KEYS : MOST_KEYS + 1]:
        reader.report(TOO_LARGE, value.place, f"“数据”超过 {MOST_KEYS} 个键。", "请删去不用的。")
    found: dict[str, Declared] = {}
    for key, value in list(keys.items())[:MOST_KEYS]:
        one = _added(key, value, reader) if key in EXISTING else _key(key, value, places[key], reader)
        if one is not None:
            found[key] = one
    if sum(len(one.fields) for one in found.values()) > MOST_FIELDS and node is not None:
        reader.report(TOO_LARGE, node.place, f"“数据”的字段合起来超过 {MOST_FIELDS} 个。", "请删去不用的。")
        return {}
    _own_of_units(found, reader)
    return found


def _places(node: Node | None) -> dict[str, Place]:
    """Give where each key of a mapping is written."""
    return {key.text: key.place for key, _ in node.items} if isinstance(node, MappingNode) else {}


def _key(name: str, node: Node, place: Place, reader: Reader) -> Declared | None:
    """Read a new key: its type alone (联系电话: 文字), or a mapping."""
    if name in load_rule("budget").properties:
        remedy = f"请换一个名称；要加字段，只能加在{'、'.join(EXISTING)}里。"
        reader.report(WRONG_SHAPE, place, f"“{name}”是预算已有的键，不能另外声明。", remedy)
        return None
    if not _may_be_named(name, place, (*ASKED, *RECORD_LISTS, *CHILD_LISTS), reader):
        return None
    if isinstance(node, Scalar):
        kind = reader.word(node, [one for one in TYPES if one not in (LIST, GROUP)], TEXT)
        return Declared(name, kind, place)
    keys = reader.mapping(node, KEY_KEYS)
    kind = _type(keys.get("类型"), TYPES, LIST if "字段" in keys else TEXT, name, place, reader)
    fields = _fields(keys.get("字段"), (), reader)
    if kind in (LIST, GROUP) and not fields:
        reader.report(WRONG_SHAPE, place, f"“{name}”没有字段。", "请写 字段: {名称: {类型: 文字}, …}。")
    if kind not in (LIST, GROUP) and fields:
        message = f"“{name}”的类型是{kind}，“字段”不起作用。"
        reader.report(NO_EFFECT, keys["字段"].place, message, f"请写 类型: {LIST} 或者 {GROUP}，或者删去“字段”。")
        fields = ()
    said = reader.text(keys.get("说明"))
    return Declared(name, kind, place, said, fields, choices=_choices(keys.get("可选"), kind, name, reader))


def _added(name: str, node: Node, reader: Reader) -> Declared:
    """Read the fields that are added to a list of records that every budget has."""
    keys = reader.mapping(node)
    for key in (key for key in keys if key != "字段"):
        message = f"“{name}”是预算已有的记录，“{key[:SHOWN]}”不起作用：只能加“字段”。"
        reader.report(UNKNOWN_KEY, keys[key].place, message, f"例如 {name}: {{字段: {{主管科室: {{类型: 文字}}}}}}。")
    path, records = EXISTING[name]
    taken = (*_typed(path), *RECORD_FIELDS[records])
    return Declared(name, "", node.place, fields=_fields(keys.get("字段"), taken, reader))


def _typed(path: tuple[str, ...]) -> Iterator[str]:
    """Yield the keys that a budget may write in an item of a list of records."""
    rule: SchemaRule | None = load_rule("budget")
    for key in path:
        below = rule.properties[key] if rule is not None else None
        rule = below.items if below is not None else None
    yield from rule.properties if rule is not None else ()


def _own_of_units(found: Mapping[str, Declared], reader: Reader) -> None:
    """Report fields of units that are keys as well: both would stand beside the unit's name."""
    unit = found.get("单位")
    for field in unit.fields if unit is not None else ():
        if field.name in found:
            message = f"“{field.name}”既是键，又是单位的字段。"
            reader.report(WRONG_SHAPE, field.place, message, "请给其中一个换一个名称。")


def _fields(node: Node | None, taken: Collection[str], reader: Reader) -> tuple[Declared, ...]:
    places, found, names = _places(node), list[Declared](), set(taken)
    for name, value in (reader.mapping(node) if node is not None else {}).items():
        one = _field(name, value, places[name], names, reader)
        if one is not None:
            found.append(one)
            names.update(names_of(one))
    return tuple(found)


def _field(name: str, node: Node, place: Place, taken: Collection[str], reader: Reader) -> Declared | None:
    if name in taken:
        message = f"已经有“{name}”这个字段，不能再声明。"
        reader.report(WRONG_SHAPE, place, message, "请换一个名称，或者删去这一行。")
        return None
    if not _may_be_named(name, place, (NUMBER,), reader):
        return None
    keys = {"类型": node} if isinstance(node, Scalar) else reader.mapping(node, FIELD_KEYS)
    kind = _type(keys.get("类型"), FIELD_TYPES, TEXT, name, place, reader)
    one = Declared(
        name,
        kind,
        place,
        reader.text(keys.get("说明")),
        required=reader.yes(keys.get("必填")),
        choices=_choices(keys.get("可选"), kind, name, reader),
        summed=reader.yes(keys.get("合计")),
    )
    again = [other for other in names_of(one)[1:] if other in taken]
    if again:
        message = f"已经有“{again[0]}”这个字段，“{name}”的科目名称或者单位名称也叫这个。"
        reader.report(WRONG_SHAPE, place, message, "请给其中一个换一个名称。")
    if one.summed and kind not in NUMBERS:
        message = f"“{name}”的类型是{kind}，“合计”不起作用。"
        reader.report(NO_EFFECT, keys["合计"].place, message, "“合计”只给数和整数写；金额总是合计的。")
    return one


def _type(node: Node | None, known: Collection[str], default: str, name: str, place: Place, reader: Reader) -> str:
    if node is None:
        reader.report(WRONG_SHAPE, place, f"“{name}”没有写类型。", f"请写 类型: {'、'.join(known)}之一。")
    return reader.word(node, known, default)


def _choices(node: Node | None, kind: str, name: str, reader: Reader) -> tuple[str, ...]:
    choices = reader.texts(node)
    if node is not None and kind != TEXT:
        message = f"“{name}”的类型是{kind}，“可选”不起作用。"
        reader.report(NO_EFFECT, node.place, message, f"请写 类型: {TEXT}，或者删去“可选”。")
        return ()
    return tuple(dict.fromkeys(choices))


def _may_be_named(name: str, place: Place, taken: Collection[str], reader: Reader) -> bool:
    """Tell whether sentences can ask for a name; report one that they cannot."""
    if name in taken:
        reader.report(WRONG_SHAPE, place, f"“{name}”在模板里另有意思，不能用作名称。", "请换一个名称。")
        return False
    if not name.isidentifier() or name.isascii():
        message = f"“{name[:SHOWN]}”不能用作名称：只能有汉字、字母、数字和下划线，不能以数字开头。"
        reader.report(WRONG_SHAPE, place, message, "句子要用名称来取值，请去掉标点，例如 政府购买服务目录。")
        return False
    return True
