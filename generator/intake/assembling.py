"""What was read of one department or unit, put together as a budget: its money, its records, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from generator.base.paths import ValuePath
from generator.books.statements import Normal
from generator.facts import classification
from generator.facts.assemble import UNIT_KEYS
from generator.facts.lines import DIMENSIONS_OF_KEYS
from generator.facts.words import NATURES, OWN_KEYS, THIS_YEAR
from generator.findings.finding import Place
from generator.intake.changes import clashes_of_changes
from generator.intake.contradictions import Contradiction, named_carried, of_clashes
from generator.intake.coverage import Coverage, coverage, wrong_rates
from generator.intake.draft import TO_VERIFY, BudgetDraft
from generator.intake.last_year import ThisYear, put_last_year
from generator.intake.listed import put_assets, put_declared, put_purchases
from generator.intake.lists import clashes_of_balance, clashes_of_lists
from generator.intake.owned import (
    Owned,
    by_code,
    funds_of_projects,
    identity,
    in_text,
    joined,
    of_projects,
    other_goals,
    owned,
    project_name,
    text_of,
)
from generator.intake.partitions import clashes_of_partitions
from generator.intake.pool import Clash, ConditionKey, doubles, key_of, pool, stale
from generator.intake.projects import described
from generator.intake.reading import UnitPart
from generator.intake.shares import Known, Share, Split, ValueSet, balanced, paid_by_income, split
from generator.intake.texts import put_texts
from generator.pack.spec import Pack
from generator.recognition.rows import QUANTITY
from generator.recognition.sentences import ReadSentences
from generator.recognition.statements import PrintedAmount, PrintedRecord
from generator.recognition.tables import RecognisedFile

ZERO = Decimal(0)
_KEYS = {dimension: key for key, dimension in DIMENSIONS_OF_KEYS.items()}
_LINES = {one: _KEYS[one] for one in ("单位", "功能分类", "经济分类", "政府经济分类", "资金性质")}  # of lines of money
_NATURE = "单位性质"
_UNIT_NAMES = {name: key for key, name in OWN_KEYS.items()}
_TEXTS_OF_UNITS = frozenset(
    ("整体绩效", "机关运行经费用途", "其他说明", "说明", "科目用途", "上年数", "上年执行数", "原因", *OWN_KEYS)
)
_SEVERAL = 2  # units
_LONGEST_NAME = 40  # characters of a unit's name
_NO_CROSS = f"{TO_VERIFY}：公布的表里没有交叉数"
_ONLY_TOTAL = f"{TO_VERIFY}：只读到项目的总数，科目和资金性质要自己写"
_NO_ECONOMIC = f"{TO_VERIFY}：表里没有这种资金的经济科目"
_OTHER_GOODS = "30299"  # 其他商品和服务支出
_PROJECTS = "项目"
_NAMELESS = "（项目名称待填）"


@dataclass(slots=True)
class MadeDraft:
    """A draft with what its tables say against each other and what could not be used."""

    draft: BudgetDraft
    clashes: list[Clash] = field(default_factory=list)
    left: list[tuple[str, Decimal, tuple[Place, ...]]] = field(default_factory=list)
    wrong: list[Contradiction] = field(default_factory=list)  # of rates and of last year's figures
    coverage: Coverage = field(default_factory=lambda: Coverage(()))
    carried: list[PrintedAmount] = field(default_factory=list)  # amounts of 上年结转

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What the files say against themselves: of amounts, then of rates and last year's figures."""
        return (*of_clashes(self.clashes, self.carried), *self.wrong)


def _owned(read: RecognisedFile) -> list[Owned]:
    return [one for table in read.tables for one in owned(table.records)]


def make_draft(
    reads: Sequence[RecognisedFile],
    sentences: Sequence[ReadSentences],
    units: Sequence[UnitPart],
    whose: tuple[str, str],
    year: int,
) -> MadeDraft:
    """Make a budget of what was read in files about one department (or unit): code and name, and the year.

    `units` are the documents of its units that stand in the same files.
    """
    first = reads[0]
    draft = BudgetDraft(year, first.form.pack.name, *whose)
    made = MadeDraft(draft)
    _head(draft, reads, list(_units_in_text(sentences, draft.name)), units)
    amounts = [one for read in reads for table in read.tables for one in table.amounts]
    amounts += [one for text in sentences for one in text.every_amount]
    own = [one for one in amounts if one.book == THIS_YEAR]
    made.carried += [one for one in own if one.condition.get("上年结转") == ("是",)]
    made.carried += named_carried(reads, sentences)
    projects = [one for read in reads for one in _owned(read)]
    named = [record for record in projects if record[0].list == _PROJECTS]
    mentioned = [one for text in sentences for one in text.free.projects]
    named += [(record, []) for record in in_text([record for record, _ in named], mentioned)]
    records = [record for record, _ in named]
    money = list(by_code((one for one in own if one.data == "收支"), records))
    of_units = [one for unit in units for one in _amounts_of_unit(unit)]
    funds, wrong = funds_of_projects(records, money)
    known, made.clashes = pool((*money, *of_projects(records), *funds, *of_units))
    forms = ([record for record, _ in _owned(unit.read) if record.list == _PROJECTS] for unit in units)
    wrong += [one for own_forms in forms for one in funds_of_projects(own_forms, ())[1]]
    made.clashes += [Clash(one, parts, sum((part.value for part in parts), ZERO)) for one, parts in wrong]
    made.clashes += _of_other_data(own, projects)
    tables = [table for one in (*reads, *(unit.read for unit in units)) for table in one.tables]
    made.clashes += (*clashes_of_lists(tables), *clashes_of_balance(tables))
    made.clashes += clashes_of_partitions(tables, first.form.pack.dimensions)
    draft.assumed += other_goals(named)
    _natures(draft, known)
    if named and all("项目" in one.condition for one in known):
        _only_projects(draft, known, joined(named))
    else:
        _money(made, known, joined(named))
    put_purchases(
        draft,
        [record for record, _ in projects if record.list == "采购"],
        [one for one in own if one.data == "采购"],
        reads,
    )
    put_declared(draft, (one for read in reads for table in read.tables for one in table.records), first.form.pack)
    put_assets(draft, [one for one in own if one.data == "固定资产"], reads)
    _running_text(made, draft, sentences, amounts, first.form.pack)
    for number, unit in enumerate(units):
        _texts_of_unit(made, number, unit, first.form.pack)
    if "固定资产" in draft.content and ("固定资产", "截止日期") not in draft.sources:
        day = draft.content["固定资产"]["截止日期"]
        draft.missing.append(f"固定资产的截止日期：文件里没有，暂时写 {day}")
    _lines_of_head_office(draft)
    draft.names = _names(reads, year)
    return made


def _of_other_data(own: Sequence[PrintedAmount], projects: Iterable[Owned]) -> Iterator[Clash]:
    """Compare what is stated twice of other data sets than money (采购、资产); a line of a list states nothing else."""
    listed = {id(one) for record, _ in projects for one in record.amounts}
    stated: dict[tuple[str, bool], list[PrintedAmount]] = {}
    for one in own:
        if one.data != "收支" and id(one) not in listed and not stale(one):
            # what a table calls 价值 is 金额 in a sentence
            stated.setdefault((one.data, one.measure == QUANTITY), []).append(one)
    for same in stated.values():
        yield from doubles(same)


def _running_text(
    made: MadeDraft,
    draft: BudgetDraft,
    sentences: Sequence[ReadSentences],
    amounts: Sequence[PrintedAmount],
    pack: Pack,
) -> None:
    """Write what the running text of a document says into a draft, and compare its figures with all its `amounts`."""
    own = [one for one in amounts if one.book == THIS_YEAR]
    for text in sentences:
        put_texts(draft, text)
    made.wrong += put_last_year(draft, sentences, pack, _this_year(own), amounts)
    made.wrong += wrong_rates(sentences, own)
    changes = (change for text in sentences for change in text.every_change)
    made.clashes += clashes_of_changes(changes, (one for one in own if one.data == "收支"))
    made.coverage = Coverage((*made.coverage.figures, *coverage(sentences, own).figures))


def _texts_of_unit(made: MadeDraft, number: int, unit: UnitPart, pack: Pack) -> None:
    """Write the texts, reasons and last year's figures of a unit's own document under the unit."""
    draft = made.draft
    own = BudgetDraft(draft.year, draft.pack, unit.code, unit.name)
    if "项目" in draft.content:  # the projects of the department and of its units are one list
        own.content["项目"] = draft.content["项目"]
    _running_text(made, own, [unit.sentences], _stated(unit), pack)
    holders = draft.content.get("单位", [])
    if number >= len(holders):  # it says no name, and is no unit of the draft
        draft.missing.append("文件里有一个没有写名称的单位的正文，没有地方放，没有导入")
        return
    holder = holders[number]
    for key, value in own.content.items():
        name = _UNIT_NAMES.get(key, key)
        where: ValuePath = ("项目",) if key == "项目" else ("单位", number, name)
        if key == "项目":
            draft.content["项目"] = value
        elif name in _TEXTS_OF_UNITS:
            holder[name] = value
        else:
            first = next((source for path, source in own.sources.items() if path[0] == key), unit.name)
            draft.unplaced.append(f"{first} “{key}”：预算里单位没有这一项，请核对要不要写在部门里")
            continue
        for path, source in own.sources.items():
            if path[0] == key:
                draft.sources.setdefault((*where, *path[1:]), source)
    draft.assumed += [f"{unit.name}：{one}" for one in own.assumed]
    draft.missing += [f"{unit.name}：{one}" for one in own.missing]
    draft.unplaced += [f"{unit.name}：{one}" for one in own.unplaced]
    if own.content.keys() <= {"项目"}:
        draft.missing.append(f"{unit.name}的文字（职责、说明、原因）：文件里没有读到")


def _stated(unit: UnitPart) -> list[PrintedAmount]:
    """Give the amounts that tables and sentences of a unit's document state."""
    return [*(one for table in unit.read.tables for one in table.amounts), *unit.sentences.every_amount]


def _amounts_of_unit(unit: UnitPart) -> Iterator[PrintedAmount]:
    """Yield what the document of a unit states of its money, as of the unit."""
    tables = unit.read.tables
    projects = [record for table in tables for record in table.records if record.list == "项目"]
    money = (one for one in _stated(unit) if one.data == "收支" and one.book == THIS_YEAR)
    whose = (unit.code or unit.name,)
    for one in (*by_code(money, projects), *of_projects(projects)):
        yield replace(one, condition={**one.condition, "单位": whose}, table=f"{one.table}·{whose[0]}")


def _lines_of_head_office(draft: BudgetDraft) -> None:
    """Say whose a line is where there are several units and tables do not: the unit whose income pays for it.

    Where that is several or none, the first is written: it has to be said.
    """
    units = draft.content["单位"]
    if len(units) < _SEVERAL:
        return
    first, count, paid = units[0]["编码"], 0, 0
    payers: dict[tuple[Any, ...], set[str]] = {}
    for line in draft.content.get("收入", []):
        if line.get("单位"):
            payers.setdefault(_paid(line), set()).add(line["单位"])
    for key in ("收入", "基本支出", "其他支出", "年终结转", "项目", "政府采购"):
        for number, line in enumerate(draft.content.get(key, [])):
            if not line.get("单位") and not any(part.get("单位") for part in line.get("支出", ())):
                found = set[str]().union(*(payers.get(_paid(part), set()) for part in line.get("支出", (line,))))
                whose = found.pop() if len(found) == 1 else ""
                draft.content[key][number] = {"单位": whose or first, **line}
                paid, count = paid + bool(whose), count + (not whose)
    assets = draft.content.get("固定资产", {}).get("明细", [])
    for number, line in enumerate(assets):
        assets[number] = {"单位": first, **line}
    if paid:
        draft.assumed.append(f"有 {len(units)} 个单位，{paid} 行支出没有写单位，按收入里同一科目、资金的单位写，请核对")
    if count or assets:
        lines = count + len(assets)
        draft.assumed.append(f"有 {len(units)} 个单位，表里没有分单位的数：{lines} 行都写成 {first} 的，请分到各单位")


def _paid(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give what a line of income and the spending that it pays for have in common."""
    return line.get("科目"), line.get("资金性质"), bool(line.get("上年结转"))


def _this_year(amounts: Sequence[PrintedAmount]) -> ThisYear:
    """Give this year's amount under a condition, as tables and sentences have it."""
    table: dict[tuple[str, ConditionKey], PrintedAmount] = {}
    for one in amounts:
        key = (one.data, key_of(one.condition))
        if key not in table or one.tolerance < table[key].tolerance:
            table[key] = one

    def ask(data: str, condition: Normal) -> Decimal | None:
        found = table.get((data, key_of(condition)))
        return found.value if found else None

    return ask


def _units_in_text(sentences: Sequence[ReadSentences], department: str) -> Iterator[str]:
    """Yield the names of units that sentences list (机构设置), each once."""
    found = (
        text.text.strip("。；，、 ")
        for one in sentences
        for text in one.texts
        if text.path[-1] == "名称" and "单位" in text.path
    )
    yield from (name for name in dict.fromkeys(found) if name != department and len(name) <= _LONGEST_NAME)


def _head(draft: BudgetDraft, reads: Sequence[RecognisedFile], named: Sequence[str], own: Sequence[UnitPart]) -> None:
    """Write whose budget it is, and its units as far as tables list them, or else the text."""
    draft.content |= {"年度": draft.year, "模板": draft.pack}
    told = len(draft.assumed)
    units = list(_units(draft, reads))
    if own:
        del draft.assumed[told:]  # the codes of units are printed
        facts = {unit["名称"]: unit for unit in units}
        units = [{**facts.get(one.name, {}), "编码": one.code or one.name, "名称": one.name or one.code} for one in own]
    if reads[0].version == "单位":
        draft.content["主管部门"] = draft.name
        draft.missing.append("主管部门：单位的文件里没有写，暂时写单位的名称")
        draft.content["单位"] = [{"编码": draft.code, "名称": draft.name}]
        return
    draft.content["部门"] = {"编码": draft.code, "名称": draft.name}
    if not units and named:
        units = [{"编码": f"{draft.code}{at:03d}", "名称": name} for at, name in enumerate(named, 1)]
        draft.assumed.append(f"单位的编码文件里没有，暂时写 {units[0]['编码']} 起，请核对")
    if not units:
        units = [{"编码": f"{draft.code}001", "名称": f"{draft.name}本级"}]
        draft.assumed.append(f"单位：没有读到单位名单，按只有本级一个单位写（{draft.code}001），请核对编码和名称")
    draft.content["单位"] = units


def _units(draft: BudgetDraft, reads: Sequence[RecognisedFile]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    keys = {name: key for key, name in UNIT_KEYS.items()}
    for read in reads:
        for table in read.tables:
            for record in table.records:
                name = text_of(record, "单位名称") or (text_of(record, "名称") if record.list == "单位" else "")
                if record.list != "单位" or not name or name in seen:
                    continue
                seen.add(name)
                unit = {keys[one]: text for one, (text, _) in record.fields.items() if one in keys}
                code = unit.pop("编码", "")
                if not code:
                    code = f"{draft.code}{len(seen):03d}"
                    draft.assumed.append(f"单位“{name}”的编码文件里没有，暂时写 {code}，请核对")
                yield {"编码": code, "名称": name, **{key: value for key, value in unit.items() if key != "名称"}}


def _natures(draft: BudgetDraft, known: Sequence[Known]) -> None:
    """Find the nature of the only unit by what is printed of units of some natures: all of the money, or none."""
    units = draft.content["单位"]
    if len(units) > 1 or units[0].get("性质"):
        return
    table = {key_of(one.condition): one.value for one in known}
    for one in known:
        natures = one.condition.get(_NATURE)
        if natures is None:
            continue
        whole = table.get(key_of({name: values for name, values in one.condition.items() if name != _NATURE}))
        if whole is None:
            whole = _sum_within(one, known)
        if one.value and (whole is None or abs(whole - one.value) <= one.tolerance):
            units[0]["性质"] = next((nature for nature in NATURES if nature in natures), natures[0])
        elif whole and not one.value:
            units[0]["性质"] = next(nature for nature in NATURES if nature not in natures)
        if "性质" in units[0]:
            draft.assumed.append(f"单位性质：按印出的数推定是“{units[0]['性质']}”，请核对")
            return


def _sum_within(one: Known, known: Sequence[Known]) -> Decimal | None:
    """Add up what is printed of the parts of a condition without the natures, by economic items."""
    base = {name: values for name, values in one.condition.items() if name not in (_NATURE, "经济分类")}
    codes = one.condition.get("经济分类")
    if codes is None:
        return None
    parts = {
        other.condition["经济分类"][0]: other.value
        for other in known
        if "经济分类" in other.condition
        and len(other.condition["经济分类"]) == 1
        and {name: values for name, values in other.condition.items() if name != "经济分类"} == base
        and other.condition["经济分类"][0].startswith(codes)
    }
    leaves = [value for code, value in parts.items() if not any(o != code and o.startswith(code) for o in parts)]
    return sum(leaves, ZERO) if leaves else None


def _money(made: MadeDraft, known: list[Known], projects: Sequence[Owned]) -> None:
    """Write the lines of income and spending, and the projects."""
    draft = made.draft
    alike = _Alike(draft.year)
    known = [*known, *paid_by_income(known)]
    spending = split("支出", known, alike)
    carried = split("年终结转", known, alike)
    income = split("收入", [*balanced([*spending.shares, *carried.shares]), *known], alike)
    for block in sorted(income.shares, key=_by_code):
        _line(draft, "收入", block)
    by_project: dict[str, list[Share]] = {}
    for block in sorted(spending.shares, key=_by_code):
        kind = block.values.get("支出类型", ("",))[0]
        if kind == "项目支出":
            by_project.setdefault(block.values.get("项目", ("",))[0], []).append(block)
        elif kind in ("", "基本支出"):
            _line(draft, "基本支出", _with_economic(block, known))
        else:
            _line(draft, "其他支出", block, {"支出类型": kind})
    for block in sorted(carried.shares, key=_by_code):
        _line(draft, "年终结转", block)
    _projects(draft, by_project, projects)
    made.left = list(_left((spending, carried, income)))


def _only_projects(draft: BudgetDraft, known: Sequence[Known], projects: Sequence[Owned]) -> None:
    """Write the projects of files that have no other money: of each its total, if they say it."""
    shares: dict[str, list[Share]] = {}
    funded = {one.condition["项目"] for one in known if "资金性质" in one.condition}
    for one in known:
        if one.value and ("资金性质" in one.condition) == (
            one.condition["项目"] in funded
        ):  # the funds, else the total
            values = {name: one.condition[name] for name in ("支出类型", "资金性质") if name in one.condition}
            shares.setdefault(one.condition["项目"][0], []).append(Share(values, one.value, one.places))
    draft.assumed.append(f"格式：文件里看不出，写的是“{draft.pack}”，请核对“模板”")
    draft.missing.append("收入、基本支出：文件里只有项目")
    _projects(draft, shares, projects)


def _left(splits: Iterable[Split]) -> Iterator[tuple[str, Decimal, tuple[Place, ...]]]:
    for one in splits:
        for base, dimension, value, amount, places in one.left:
            words = "，".join(f"{name}：{'、'.join(values)}" for name, values in {**base, dimension: value}.items())
            yield words, amount, places


def _with_economic(block: Share, known: Sequence[Known]) -> Share:
    """Give basic spending of a fund of which no table tells economic items one that changes no printed figure."""
    funds = set(block.values.get("资金性质", ()))
    told = any(
        "经济分类" in one.condition and (not funds or funds & set(one.condition.get("资金性质", funds)))
        for one in known
        if one.condition.get("方向") == ("支出",)
    )
    if told or "经济分类" in block.values or "功能分类" not in block.values:
        return block
    return replace(block, values={**block.values, "经济分类": (_OTHER_GOODS,)}, assumed=block.assumed | {"经济分类"})


def _by_code(block: Share) -> tuple[str, ...]:
    return tuple("".join(block.values.get(name, ("",))) for name in ("功能分类", "经济分类", "资金性质"))


class _Alike:
    """How many pairs of characters the names of two codes share: 购房补贴 goes with 津贴补贴."""

    def __init__(self, year: int) -> None:
        self.names = classification.load(year)

    def __call__(self, values: Mapping[str, ValueSet], value: ValueSet) -> int:
        function = self.names.name("功能分类", values.get("功能分类", ("",))[0])
        return len(_pairs(function) & _pairs(self.names.name("经济分类", value[0]) or value[0]))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _line(draft: BudgetDraft, key: str, block: Share, more: Mapping[str, Any] | None = None) -> None:
    """Add a line of money to a list."""
    path = draft.add(key, {**(more or {}), **_line_of(block)}, _source(block), _mark(block))
    _tell_lacking(draft, key, block, path)


def _line_of(block: Share) -> dict[str, Any]:
    line: dict[str, Any] = {}
    for dimension, key in _LINES.items():
        if dimension in block.values:
            line[key] = block.values[dimension][0]
    if block.values.get("上年结转") == ("是",):
        line["上年结转"] = True
    return {**line, "金额": block.amount}


def _source(block: Share) -> str:
    return "；".join(dict.fromkeys(str(place) for place in block.places))


def _mark(block: Share) -> str:
    several = [name for name in ("资金性质", "经济分类") if len(block.values.get(name, ())) > 1]
    if several:
        words = "；".join(f"{name}可能是{'、'.join(block.values[name])}" for name in several)
        return f"{TO_VERIFY}：{words}"
    if block.values.get("经济分类") == (_OTHER_GOODS,) and "经济分类" in block.assumed:
        return _NO_ECONOMIC
    return _NO_CROSS if block.assumed - {"项目"} else ""


def _tell_lacking(draft: BudgetDraft, key: str, block: Share, path: ValuePath) -> None:
    """Tell what a line needs and no table says."""
    needed = {"功能分类": "科目", "资金性质": "资金性质"} | ({"经济分类": "经济科目"} if key == "基本支出" else {})
    for dimension, name in needed.items():
        value = block.values.get(dimension, ("",))[0]
        least = {"功能分类": 7, "经济分类": 5}.get(dimension, 1)
        if len(value) < least:
            draft.missing.append(f"{key}第 {int(path[1]) + 1} 行（{block.amount:f} 元）的{name}，表里没有写到这一级")


def _projects(
    draft: BudgetDraft,
    blocks: Mapping[str, list[Share]],
    projects: Sequence[Owned],
) -> None:
    """Write the projects: those that forms print, then those of which only the money is known."""
    unknown = 0
    seen: set[str] = set()
    for record, indicators in projects:
        key = identity(record)
        if key and key not in seen:
            seen.add(key)
            _project(draft, project_name(record) or key, blocks.get(key, []), record, indicators)
    for name, lines in blocks.items():
        if name and name not in seen:
            _project(draft, name, lines, None, [])
    nameless: dict[str, list[Share]] = {}
    for block in blocks.get("", []):
        nameless.setdefault(block.values.get("功能分类", ("",))[0], []).append(block)
    for code, lines in nameless.items():
        unknown += 1
        name = f"{classification.load(draft.year).name('功能分类', code) or code}{_NAMELESS}"
        _project(draft, name, lines, None, [])
    if unknown:
        draft.missing.append(f"项目：文件里没有项目名称，按科目写成 {unknown} 个项目，名称里写着“{_NAMELESS}”")


def _project(
    draft: BudgetDraft,
    name: str,
    blocks: Sequence[Share],
    record: PrintedRecord | None,
    indicators: Sequence[PrintedRecord],
) -> None:
    number = len(draft.content.get("项目", []))
    lines = []
    for at, block in enumerate(blocks):
        lines.append(_line_of(block))
        draft.sources["项目", number, "支出", at] = _source(block)
        mark = _mark(block) or (_NO_CROSS if "项目" in block.assumed else "")
        if not lines[-1].keys() & _LINES.values():
            mark = _ONLY_TOTAL
        elif "功能分类" not in block.values and "项目" not in block.values:
            mark = "；".join((mark or TO_VERIFY, "没有读到科目")).replace(f"{TO_VERIFY}；", f"{TO_VERIFY}：")
        if mark:
            draft.marks["项目", number, "支出", at] = mark
    if not lines:
        draft.missing.append(f"项目“{name}”的支出，没有读到金额")
    draft.add("项目", described(draft, number, {"名称": name, "支出": lines}, record, indicators))


def _names(reads: Sequence[RecognisedFile], year: int) -> dict[tuple[str, str], str]:
    """Give the names of codes for comments: those that the tables print, else the catalogue's."""
    found: dict[tuple[str, str], str] = {}
    catalogue = classification.load(year)
    for dimension in ("功能分类", "经济分类", "政府经济分类"):
        for code, one in catalogue.categories(dimension).items():
            found[_LINES[dimension], code] = one.name
    for read in reads:
        for table in read.tables:
            for (dimension, code), name in table.names.items():
                if dimension in _LINES and name:
                    found[_LINES[dimension], code] = name
    return found
