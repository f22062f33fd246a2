"""Words of a budget's lines that a pack declares (维度值): what it adds to the usual ones, and what it does not use."""

from __future__ import annotations

from collections.abc import Mapping

from generator.facts.words import STANDARD, LineWords
from generator.ledger import DIMENSIONS
from generator.pack.nodes import UNKNOWN_WORD, WRONG_SHAPE, Reader
from generator.reading.source import ListNode, Node

ADDED, DROPPED = "增加", "不用"
NO_GROUP = "无"


def read_words(node: Node | None, reader: Reader) -> LineWords:
    """Read 维度值: for each dimension the words that are added, with what they belong to, and those not used."""
    values, within = dict(STANDARD.values), dict[str, Mapping[str, str]]()
    for name, keys in (reader.mapping(node, STANDARD.values) if node is not None else {}).items():
        if name in STANDARD.values:
            usual = STANDARD.values[name]
            parts = reader.mapping(keys, (ADDED, DROPPED))
            dropped = _dropped(parts.get(DROPPED), name, usual, reader)
            added = _added(parts.get(ADDED), name, reader)
            values[name] = (*(word for word in usual if word not in dropped), *(w for w in added if w not in usual))
            within[name] = {word: above for word, above in added.items() if above}
    return LineWords(values, within)


def _dropped(node: Node | None, name: str, usual: tuple[str, ...], reader: Reader) -> tuple[str, ...]:
    dropped = reader.texts(node)
    for word in dropped:
        if word not in usual and node is not None:
            reader.unknown(UNKNOWN_WORD, node.place, f"“{name}”没有“{{}}”。", word, usual)
    return dropped


def _added(node: Node | None, name: str, reader: Reader) -> dict[str, str]:
    """Read the added words: a list, or a mapping from each to the usual word or the group that it is a part of."""
    if node is None:
        return {}
    listed = dict.fromkeys(reader.texts(node), "") if isinstance(node, ListNode) else _mapped(node, name, reader)
    taken = [word for word in listed if word in DIMENSIONS[name].values or word in (DIMENSIONS[name].groups or {})]
    for word in taken:
        message = f"“{word}”本来就是“{name}”的词，不能另外声明。"
        reader.report(WRONG_SHAPE, node.place, message, "请换一个名称，或者删去这一行。")
    return {word: above for word, above in listed.items() if word not in taken}


def _mapped(node: Node, name: str, reader: Reader) -> dict[str, str]:
    found: dict[str, str] = {}
    above = (NO_GROUP, *DIMENSIONS[name].values, *(DIMENSIONS[name].groups or ()))
    for word, value in reader.mapping(node).items():
        group = reader.word(value, above, NO_GROUP)
        found[word] = "" if group == NO_GROUP else group
    return found
