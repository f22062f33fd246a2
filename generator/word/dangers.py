"""What a Word template must not bring into a public file: kinds of findings, and remarks on parts of the template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from generator.base.frozen import frozen
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.word.archive import shown

DECEPTIVE = Kind(
    "P212", "Word 模板的压缩包不可信",
    explanation="部件重名、名称指向压缩包以外、同一部件登记两次，不同的程序打开会看到不同的内容。"
    "Word 和 WPS 存不出这样的文件。",
)  # fmt: skip
PROGRAM = Kind(
    "P213", "Word 模板带有宏、控件或程序",
    explanation="宏、ActiveX 控件、加载项和可执行文件会随公开文本发给公众，换了名称也一样，所以不能用这样的模板。",
)  # fmt: skip
ACTING_FIELD = Kind(
    "P214", "Word 模板里有会运行命令的域",
    explanation="DDE、DDEAUTO、DATABASE、MACROBUTTON 等域在打开文件时运行程序、查询数据库或调用宏。",
)  # fmt: skip
ENTITIES = Kind(
    "P215", "Word 模板的 XML 里有 DOCTYPE 或 XInclude",
    explanation="它们能把别的文件读进来，也能撑满内存。Word 和 WPS 从不写它们，没有用到的部件里也不许有。",
)  # fmt: skip
OUTSIDE = Kind(
    "P216", "Word 模板引用了外部的文件或网址", Severity.WARNING,
    "链接的图片、远程模板、邮件合并数据源、超链接等没有写入成品：公开文本打开时不应连接任何地方。",
)  # fmt: skip
LEFT_OUT = Kind(
    "P217", "Word 模板里有内容没有写入成品", Severity.WARNING,
    "只有确知无害的内容才进入公开文本：文字、样式、编号、形状和 PNG、JPEG、BMP 图片。"
    "嵌入的对象、文件和字体、图表、其他格式的图片等不写入。",
)  # fmt: skip
FROZEN_FIELD = Kind(
    "P218", "域换成了文字", Severity.WARNING,
    "页码、总页数、节、样式引用等域照样保留；日期、作者、文件名、目录等其他域打开时会变，换成它们在模板里现在的文字。",
)  # fmt: skip

_REMEDIES = {
    DECEPTIVE: "请用 Word 或 WPS 打开，另存为新的 .docx 文件；来历不明的请不要使用。",
    PROGRAM: "请在 Word 里另存为“Word 文档 (.docx)”，并删除控件和加载项；来历不明的请不要使用。",
    ACTING_FIELD: "请在 Word 里按 Alt+F9 显示域代码，删除这个域；来历不明的请不要使用。",
    ENTITIES: "请用 Word 或 WPS 打开，另存为新的 .docx 文件；来历不明的请不要使用。",
    OUTSIDE: "需要图片的，请选“插入”而不要选“链接到文件”；超链接请取消，只留文字；其他的请在“文件→信息”里断开链接。",
    LEFT_OUT: "不需要的请从模板里删除；图片请另存为 PNG 或 JPEG 再插入，对象和图表请改用图片或文字。",
    FROZEN_FIELD: "请选中它，按 Ctrl+Shift+F9 换成文字；需要年度、日期、名称的，请写 {{ 年度 }} 这样的标签。",
}
_MOST = 12  # findings of one kind; a hostile file may give thousands


@frozen
class Danger:
    """Something about a part of the template (empty: about several), in words without the full stop.

    `relation` is the id of the relationship that it is about, if any.
    """

    kind: Kind
    part: str
    text: str
    relation: str = ""


def as_findings(remarks: Iterable[Danger], file: str) -> tuple[Finding, ...]:
    """The findings of a template file: each said once, and of one kind not too many."""
    by_kind: dict[Kind, dict[str, None]] = defaultdict(dict)
    for remark in remarks:
        by_kind[remark.kind][f"{_where(remark.part)}{remark.text}。"] = None
    found = []
    for kind, messages in by_kind.items():
        shown = list(messages)[:_MOST]
        if len(messages) > _MOST:
            shown[-1] += f"（这类问题共 {len(messages)} 处，只列出 {_MOST} 处。）"
        found += [kind.at(Place(file), message, remedy=_REMEDIES[kind]) for message in shown]
    return tuple(found)


def _where(part: str) -> str:
    return f"部件“{shown(part)}”：" if part else ""
