"""A declaration of a pack (数据): a key or a field of budgets that only this form has."""

from __future__ import annotations

from collections.abc import Mapping

from generator.base.frozen import frozen
from generator.findings.finding import Place


@frozen
class Declared:
    """A key that a pack declares, or a field of one. Of a list that budgets have the type is empty."""

    name: str
    type: str
    place: Place
    help: str = ""  # 说明
    fields: tuple[Declared, ...] = ()  # 字段, of a list or a group
    required: bool = False  # 必填, of a field
    choices: tuple[str, ...] = ()  # 可选, of a text
    summed: bool = False  # 合计, of a number: total lines of tables sum it


Declarations = Mapping[str, Declared]  # by key
