"""Composing (成文): a budget and a pack become the neutral document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from generator.base.meter import ExhaustedError, Meter, meter_for, weight
from generator.books.book import Book
from generator.books.subject import SOURCES
from generator.compose.scope import TOO_MUCH, FailedError, Scope, make_scope, names_for
from generator.document.blocks import (
    CHART_TITLE,
    COVER,
    LANDSCAPE,
    PORTRAIT,
    TABLE_TITLE,
    Block,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Section,
)
from generator.document.rounding import explained
from generator.facts.budget import Budget, Subject
from generator.facts.words import RECORDED
from generator.findings.finding import Finding, Kind, Place, Severity, has_errors
from generator.pack.loader import MAIN_TEXT
from generator.pack.nodes import UNKNOWN_NAME, suggestion
from generator.pack.spec import ChartSpec, Pack, TableSpec
from generator.prose.environment import explain
from generator.prose.functions import Asking
from generator.prose.grammar import Said, parse
from generator.prose.printing import chinese_date
from generator.tables.charted import draw
from generator.tables.make import Made, make, texts_of

NamedSpec = TypeVar("NamedSpec", TableSpec, ChartSpec)

UNIT_TEXT = "单位.jinja"
INSTRUCTIONS = (COVER, "目录", "表", "图", "分页", LANDSCAPE, PORTRAIT, "所属单位")
_ALONE = tuple(one for one in INSTRUCTIONS if one not in ("目录", "表", "图"))  # nothing is written after them
DEEPEST = 4
LEVELS, USUAL_LEVELS = ("1", "2", "3", "4"), 2  # of the contents
MOST_CONTENTS = 10
MOST_TOLD = 50  # wrong instructions of one document
LONGEST_PARAGRAPH, LONGEST_HEADING = 20_000, 1_000  # characters
SHOWN = 20  # characters of a long text in a message
MOST_INSTRUCTIONS = 1000  # of one text: tables are the costly part of a document
UNKNOWN_INSTRUCTION = Kind("P303", "模板里有不认识的指令", Severity.ERROR, "以 @ 开头的行是指令，只有几种。")
EMPTY_DOCUMENT = Kind("P304", "模板没有内容", Severity.ERROR, "模板的正文没有写出任何内容。")
UNSAID = Kind("P306", "正文缺少必有的数", Severity.ERROR, "格式规定正文必须写到的数，模板的文字里没有。")
UNMADE = Kind("P307", "表排不出来", Severity.ERROR, "表的定义自相矛盾，例如合并、表单的格子对不齐，或者一列也没有。")
UNDRAWN = Kind(
    "D511", "图没有画", Severity.WARNING, "有的数不知道，或者行、列太多，画出来不真实、看不清的，图不画；表照印。"
)
UNFIT = Kind(
    "P309",
    "饼图的各部分不是整体",
    Severity.WARNING,
    "饼图的各部分加起来要等于表里的一个合计，堆积条形图的各列不能重复数同一笔钱；不是这样的，画成一般的条形图。",
)


def compose(
    budget: Budget,
    pack: Pack,
    *,
    unit: str = "",
    draft: bool = False,
    books: Mapping[str, Book] | None = None,
    parts: Sequence[str] = (),
) -> tuple[Document | None, tuple[Finding, ...]]:
    """Compose the disclosure document of a department (部门预算), or of one of its units (单位预算).

    `unit` is the code of a unit, or empty for the department. The cover is an empty section until `with_cover`
    fills it from the Word template. Without a document, at least one finding is an error; a `draft` is composed
    in spite of errors, as far as it can be. `books` are those of a budget that is made of several, `parts` what of the
    pack's optional parts (选印) is printed.
    """
    subject = budget.subject_of(unit)
    composer = _Composer(budget, pack, subject, books, parts)
    if has_errors(composer.findings) and not draft:
        return None, composer.all_findings()
    try:
        composer.write(MAIN_TEXT)
        title = composer.scope.text(pack.title, {}, pack.title_place or Place(pack.folders[0]))
    except FailedError as error:
        composer.findings.append(error.finding)
        return None, composer.all_findings()
    composer.scope.asking.told()
    composer.findings.extend(unsaid(pack, composer.scope.asking))
    sections = composer.finished()
    if not sections:
        composer.findings.append(EMPTY_DOCUMENT.at(Place(pack.texts[MAIN_TEXT].file, 1, 1), "模板的正文是空的。"))
    found = composer.all_findings()
    if not sections or (has_errors(found) and not draft):
        return None, found
    date = budget.data.get("公开日期", "")
    names = {
        **names_for(budget, subject, title),
        "公开日期": chinese_date(date) if date else "",
    }  # in words on the cover
    document = Document(title, subject.name, date, sections, names)
    return explained(document, pack.rounding_note) if pack.rounding_note else document, found


def compared(budget: Budget, pack: Pack) -> dict[str, tuple[str, ...]]:
    """Name the 口径 that a pack's texts compare and a budget does not state, by the key under which they are stated."""
    composer = _Composer(budget, pack, budget.subject)
    with suppress(FailedError):
        composer.write(MAIN_TEXT)
    return {SOURCES[book]: tuple(dict.fromkeys(names)) for book, names in composer.scope.asking.lacking.items()}


def reasons(budget: Budget, pack: Pack) -> tuple[tuple[Subject, Mapping[str, str]], ...]:
    """Give the changes of which a pack's texts ask the reason (原因), by name, with what is written; empty for nothing.

    They are told of the department, and of each unit that publishes a budget of its own.
    """
    own = (one for one in budget.subjects if one is budget.subject or one.has_own_budget)
    composers = [_Composer(budget, pack, subject) for subject in own]
    for composer in composers:
        with suppress(FailedError):
            composer.write(MAIN_TEXT)
    asked = (asking for composer in composers for asking in composer.asked)
    found: dict[str, tuple[Subject, dict[str, str]]] = {}
    for asking in asked:
        found.setdefault(asking.subject.code, (asking.subject, {}))[1].update(asking.reasons)
    return tuple(found.values())


def with_cover(document: Document, cover: tuple[Paragraph, ...]) -> Document:
    """Fill the cover, where the pack's text asks for one, with the paragraphs of the Word template.

    Empty paragraphs at its end are left out: they must not make a second, empty page.
    """
    filled = [number for number, paragraph in enumerate(cover, 1) if paragraph.text.strip()]
    cover = cover[: max(filled, default=0)]
    sections = (replace(s, blocks=cover) if s.page == COVER else s for s in document.sections)
    return replace(document, sections=tuple(s for s in sections if s.blocks))


def unsaid(pack: Pack, asking: Asking) -> Iterator[Finding]:
    """Find the figures that the form demands (正文必有) and that the text does not ask for.

    Of a list that the budget does not speak of, nothing can be said.
    """
    silent = {data for key, data in RECORDED.items() if not asking.given(key)}
    for name in pack.required:
        if name not in asking.asked and pack.queries[name][0] not in silent:
            message = f"正文没有写到“{name}”的数。"
            remedy = f"请在文字里写上 {{{{ 金额('{name}')|万元 }}}}，或者把它从“正文必有”里去掉。"
            yield UNSAID.at(Place(pack.texts[MAIN_TEXT].file), message, remedy)


@dataclass(slots=True)
class _Composer:
    """Builds sections from the lines of the pack's text."""

    budget: Budget
    pack: Pack
    subject: Subject
    books: Mapping[str, Book] | None = None
    parts: Sequence[str] = ()  # 选印
    findings: list[Finding] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    page: str = PORTRAIT
    numbered: bool = True
    level: int = 0
    anchors: int = 0
    with_units: bool = False
    wrong: int = 0
    meter: Meter = field(init=False)
    scope: Scope = field(init=False)
    asked: list[Asking] = field(default_factory=list)  # of every subject that was written about

    def __post_init__(self) -> None:
        self.meter = meter_for(self.budget.size)
        self.scope = make_scope(self.budget, self.pack, self.subject, self.findings, self.meter, self.books, self.parts)
        self.asked.append(self.scope.asking)

    def write(self, text: str) -> None:
        """Render a text file of the pack and add what it says."""
        rendered, values = self.scope.render(text)
        instructions = 0
        for said in parse(rendered, values):
            instructions += bool(said.instruction)
            if instructions > MOST_INSTRUCTIONS:
                place = self.written(f"@{said.instruction}", text)
                raise FailedError(TOO_MUCH.at(place, f"指令超过 {MOST_INSTRUCTIONS} 条。", "请检查循环里的指令。"))
            self.add(said, text)

    def add(self, said: Said, text: str) -> None:
        """Add one line of the text."""
        self.check_length(said, text)
        if said.instruction:
            self.instruct(said, text)
        elif said.level:
            self.heading(said.runs, said.level, said.style)
        else:
            self.blocks.append(Paragraph(said.runs, said.style))

    def check_length(self, said: Said, text: str) -> None:
        """Refuse a paragraph that no page layout should have to set."""
        long, most = sum(len(run.text) for run in said.runs), LONGEST_HEADING if said.level else LONGEST_PARAGRAPH
        if long > most:
            message = f"这一段有 {long} 个字，最多 {most} 个：“{said.runs[0].text[:SHOWN]}……”。"
            raise FailedError(TOO_MUCH.at(Place(self.pack.texts[text].file, 1, 1), message, "请分成几段。"))

    def heading(self, runs: tuple[Run, ...], level: int, style: str) -> None:
        """Add a heading; a level that would skip one is raised, since readers navigate by levels."""
        self.anchors += 1
        if style != TABLE_TITLE:
            self.level = level
        self.blocks.append(Heading(runs, level, f"_Toc{self.anchors:06d}", style))

    def instruct(self, said: Said, text: str) -> None:
        """Carry out an instruction."""
        if said.argument and said.instruction in _ALONE:
            place = self.written(f"@{said.instruction}", text, said.argument)
            message = f"“@{said.instruction}”后面的“{said.argument[:SHOWN]}”不起作用。"
            self.told(UNKNOWN_INSTRUCTION.at(place, message, f"请只写 @{said.instruction}。"))
        if said.instruction == "表":
            self.table(said.argument, text)
        elif said.instruction == "图":
            self.chart(said.argument, text)
        elif said.instruction == "分页":
            self.break_page()
        elif said.instruction in (PORTRAIT, LANDSCAPE):
            self.turn(said.instruction)
        elif said.instruction == COVER:
            self.front(COVER)
        elif said.instruction == "目录":
            self.contents(said.argument, text)
        elif said.instruction == "所属单位":
            self.units()
        else:
            place = self.written(f"@{said.instruction}", text, said.argument)
            message = f"不认识的指令“@{said.instruction[:SHOWN]}”。"
            self.told(UNKNOWN_INSTRUCTION.at(place, message, suggestion(said.instruction, INSTRUCTIONS)))

    def named(self, what: str, name: str, known: Mapping[str, NamedSpec], text: str) -> NamedSpec | None:
        """Give what the pack has under a name; report where a text asks for one that it does not have."""
        if name not in known:
            place = self.written(f"@{what} {name}", text)
            self.told(UNKNOWN_NAME.at(place, f"没有名为“{name[:SHOWN]}”的{what}。", suggestion(name, known)))
        return known.get(name)

    def table(self, name: str, text: str) -> None:
        """Add a table with its title; where it is printed one by one, each begins a page if the form says so."""
        spec = self.named("表", name, self.pack.tables, text)
        if spec is None or not self.scope.setting.applies(spec.applies):
            return
        with self.making(spec, f"表“{name}”"):
            for number, made in enumerate(make(spec, self.scope.ledger, self.scope.setting)):
                if spec.new_page and number:
                    self.break_page()
                self.made(made)

    @contextmanager
    def making(self, spec: TableSpec, what: str) -> Iterator[None]:
        """Report what a table, or a chart of it, cannot be made of."""
        try:
            yield
        except FailedError:
            raise
        except ExhaustedError as error:
            raise FailedError(TOO_MUCH.at(spec.place, f"{error}。", "请检查这张表的行、列和逐条。")) from None
        except Exception as error:
            message = f"{what}排不出来：{explain(error)}"
            raise FailedError(UNMADE.at(spec.place, message, "请检查这张表的列、行、合并和表单。")) from None

    def chart(self, name: str, text: str) -> None:
        """Add a chart with its title, unless there is nothing to draw; what is left out for another reason is told."""
        chart = self.named("图", name, self.pack.charts, text)
        if chart is None:
            return
        spec = self.pack.tables.get(chart.table)
        if spec is None or not self.scope.setting.applies(spec.applies):
            return  # that there is no such table was told when the pack was read
        with self.making(spec, f"图“{name}”"):
            drawn = draw(chart, spec, self.scope.ledger, self.scope.setting)
        if drawn.reason:
            self.findings.append(UNDRAWN.at(chart.place, drawn.reason, "请看表；不要这张图的，请不选印它所在的部分。"))
        if drawn.unfit:
            self.findings.append(UNFIT.at(chart.place, drawn.unfit, "请改“行”“列”，或者写 形式: 条形图。"))
        if drawn.chart is None:
            return
        self.meter.write(sum(weight(cell.text) for row in drawn.chart.table.body for cell in row.cells))
        if drawn.heading:
            self.blocks.append(Paragraph(drawn.heading, CHART_TITLE))
        self.blocks.append(drawn.chart)

    def contents(self, argument: str, text: str) -> None:
        """Add the contents, down to a level."""
        found = sum(isinstance(block, Contents) for section in self.sections for block in section.blocks)
        if found == MOST_CONTENTS:
            place = self.written("@目录", text)
            raise FailedError(TOO_MUCH.at(place, f"目录印了 {MOST_CONTENTS} 遍以上。", "请只留一行“@目录”。"))
        if argument not in ("", *LEVELS):
            message = f"“@目录”后面应当是 1 到 {DEEPEST}，写的是“{argument[:SHOWN]}”。"
            self.told(UNKNOWN_INSTRUCTION.at(self.written("@目录", text, argument), message, "例如：@目录 2"))
            return
        self.front(self.page, Contents(levels=int(argument or USUAL_LEVELS)))

    def told(self, finding: Finding) -> None:
        """Report what is wrong with an instruction; after so many that nobody reads on, stop."""
        self.findings.append(finding)
        self.wrong += 1
        if self.wrong == MOST_TOLD:
            raise FailedError(finding)

    def written(self, instruction: str, text: str, argument: str = "") -> Place:
        """Return where an instruction is written: in the text itself, or in one that it includes.

        The line that says just this is meant, rather than one that begins so (another table, another level).
        """
        own = self.pack.texts[text]
        whole = f"{instruction} {argument}".split()
        lines = [
            (one.file, number, line)
            for one in (own, *dict.fromkeys(self.pack.texts.values()))
            for number, line in enumerate(one.source.split("\n"), 1)
            if line.strip().startswith(instruction)
        ]
        if not lines:
            return Place(own.file, 1, 1)
        file, number, line = next((one for one in lines if one[2].split() == whole), lines[0])
        return Place(file, number, line.index("@") + 1, len(instruction))

    def made(self, made: Made) -> None:
        """Add one printed table."""
        self.meter.write(sum(weight(text) for text in texts_of(made)))
        if made.title:
            self.heading(made.heading, min(self.level + 1, DEEPEST), TABLE_TITLE)
        self.blocks.extend(made.tables)

    def break_page(self) -> None:
        """Start a new page, unless one has just begun."""
        if self.blocks and not isinstance(self.blocks[-1], PageBreak):
            self.blocks.append(PageBreak())

    def turn(self, page: str) -> None:
        """Go on with another page geometry; nothing happens where it is the same."""
        if page != self.page:
            self.close()
            self.page = page

    def front(self, page: str, *blocks: Block) -> None:
        """Add pages without numbers: the cover, the contents."""
        self.close()
        self.sections.append(Section(page, blocks, numbered=False))

    def units(self) -> None:
        """Add the budgets of the units (所属单位预算), each about itself, with the pack's text for units."""
        if UNIT_TEXT not in self.pack.texts:
            return
        outer = self.scope
        if outer.ledger.version == "单位" or self.with_units:
            place = self.written("@所属单位", MAIN_TEXT)
            raise FailedError(TOO_MUCH.at(place, "所属单位预算只能印一遍。", "请只留一行“@所属单位”。"))
        self.with_units = True
        for unit in self.budget.units:
            if not unit.has_own_budget:
                continue
            self.scope = make_scope(self.budget, self.pack, unit, self.findings, self.meter, parts=self.parts)
            self.asked.append(self.scope.asking)
            self.write(UNIT_TEXT)
            self.scope.asking.told()
        self.scope = outer

    def close(self) -> None:
        """End the current section, if it has content."""
        if self.blocks and isinstance(self.blocks[-1], PageBreak):
            self.blocks.pop()
        if self.blocks:
            first = not any(section.numbered for section in self.sections)
            self.sections.append(Section(self.page, tuple(self.blocks), numbered=True, restart=first))
            self.blocks = []

    def finished(self) -> tuple[Section, ...]:
        """Return all sections."""
        self.close()
        return tuple(self.sections)

    def all_findings(self) -> tuple[Finding, ...]:
        """Return the findings of all texts, each once."""
        return tuple(dict.fromkeys(self.findings))
