"""Reading a pack's YAML: values out of source nodes, with a finding for whatever does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from generator.base import late
from generator.base.nearest import nearest
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.ledger import DIMENSIONS, Dimensions
from generator.reading.source import Broken, ListNode, MappingNode, Node, Scalar

MISSING_PACK = Kind(
    "P101", "没有这个模板", Severity.ERROR, "预算文件里“模板”写的名称，在 templates 文件夹下找不到。", follows=("B106",)
)
UNREADABLE_PACK = Kind(
    "P103", "模板没有读入", Severity.WARNING, "templates 里的一个文件夹读不了，不知道它是哪一年的哪个模板；没有用它。"
)
MISSING_FILE = Kind("P102", "模板缺文件", Severity.ERROR, "模板文件夹里缺少必需的文件。")
UNKNOWN_KEY = Kind("P111", "模板里有不认识的键", Severity.ERROR, "表格语言里没有这个键。")
WRONG_SHAPE = Kind("P112", "模板写法不对", Severity.ERROR, "这里应当是另一种写法。")
UNKNOWN_WORD = Kind("P113", "模板里有不认识的词", Severity.ERROR, "这个词不在允许的范围内。")
UNKNOWN_NAME = Kind("P114", "模板里引用的名称不存在", Severity.ERROR, "引用的口径、片段或表没有定义。")
CONTRADICTION = Kind("P115", "条件相互矛盾", Severity.ERROR, "几个条件不可能同时满足，这里永远没有数。")
TOO_LARGE = Kind(
    "P116", "模板太大", Severity.ERROR, "模板的文件、表、列、行和条件都有上限，远远多于一个官方格式要用的。"
)
CIRCULAR = Kind("P117", "模板的引用没有尽头", Severity.ERROR, "片段或者表引用自己，或者一层套一层太深。")
NO_EFFECT = Kind(
    "P118", "写了不起作用", Severity.ERROR, "写在这里的键、条件或名称不起作用，印出来的会是空白，或者不是它说的数。"
)
SAME_AGAIN = Kind("P119", "两列的条件相同", Severity.ERROR, "旁边两列的条件相同，印的数也相同：多半漏写了条件。")
TWO_PACKS = Kind("P104", "两个模板同名同年", Severity.ERROR, "不知道用的是哪一个：名称和年度一起，只能是一个文件夹的。")

LISTED = 30  # words of a list of what can be written
MOST_TOLD = 100  # findings of one pack: nobody reads on
LONGEST = 5_000  # characters of one text; the longest of a real form has 60
WIDEST = 200  # characters of a column, far wider than a page
SHOWN = 30  # characters of a text in a message
_WIDTH = late.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
# what can be printed: no control, private-use or unpaired surrogate character, and none that is not a character
WIDE_TAG = late.compile("[｛{][｛%％#＃]|[｝%％#＃][｝}]")  # {{ }} with a full-width character: it would be printed
UNPRINTABLE = late.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\uf8ff\ufeff\ufffe\uffff\U000f0000-\U0010ffff]"
)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that is most like a wrong one, or else list what can be written."""
    known = list(known)
    close = nearest(word, known)
    if close:
        return f"是不是“{close}”？"
    return f"可以写：{'、'.join(known[:LISTED])}。" if known else ""


@dataclass(slots=True)
class Reader:
    """Collects findings while a pack is read. All readers return a usable default after a finding."""

    findings: list[Finding] = field(default_factory=list)
    told: set[Finding] = field(default_factory=set)
    dimensions: Dimensions = field(default_factory=lambda: DIMENSIONS)  # as this pack knows them
    codes: Callable[[str, str], bool] = lambda dimension, code: True  # whether a code, or its beginning, is known

    @property
    def full(self) -> bool:
        """Whether so much is wrong that nothing more is told."""
        return len(self.told) >= MOST_TOLD

    def report(self, kind: Kind, place: Place, message: str, remedy: str = "") -> None:
        """Record a finding, once: a fragment that is used often is not reported often."""
        finding = kind.at(place, message, remedy)
        if finding not in self.told and not self.full:
            self.told.add(finding)
            self.findings.append(finding)

    def unknown(self, kind: Kind, place: Place, message: str, word: str, known: Iterable[str]) -> None:
        """Record that a word is not one of those that are known, with the one that was probably meant."""
        if not self.full:
            remedy = suggestion(word, known) or "现在一个都没有：请先写上，或者删去这里。"
            self.report(kind, place, message.format(word[:SHOWN]), remedy)

    def mapping(self, node: Node, allowed: Iterable[str] | None = None) -> dict[str, Node]:
        """Return a mapping's values by key; report keys that are not allowed."""
        if not isinstance(node, MappingNode):
            self.wrong(node, "一组“键: 值”")
            return {}
        values = {key.text: value for key, value in node.items}
        if allowed is not None:
            known = tuple(allowed)
            for key, _ in node.items:
                if key.text not in known:
                    self.unknown(UNKNOWN_KEY, key.place, "不认识的键“{}”。", key.text, known)
        return {key: value for key, value in values.items() if not isinstance(value, Broken)}

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """Return a list's items."""
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            self.wrong(node, "一个列表（每项一行，以 - 开头）")
            return ()
        return node.items

    def text(self, node: Node | None, default: str = "") -> str:
        """Return a text."""
        if node is None:
            return default
        if not isinstance(node, Scalar):
            self.wrong(node, "一段文字")
            return default
        return node.text

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """Return a text, or a list of them, as a tuple."""
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (node.text,)
        return tuple(self.text(item) for item in self.items(node))

    def word(self, node: Node | None, allowed: Iterable[str], default: str) -> str:
        """Return one of some words."""
        if node is None:
            return default
        known = tuple(allowed)
        text = self.text(node)
        if text not in known:
            self.unknown(UNKNOWN_WORD, node.place, "不认识的词“{}”。", text, known)
            return default
        return text

    def yes(self, node: Node | None) -> bool:
        """Return 是 as true and 否 as false."""
        return self.word(node, ("是", "否"), "否") == "是"

    def number(self, node: Node | None, default: int, least: int = 0, most: int = 999) -> int:
        """Return a whole number within limits."""
        if node is None:
            return default
        text = self.text(node)
        if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most:
            return int(text)
        message = f"这里应当是 {least} 到 {most} 的整数，写的是“{text[:SHOWN]}”。"
        self.report(WRONG_SHAPE, node.place, message, f"例如 {max(least, min(2, most))}。")
        return default

    def size(self, node: Node | None) -> float | None:
        """Return a width in characters, such as 4 or 4.5."""
        if node is None:
            return None
        text = self.text(node)
        if not _WIDTH.fullmatch(text) or float(text) > WIDEST:
            message = f"宽度应当是字数，最多 {WIDEST}，写的是“{text[:SHOWN]}”。"
            self.report(WRONG_SHAPE, node.place, message, "例如 4 或 4.5。")
            return None
        return float(text)

    def wrong(self, node: Node, expected: str) -> None:
        """Report a value of the wrong shape."""
        if not isinstance(node, Broken):
            self.report(WRONG_SHAPE, node.place, f"这里应当是{expected}。", "请对照模板说明改正。")


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield all texts below a node, keys included."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Scalar):
            yield one
        elif isinstance(one, ListNode):
            waiting.extend(reversed(one.items))
        elif isinstance(one, MappingNode):
            waiting.extend(part for item in reversed(one.items) for part in reversed(item))


WIDE_REMEDY = "请改成半角的 {{、}}、{%、%}。"


def wide_tag(text: str) -> str:
    """Return the first beginning or end of a tag that is written with a full-width character."""
    return next((one for one in WIDE_TAG.findall(text) if not one.isascii()), "")


def check_scalars(node: Node, reader: Reader) -> None:
    """Report texts that cannot be printed, and those that are longer than any text of a form."""
    for scalar in scalars(node):
        bad = UNPRINTABLE.search(scalar.text)
        if bad:
            message = f"这里有印不出来的字符（U+{ord(bad.group()):04X}，控制字符或者专用区字符）。"
            reader.report(WRONG_SHAPE, scalar.place, message, "请删去这个字符。")
        wide = wide_tag(scalar.text)
        if wide:
            reader.report(WRONG_SHAPE, scalar.place, f"“{wide}”里有全角字符，会原样印出来。", WIDE_REMEDY)
        if len(scalar.text) > LONGEST:
            message = f"这里有 {len(scalar.text)} 个字，最多 {LONGEST} 个。"
            reader.report(TOO_LARGE, scalar.place, message, "长的文字请放进 .jinja 文件。")
