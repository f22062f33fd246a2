"""Make the examples of `budget fill`, Word files with tags: 报送函.docx and 审签单.docx.

python -m tools.make_examples templates/示例
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from generator.word import template as wordtemplate
from generator.word.drafting import drafted, paragraph
from generator.word.template import WordTemplate

STYLES = Path(__file__).parents[1] / "templates/hebei/样式.docx"
RIGHT = '<w:jc w:val="right"/>'
FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
BOX = ("□是　□否", "表中")
PAGE = 8800  # twips between the margins
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Draft:
    """Writes paragraphs and tables by the names of their styles."""

    def __init__(self, template: WordTemplate) -> None:
        self.template = template
        self.body = ""

    def say(self, text: str, style: str = "Normal", properties: str = "") -> None:
        self.body += paragraph(self.template.style_id(style), [(text, False)] if text else [], properties)

    def table(self, widths: Sequence[int], rows: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Rows of (text, style), in columns of so many parts of the page; a row of fewer cells ends in a wide one."""
        columns = [PAGE * width // sum(widths) for width in widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        made = "".join(self._row(row, columns) for row in rows)
        self.body += (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
        )

    def _row(self, row: Sequence[tuple[str, str]], columns: Sequence[int]) -> str:
        cells = ""
        for number, (text, style) in enumerate(row):
            last = number == len(row) - 1
            span = len(columns) - number if last else 1
            wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            width = sum(columns[number : number + span])
            content = paragraph(self.template.style_id(style), [(text, False)] if text else [])
            cells += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}<w:vAlign w:val="center"/></w:tcPr>'
            cells += f"{content}</w:tc>"
        return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="480" w:hRule="atLeast"/></w:trPr>{cells}</w:tr>'

    def done(self, title: str) -> bytes:
        return drafted(self.template, self.body, title)


def letter(draft: Draft) -> None:
    """报送函: the letter with which the finished files go to the finance department."""
    draft.say("关于报送{{ 年度 }}年{{ 版本 }}预算信息公开材料的函", "文章标题")
    draft.say("财政部门：", properties=FLUSH)
    draft.say(
        "按照《中华人民共和国预算法》和《地方预决算公开操作规程》的规定，{{ 主体 }}已编制完成{{ 年度 }}年{{ 版本 }}预算"
        "信息公开材料，现随函报送。主要数据如下："
    )
    draft.say(
        "收入总计{{ 金额('收入总计')|万元 }}万元，支出总计{{ 金额('支出总计')|万元 }}万元，其中基本支出"
        "{{ 金额('基本支出')|万元 }}万元、项目支出{{ 金额('项目支出')|万元 }}万元；财政拨款“三公”经费"
        "{{ 金额('三公经费')|万元 }}万元。"
        "{% if 有记录('项目') %}共有项目{{ 记录('项目')|length }}个，列表如下：{% endif %}"
    )
    draft.say("{%p if 有记录('项目') %}")
    draft.table((1, 6, 3), [
        [("序号", "表头"), ("项目名称", "表头"), ("预算数（万元）", "表头")],
        [("{%tr for 项 in 记录('项目') %}", "表文")],
        [("{{ loop.index }}", "表中"), ("{{ 项.项目名称 }}", "表文"), ("{{ 项.预算数|万元 }}", "表数")],
        [("{%tr endfor %}", "表文")],
        [("", "表中"), ("合计", "表中"), ("{{ 金额('项目支出')|万元 }}", "表数")],
    ])  # fmt: skip
    draft.say("{%p endif %}")
    draft.say("以上材料已经审核，内容真实、完整，拟按规定公开。")
    draft.say("附件：{{ 主体 }}{{ 年度 }}年{{ 版本 }}预算信息公开")
    draft.say("")
    draft.say("{{ 主体 }}", properties=FLUSH + RIGHT)
    draft.say("{% if 公开日期 %}{{ 公开日期|中文日期 }}{% else %}年　月　日{% endif %}", properties=FLUSH + RIGHT)


def _signed(title: str, content: tuple[str, str] = ("", "表文")) -> list[tuple[str, str]]:
    return [(title, "表头"), content]


def _amounts(*queries: str) -> list[tuple[str, str]]:
    return [
        cell
        for query in queries
        for cell in ((f"{query}（万元）", "表头"), (f"{{{{ 金额('{query}')|万元 }}}}", "表数"))
    ]


def approval(draft: Draft) -> None:
    """审签单: what is signed before the budget is made public."""
    draft.say("{{ 年度 }}年{{ 版本 }}预算信息公开审签单", "文章标题")
    draft.table((3, 3, 3, 3), [
        _signed("单位名称", ("{{ 主体 }}", "表文")),
        _amounts("收入总计", "支出总计"),
        _amounts("基本支出", "项目支出"),
        [*_amounts("三公经费", "")[:2], ("项目个数", "表头"), ("{{ 记录('项目')|length }}", "表数")],
        [("所属单位", "表头"), ("性质", "表头"), ("本年支出（万元）", "表头")],
        [("{%tr for 一个 in 单位 %}", "表文")],
        [
            ("{{ 一个.单位名称 }}", "表文"),
            ("{{ 一个.单位性质|default('') }}", "表中"),
            ("{{ 金额('本年支出', 单位=一个.单位编码)|万元 }}", "表数"),
        ],
        [("{%tr endfor %}", "表文")],
        [*_signed("内容是否真实完整", BOX), *_signed("是否涉及国家秘密", BOX)],
        [*_signed("经办人"), *_signed("财务负责人")],
        _signed("保密审查意见"),
        _signed("单位负责人意见"),
        _signed("公开日期", ("{% if 公开日期 %}{{ 公开日期|中文日期 }}{% endif %}", "表文")),
    ])  # fmt: skip


EXAMPLES = {"报送函": letter, "审签单": approval}


def examples() -> dict[str, bytes]:
    """Return the examples by the names of their files."""
    template, _ = wordtemplate.load(STYLES.read_bytes(), STYLES.name)
    assert template is not None  # noqa: S101
    made = {}
    for name, write in EXAMPLES.items():
        draft = Draft(template)
        write(draft)
        made[f"{name}.docx"] = draft.done(name)
    return made


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in examples().items():
        (folder / name).write_bytes(data)
