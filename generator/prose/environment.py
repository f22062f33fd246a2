"""The sandbox that renders the pack's text: strict, without arithmetic, without attributes, with limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    nodes,
    pass_context,
    pass_eval_context,
)
from jinja2.exceptions import SecurityError, TemplateNotFound
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from generator.findings.finding import Finding, Kind, Place, Severity
from generator.ledger import Amount
from generator.pack.spec import Text
from generator.prose.limits import NO_ARITHMETIC, OPERATIONS, Spent, guarded, joined
from generator.prose.values import PRIVATE, Change, Values

BAD_TEXT = Kind("P301", "模板文字有错", Severity.ERROR, "模板的文字（Jinja）写法不对，或者用了不存在的名称。")
ARITHMETIC = Kind("P302", "模板里做了运算", Severity.ERROR, "模板不许做加减乘除：要的数请在口径里定义。")
VALUES = "__values"
LOOP_ATTRIBUTES = ("index", "index0", "first", "last", "length", "revindex")


class PackEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for packs: a name after a point is a key of a mapping, and nothing else."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.lines: dict[str, Template] = {}  # labels of a specification are used for many rows
        self.spent = Spent()
        self.largest = 0  # characters of the largest text of the pack

    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        """Compile a template that counts what it does."""
        return super()._generate(guarded(source, self, self.largest), *arguments, **options)

    def call(self, context: Context, called: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call a function or a macro, and count it."""
        self.spent.step()
        return super().call(context, called, *arguments, **named)

    def one_line(self, source: str) -> Template:
        """Compile a short text of a specification, once."""
        if source not in self.lines:
            self.lines[source] = self.from_string(source)
        return self.lines[source]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look up a key; only loops have attributes."""
        if isinstance(obj, LoopContext) and attribute in LOOP_ATTRIBUTES:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Look up a key of a mapping or an index of a list."""
        if isinstance(obj, Undefined):
            return obj[argument]
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        if isinstance(obj, tuple | list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow no attribute of any Python object."""
        return False


@pass_context
def finalize(context: Context, value: Any) -> Any:
    """Replace each value that is put in by a mark; a bare amount is an error."""
    if isinstance(value, Undefined):
        return value
    if isinstance(value, Markup):
        _spent(context).write(len(value))
        return value
    if isinstance(value, Amount | Change):
        raise SecurityError("金额没有写单位：请加 |万元、|元 或 |增减")
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise SecurityError(f"这里应当是文字，不是{_kind_of(value)}")
    values: Values = context[VALUES]
    text = value if isinstance(value, str) else str(value)
    _spent(context).write(len(text))
    return values.mark(text)


def _spent(context: Context) -> Spent:
    environment = context.environment
    assert isinstance(environment, PackEnvironment)  # noqa: S101 only this environment has this finalize
    return environment.spent


def make_environment(texts: Mapping[str, Text], filters: Mapping[str, Callable[..., Any]]) -> PackEnvironment:
    """Make the environment of one pack; functions and facts come with each rendering."""
    environment = PackEnvironment(
        loader=FunctionLoader(lambda name: _source(texts, name)),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in ("length", "first", "last", "join", "default")}
    environment.filters["join"] = pass_eval_context(joined(environment.filters["join"]))
    environment.filters.update(filters)
    environment.filters.update(environment.spent.filters())
    environment.largest = max((len(text.source) for text in texts.values()), default=0)
    return environment


def _source(texts: Mapping[str, Text], name: str) -> tuple[str, str, None] | None:
    return (texts[name].source, texts[name].file, None) if name in texts else None


def check_text(environment: PackEnvironment, text: Text) -> tuple[Finding, ...]:
    """Check a text before it is used: its syntax, and that it computes nothing."""
    if PRIVATE.search(text.source):
        return (BAD_TEXT.at(Place(text.file), "模板里有专用区字符（U+E000–U+F8FF）。", "请删去这些字符。"),)
    try:
        tree = environment.parse(text.source, filename=text.file)
    except (RecursionError, MemoryError):
        return (BAD_TEXT.at(Place(text.file, 1, 1), "括号或者标签套得太深。", "请分成几段来写。"),)
    except TemplateSyntaxError as error:
        return (
            BAD_TEXT.at(
                Place(text.file, error.lineno, 1), f"Jinja 写法错误：{explain(error)}", "请检查这一行的括号和标签。"
            ),
        )
    return tuple(
        ARITHMETIC.at(Place(text.file, node.lineno, 1), NO_ARITHMETIC, "请在口径里定义要用的数。")
        for node in tree.find_all(OPERATIONS)
    ) + tuple(
        BAD_TEXT.at(Place(text.file, node.lineno, 1), "文字里有专用区字符（U+E000–U+F8FF）。", "请删去这些字符。")
        for node in tree.find_all(nodes.Const)
        if isinstance(node.value, str) and PRIVATE.search(node.value)
    )


def explain(error: Exception) -> str:
    """Say in Chinese what went wrong in a rendering."""
    message = getattr(error, "message", None) or str(error)
    for english, chinese in MESSAGES:
        if english in message:
            return chinese.format(detail=_quoted(message), message=message)
    if isinstance(error, TemplateNotFound):
        return f"模板里没有“{message}”这个文件。"
    if message.isascii():
        return f"这里用的值不合适（{message}）。"
    return message


MESSAGES = (
    ("is undefined", "没有“{detail}”这个名称。"),
    ("has no attribute", "没有“{detail}”这一项。"),
    ("has no element", "没有“{detail}”这一项。"),
    ("No filter named", "没有“{detail}”这个过滤器。"),
    ("Encountered unknown tag", "没有“{detail}”这个标签。"),
    ("Unexpected end of template", "到结尾还有没关上的标签（缺 endif 或 endfor）。"),
    ("unexpected", "这里的写法不对（{message}）。"),
    ("expected token", "这里的写法不对（{message}）。"),
    ("not safely callable", "这里不能调用。"),
    ("not callable", "这里不能调用。"),
    ("too many statically nested", "循环套得太深。"),
    ("recursion", "宏或者 include 互相调用，没有尽头。"),
    ("decimal.", "数字太大或者太长，不能显示。"),
)


def _quoted(message: str) -> str:
    _, quote, rest = message.rpartition("'")[0].rpartition("'")
    return rest if quote else message.partition(" ")[0]


def _kind_of(value: Any) -> str:
    names = {"dict": "一组值", "tuple": "一个列表", "list": "一个列表", "bool": "是或否", "NoneType": "空"}
    return names.get(type(value).__name__, "别的东西")
