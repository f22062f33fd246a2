"""What of Jinja a pack's text may use: few statements and expressions, and no more of them than a person writes.

Everything is refused that is not named here, so that a text can only do what is known to end and to be cheap. The
limits hold before Python sees the text: neither the parser nor the compiler can be driven into a recursion that
ends on one machine and not on another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from jinja2 import TemplateSyntaxError, nodes
from jinja2.lexer import Lexer, TokenStream
from jinja2.parser import Parser

from generator.base.frozen import frozen
from generator.findings.finding import Kind, Severity
from generator.pack.nodes import UNPRINTABLE, suggestion

if TYPE_CHECKING:
    from jinja2 import Environment

SomeNode = TypeVar("SomeNode", bound=nodes.Node)
BAD_TEXT = Kind("P301", "模板文字有错", Severity.ERROR, "模板的文字（Jinja）写法不对，或者用了不存在的名称。")
ARITHMETIC = Kind("P302", "模板里做了运算", Severity.ERROR, "模板不许做加减乘除：要的数请在口径里定义。")

MOST_NODES = 5_000  # of one text; the largest text of a real form has 800
MOST_TOKENS = 10 * MOST_NODES  # spaces are tokens too
LONGEST = {"integer": 15, "float": 15, "name": 100}  # characters of a token
DEEPEST_TREE = 50  # expressions and statements within each other; a real form has 12
DEEPEST_PARSING = 90  # levels of the parser, of which a bracket takes three
MOST_BRANCHES = 40  # elif of one if
DEEPEST_LOOPS = 8  # CPython compiles twenty
USUAL = "请对照模板说明改正。"
RESERVED = "__"  # begins the names that are the program's own

TESTS = ("defined", "undefined", "none", "string", "number", "mapping", "boolean", "true", "false")
ALLOWED = frozenset((
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign, nodes.AssignBlock,
    nodes.With, nodes.Macro, nodes.CallBlock, nodes.Block, nodes.Extends, nodes.Include, nodes.FromImport,
    nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.CondExpr,
    nodes.Filter, nodes.Test, nodes.Call, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Concat, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not,
))  # fmt: skip
OPERATIONS = frozenset((
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg, nodes.Pos,
))  # fmt: skip
LIMITED = frozenset((  # those of the allowed that may not say all that they can
    nodes.For, nodes.AssignBlock, nodes.Include, nodes.Extends, nodes.FromImport, nodes.Name, nodes.Const,
    nodes.Filter, nodes.Test, nodes.Call, nodes.Getitem,
))  # fmt: skip
FILES = (nodes.Include, nodes.Extends, nodes.FromImport)
_TAGS = {
    nodes.Import: "import（请写 from … import …）",
    nodes.FilterBlock: "filter",
    nodes.Scope: "autoescape",
    nodes.ScopedEvalContextModifier: "autoescape",
    nodes.NSRef: "带点的 set",
}


@frozen
class Fault:
    """What a text may not say, with its line."""

    line: int
    message: str
    remedy: str = USUAL
    kind: Kind = BAD_TEXT


class BoundedParser(Parser):
    """Jinja's parser, which is recursive, with a limit to its levels."""

    level = 0

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._opened: list[tuple[str, int]] = []  # the tags that are not closed yet, with their lines

    def parse_statement(self) -> nodes.Node | list[nodes.Node]:
        """Parse a tag."""
        self._deeper()
        self._opened.append((self.stream.current.value, self.stream.current.lineno))
        found = super().parse_statement()
        self._opened.pop()
        self.level -= 1
        return found

    def fail_eof(self, end_tokens: tuple[str, ...] | None = None, lineno: int | None = None) -> NoReturn:
        """Say which tag is not closed, where it begins."""
        if self._opened:
            self._fail_open(*self._opened[-1])
        super().fail_eof(end_tokens, lineno)

    def fail_unknown_tag(self, name: str, lineno: int | None = None) -> NoReturn:
        """Say of an end that another tag waits for which one within it is not closed, where it begins."""
        around = self._opened[:-1]  # the unknown one is there, too
        if any(name == f"end{opened}" for opened, _ in around):
            self._fail_open(*around[-1])
        super().fail_unknown_tag(name, lineno)

    def _fail_open(self, name: str, line: int) -> NoReturn:
        self.fail(f"{{% {name} … %}} 没有关上（缺 {{% end{name} %}}）。", line)

    def parse_condexpr(self) -> nodes.Expr:
        """Parse an expression with its conditions (if … else)."""
        self._deeper()
        found = super().parse_condexpr()
        self.level -= 1
        return found

    def parse_not(self) -> nodes.Expr:
        """Parse an expression that may begin with `not`."""
        self._deeper()
        found = super().parse_not()
        self.level -= 1
        return found

    def parse_unary(self, with_filter: bool = True) -> nodes.Expr:
        """Parse an expression that may begin with a sign."""
        self._deeper()
        found = super().parse_unary(with_filter)
        self.level -= 1
        return found

    def _deeper(self) -> None:
        self.level += 1
        if self.level > DEEPEST_PARSING:
            self.fail("括号或者标签套得太深。", self.stream.current.lineno)


def parse(environment: Environment, source: str, name: str | None, file: str | None) -> nodes.Template:
    """Parse a text within the limits; raises TemplateSyntaxError."""
    tree = BoundedParser(environment, source, name, file).parse()
    for number, (node, line, depth) in enumerate(walk(tree)):
        if number == MOST_NODES:
            raise TemplateSyntaxError("文字里的标签和名称太多。", line, name, file)
        if depth > DEEPEST_TREE or (isinstance(node, nodes.If) and len(node.elif_) > MOST_BRANCHES):
            raise TemplateSyntaxError("条件、括号或者标签太多、套得太深。", line, name, file)
    return tree


def tokens(lexer: Lexer, source: str, name: str | None, file: str | None) -> TokenStream:
    """Divide a text within the limits, before it is parsed; raises TemplateSyntaxError."""
    found: list[tuple[int, str, str]] = []
    for line, kind, value in lexer.tokeniter(source, name, file):
        if len(found) == MOST_TOKENS:
            raise TemplateSyntaxError("文字里的标签和名称太多。", line, name, file)
        if kind in LONGEST and len(value) > LONGEST[kind]:
            raise TemplateSyntaxError(f"数字或者名称太长，最多 {LONGEST[kind]} 个字。", line, name, file)
        found.append((line, kind, value))
    return TokenStream(lexer.wrap(found, name, file), name, file)


@lru_cache(maxsize=128)  # a text is looked through for its size, its faults, and the files that it names
def walk(tree: nodes.Node) -> tuple[tuple[nodes.Node, int, int], ...]:
    """Give every node in the order of the text, with its line and its depth, however deep the tree is."""
    found, waiting = [], [(tree, 1, 0)]
    while waiting:
        node, above, depth = waiting.pop()
        line = node.lineno or above
        found.append((node, line, depth))
        waiting.extend([(child, line, depth + 1) for child in children(node)][::-1])
    return tuple(found)


def children(node: nodes.Node) -> list[nodes.Node]:
    """Give the nodes right below one, without asking of each field whether it is wanted, as Jinja does."""
    found: list[nodes.Node] = []
    for name in node.fields:
        value = getattr(node, name, None)  # not all are set
        if isinstance(value, nodes.Node):
            found.append(value)
        elif isinstance(value, list):
            found += [one for one in value if isinstance(one, nodes.Node)]
    return found


def copied(tree: SomeNode) -> SomeNode:
    """Copy a tree, to be changed; it is no deeper than `parse` allows."""
    made = object.__new__(type(tree))
    for name in (*tree.fields, *tree.attributes):
        value = getattr(tree, name)
        if isinstance(value, nodes.Node):
            value = copied(value)
        elif isinstance(value, list):
            value = [copied(one) if isinstance(one, nodes.Node) else one for one in value]
        setattr(made, name, value)
    return made


def size_of(tree: nodes.Template) -> int:
    """Return how many nodes a text has."""
    return len(walk(tree))


def faults(tree: nodes.Template, filters: Collection[str]) -> Iterator[Fault]:
    """Yield what a text may not say; `filters` are the filters that there are."""
    loops = 0
    for node, line, _ in walk(tree):
        loops += isinstance(node, nodes.For)
        kind = type(node)
        if kind in OPERATIONS:
            message = "模板里不许做运算。"
            yield Fault(
                line,
                message,
                "增减写 比上年()、增减率()，比重写 占比()；合计请在口径里定义一个更宽的条件。",
                ARITHMETIC,
            )
        elif kind not in ALLOWED:
            yield Fault(line, f"模板的文字里不能用“{_TAGS.get(kind, kind.__name__)}”。")
        elif kind in LIMITED:
            yield from (Fault(line, message, remedy or USUAL) for message, remedy in _faults(node, filters))
    if loops > DEEPEST_LOOPS:
        yield from _deep_loops(tree)


def _faults(node: nodes.Node, filters: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a node of an allowed kind: a message, and a remedy if there is a better than usual."""
    match node:
        case nodes.Filter(name=name):
            yield from _unknown(name, "没有“{}”这个过滤器。", (one for one in filters if not one.startswith(RESERVED)))
        case nodes.Test(name=name):
            yield from _unknown(name, "没有“is {}”这个判断。", TESTS)
        case nodes.Const(value=value):
            yield from _constant(value)
        case nodes.Name(name=name):
            yield from _name(name)
        case nodes.FromImport(names=names):
            yield from (fault for one in names for fault in _name(one if isinstance(one, str) else one[1]))
    if isinstance(node, nodes.Call | nodes.Filter | nodes.Test):
        yield from _stars(node)
    yield from _shape(node)


def _shape(node: nodes.Node) -> Iterator[tuple[str, str]]:
    """Yield what the form of a tag may not be."""
    match node:
        case nodes.For(recursive=True):
            yield "循环不许写 recursive。", ""
        case nodes.AssignBlock(filter=nodes.Filter()):
            yield "成段的 set 不能带过滤器。", ""
        case nodes.Getitem(arg=nodes.Tuple()):
            yield "方括号里只能写一项。", ""
        case nodes.Include() | nodes.Extends() | nodes.FromImport() if not _names_a_file(node.template):
            yield "这里要直接写文件名。", '例如 {% include "名词解释.jinja" %}。'


def _unknown(name: str, message: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    words = sorted(known)
    if name not in words:
        yield message.format(name), suggestion(name, words)


def _stars(node: nodes.Call | nodes.Filter | nodes.Test) -> Iterator[tuple[str, str]]:
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        yield "参数里不能用 * 和 **。", "请把参数一个一个写出来。"


def _constant(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, float):
        yield "模板里只能写整数。", "要的数请在口径里定义。"
    if isinstance(value, str) and UNPRINTABLE.search(value):
        yield "文字里有印不出来的字符（控制字符、专用区字符 U+E000–U+F8FF 等）。", "请删去这些字符。"


def _name(name: str) -> Iterator[tuple[str, str]]:
    if name.startswith(RESERVED):
        yield f"没有“{name}”这个名称。", "名称不能以两条下划线开头。"
    if name in ("varargs", "kwargs"):
        yield f"不能用“{name}”这个名称。", "请把宏的参数一个一个写出来。"


def _names_a_file(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _deep_loops(tree: nodes.Node) -> Iterator[Fault]:
    """Find loops in loops in loops; the tree is not deep, so that a recursion is safe."""
    found: dict[int, None] = {}

    def visit(node: nodes.Node, loops: int) -> None:
        loops += isinstance(node, nodes.For)
        if loops > DEEPEST_LOOPS:
            found[node.lineno] = None
            return
        for child in children(node):
            visit(child, loops)

    visit(tree, 0)
    for line in found:
        yield Fault(line, "循环套得太深。", f"循环里面再写循环，最多 {DEEPEST_LOOPS} 层。")


def files_of(tree: nodes.Template) -> tuple[tuple[str, int], ...]:
    """Give the files that a text includes, extends or takes macros from, with the line."""
    found = ((node, line) for node, line, _ in walk(tree) if isinstance(node, FILES))
    return tuple((str(node.template.value), line) for node, line in found if isinstance(node.template, nodes.Const))
