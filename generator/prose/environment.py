"""The sandbox that renders the pack's text: strict, without arithmetic, without attributes, with limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, Template, TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import TemplateNotFound
from jinja2.lexer import TokenStream
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from generator.base.meter import weight
from generator.findings.finding import Finding, Place
from generator.pack.nodes import UNPRINTABLE, WIDE_REMEDY, wide_tag
from generator.pack.spec import PackText
from generator.prose.language import BAD_TEXT, TESTS, Fault, copied, faults, files_of, parse, size_of, tokens
from generator.prose.limits import FILTERS, VALUES, argument, guarded, meter_of, named_argument
from generator.prose.values import TextError, Values, kind_of, said

LOOP_ATTRIBUTES = ("index", "index0", "first", "last", "length", "revindex")
WIDE, WIDEST, WIDE_BY = "\uff01", "\uff5e", 0xFEE0  # full-width ASCII, and how far it is from ASCII
DEEPEST_FILES = 8  # files that include files
MOST_OF_ALL = 15_000  # nodes of all texts of a pack; those of a real form have 2,000
LONGEST_NAME, LONGEST_MESSAGE = 100, 300  # characters that are shown: a text may be as long as a pack likes


class PackEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for packs: a name after a point is a key of a mapping, and nothing else.

    It holds nothing of a document, so that documents may share it: what they use up is counted by the meter in the
    context of each rendering.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.lines: dict[str, Template] = {}  # labels of a specification are used for many rows
        self.trees: dict[str, nodes.Template] = {}  # a text is checked, compiled and looked through
        self.faults: dict[nodes.Template, tuple[Fault, ...]] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a text within the limits, once."""
        if source not in self.trees:
            self.trees[source] = parse(self, source, name, filename)
        return self.trees[source]

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        """Divide a text within the limits."""
        return tokens(self.lexer, source, name, filename)

    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        """Compile a template that counts what it does; raises TextError where the text says what it may not."""
        for fault in self.faults_of(source):
            raise TextError(f"{fault.message}{fault.remedy}")
        return super()._generate(guarded(copied(source), self), *arguments, **options)

    def faults_of(self, tree: nodes.Template) -> tuple[Fault, ...]:
        """Give what a text says that it may not, looked for once."""
        if tree not in self.faults:
            self.faults[tree] = tuple(faults(tree, self.filters))
        return self.faults[tree]

    def call(self, context: Context, called: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call a function with texts, or a macro with anything, and count it."""
        meter = meter_of(context)
        if isinstance(called, Macro | BlockReference):
            meter.enter()
            try:
                return super().call(context, called, *arguments, **named)
            finally:
                meter.leave()
        if isinstance(called, Undefined):
            str(called)
        if not callable(called) or isinstance(called, LoopContext):
            raise TextError(f"这里不能调用：这是{kind_of(called)}。")
        texts = {name: named_argument(context, name, value) for name, value in named.items()}
        return super().call(context, called, *(argument(context, value) for value in arguments), **texts)

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
        if isinstance(argument, Undefined):
            str(argument)
        if not isinstance(argument, str | int):
            raise TextError(f"方括号里应当是文字或者整数，不是{kind_of(argument)}。")
        if isinstance(obj, Undefined):
            return obj[argument]
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        if isinstance(obj, tuple | list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=argument)  # type: ignore[arg-type]  # an index too, says its message

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow no attribute of any Python object."""
        return False


@pass_context
def finalize(context: Context, value: Any) -> Any:
    """Replace each value that is put in by a mark; a bare amount is an error."""
    text = said(value)
    meter_of(context).write(weight(text))
    if isinstance(text, Markup):
        return text
    values: Values = context[VALUES]
    return values.mark(text)


def make_environment(texts: Mapping[str, PackText], filters: Mapping[str, Callable[..., Any]]) -> PackEnvironment:
    """Make the environment of one pack; functions and facts come with each rendering."""
    environment = PackEnvironment(
        loader=FunctionLoader(lambda name: _source(texts, name)),
        undefined=StrictUndefined,
        autoescape=True,
        optimized=False,  # nothing is computed while compiling: there is no meter
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters = {"default": environment.filters["default"], **FILTERS, **filters}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


def _source(texts: Mapping[str, PackText], name: str) -> tuple[str, str, None] | None:
    return (texts[name].source, texts[name].file, None) if name in texts else None


def check_texts(environment: PackEnvironment, texts: Mapping[str, PackText]) -> Iterator[Finding]:
    """Check the texts of a pack before they are used: characters, syntax, what they may say, what includes what."""
    trees: dict[PackText, nodes.Template] = {}
    names = {
        text: name for name, text in reversed(list(texts.items()))
    }  # the nearest name, by which it will be asked for
    size = 0
    for text in dict.fromkeys(texts.values()):
        if size > MOST_OF_ALL:
            yield BAD_TEXT.at(Place(text.file, 1, 1), "模板各个文件的标签和名称合起来太多。", "请删去不用的文字。")
            return
        yield from _check(environment, names[text], text, trees)
        size += size_of(trees[text]) if text in trees else 0
    yield from _endless(texts, trees)


def _check(
    environment: PackEnvironment, name: str, text: PackText, trees: dict[PackText, nodes.Template]
) -> Iterator[Finding]:
    """Check one text; where it can be used its tree is added to `trees`."""
    bad = UNPRINTABLE.search(text.source)
    if bad:
        place = Place(text.file, text.source.count("\n", 0, bad.start()) + 1, 1)
        message = f"模板里有印不出来的字符（U+{ord(bad.group()):04X}，控制字符或者专用区字符）。"
        yield BAD_TEXT.at(place, message, "请删去这个字符。")
        return
    for number, line in enumerate(text.source.split("\n"), 1):
        if wide := wide_tag(line):
            place = Place(text.file, number, line.index(wide) + 1, len(wide))
            yield BAD_TEXT.at(place, f"“{wide}”里有全角字符，会原样印出来。", WIDE_REMEDY)
            return
    try:
        tree = environment.parse(text.source, filename=text.file)
    except TemplateSyntaxError as error:
        message = f"Jinja 写法错误：{explain(error)}"
        yield BAD_TEXT.at(Place(text.file, error.lineno, 1), message, "请检查这一行的括号和标签。")
        return
    wrong = [
        fault.kind.at(Place(text.file, fault.line, 1), fault.message, fault.remedy)
        for fault in environment.faults_of(tree)
    ]
    yield from wrong
    if wrong:
        return
    trees[text] = tree
    try:
        environment.get_template(name)
    except Exception as error:
        place = Place(text.file, getattr(error, "lineno", 1) if isinstance(error, TemplateSyntaxError) else 1, 1)
        yield BAD_TEXT.at(place, explain(error), "请对照模板说明，检查这个文件的标签。")


def _endless(texts: Mapping[str, PackText], trees: Mapping[PackText, nodes.Template]) -> Iterator[Finding]:
    """Find files that include each other without end, or too deep."""
    files = {text: files_of(tree) for text, tree in trees.items()}
    inner = {text: {texts[name] for name, _ in named if name in texts} for text, named in files.items()}
    for text, named in files.items():
        for name, line in named:
            if name in texts and _is_deep(texts[name], inner):
                message = f"“{name}”里又有 include，超过 {DEEPEST_FILES} 层，或者没有尽头。"
                yield BAD_TEXT.at(Place(text.file, line, 1), message, "请检查这些文件是不是互相引用。")


def _is_deep(text: PackText, inner: Mapping[PackText, Iterable[PackText]]) -> bool:
    level = {text}
    for _ in range(DEEPEST_FILES):
        level = {one for outer in level for one in inner.get(outer, ())}
    return bool(level)


def explain(error: Exception) -> str:
    """Say in Chinese what went wrong in a rendering."""
    message = str(getattr(error, "message", None) or error)
    wide = _quoted(message) if "unexpected char" in message else ""
    if len(wide) == 1 and WIDE <= wide <= WIDEST:
        return f"标签里写了全角的“{wide}”，应当是半角的“{chr(ord(wide) - WIDE_BY)}”。"
    for english, chinese in MESSAGES:
        if english in message:
            return chinese.format(detail=_quoted(message)[:LONGEST_NAME])
    if isinstance(error, TemplateNotFound):
        return f"模板里没有“{message[:LONGEST_NAME]}”这个文件。"
    said_in_chinese = any("\u4e00" <= char <= "\u9fff" for char in message)
    return message[:LONGEST_MESSAGE] if said_in_chinese else "这里的写法或者用的值不合适。"


MESSAGES = (
    ("is undefined", "没有“{detail}”这个名称。"),
    ("has no attribute", "没有“{detail}”这一项。"),
    ("has no element", "没有“{detail}”这一项。"),
    ("Encountered unknown tag", "没有“{detail}”这个标签。"),
    ("Unexpected end of template", "到结尾还有没关上的标签（缺 endif 或 endfor）。"),
    ("Expected an expression", "这里缺少内容。"),
    ("end of comment", "注释没有关上（缺 #}}）。"),
    ("end of raw", "raw 没有关上（缺 endraw）。"),
    ("tag name expected", "标签里缺少名称。"),
    ("defined twice", "“{detail}”这个 block 写了两遍。"),
    ("non top-level scope", "extends 只能写在最外层。"),
    ("extended multiple times", "extends 只能写一次。"),
    ("does not export", "没有“{detail}”这个宏。"),
    ("positional argument", "参数的个数不对。"),
    ("unexpected keyword argument", "没有“{detail}”这个参数。"),
    ("takes no keyword argument", "没有“{detail}”这个参数。"),
    ("multiple values for argument", "“{detail}”这个参数写了两遍。"),
    ("not supported between", "文字和数不能比较大小。"),
    ("not safely callable", "这里不能调用。"),
    ("not callable", "这里不能调用。"),
    ("too many statically nested", "循环套得太深。"),
    ("unexpected", "这里的写法不对（{detail}）。"),
    ("expected token", "这里的写法不对（{detail}）。"),
    ("decimal.", "数字太大或者太长，不能显示。"),
)


def _quoted(message: str) -> str:
    _, quote, rest = message.rpartition("'")[0].rpartition("'")
    return rest if quote else message.partition(" ")[0]
