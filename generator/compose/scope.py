"""A scope: one subject, department or unit, with the environment that renders the pack's texts about it."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from generator.base.meter import ExhaustedError, Meter
from generator.books.book import Book
from generator.books.subject import books
from generator.compose import own_data
from generator.document.blocks import Run, joined
from generator.facts import classification
from generator.facts.budget import Budget, Record, Subject
from generator.facts.words import level_of
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.ledger import Ledger, subject_ledger
from generator.pack.effect import listed_fields
from generator.pack.loader import known_code
from generator.pack.spec import NumberFormat, Pack, PackText
from generator.prose.environment import PackEnvironment, check_texts, explain, make_environment
from generator.prose.functions import Asking, said_value
from generator.prose.known import KnownNames
from generator.prose.language import BAD_TEXT
from generator.prose.limits import METER, VALUES
from generator.prose.printing import filters
from generator.prose.review import assigned
from generator.prose.values import Values
from generator.reading.schema import load_rule
from generator.tables.setting import Names, Setting

LONGEST_LABEL = 5_000  # characters of a title, a label, a note
TOO_MUCH = Kind(
    "P305",
    "模板写得太多",
    Severity.ERROR,
    "循环、输出、表格和指令都有上限，远远多于一份预算要用的；所属单位预算只能印一遍。",
)


SHARED = ("年度", "模板", "公开日期", "名词解释", "固定资产")  # said of a unit too where it says nothing of its own


class FailedError(Exception):
    """A text of the pack could not be rendered; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(slots=True)
class Scope:
    """One subject (department or unit) with the environment that renders the pack's texts about it."""

    asking: Asking
    environment: PackEnvironment
    variables: Mapping[str, Any]

    @property
    def ledger(self) -> Ledger:
        """The entries and records of the subject."""
        return self.asking.ledger

    @property
    def setting(self) -> Setting:
        """What the table engine needs of the scope."""
        asking = self.asking
        return Setting(
            asking.names, self.runs, asking.subject.version, self.variables, asking.meter, asking.given,
            asking.books, asking.pack.exact_changes, asking.pack.rates, asking.blanks,
        )  # fmt: skip

    def render(self, name: str) -> tuple[str, Values]:
        """Render a text file of the pack."""
        values = Values()
        file = self.asking.pack.texts[name].file
        return self._rendered(lambda: self.environment.get_template(name), values, {}, Place(file, 1, 1)), values

    def text(self, source: str, variables: Mapping[str, Any], place: Place) -> str:
        """Render a one-line text of a specification, such as a label."""
        return joined(self.runs(source, variables, place))

    def runs(self, source: str, variables: Mapping[str, Any], place: Place) -> tuple[Run, ...]:
        """Render a one-line text of a specification as runs, of which the figures are known, such as a note."""
        values = Values()
        rendered = self._rendered(lambda: self.environment.one_line(source), values, variables, place)
        runs = tuple(values.runs(rendered, fitting=False))
        length = sum(len(run.text) for run in runs)
        if length > LONGEST_LABEL:
            raise FailedError(TOO_MUCH.at(place, f"这里写出了 {length} 个字，最多 {LONGEST_LABEL} 个。", "请写短些。"))
        return runs

    def _rendered(self, template: Any, values: Values, variables: Mapping[str, Any], place: Place) -> str:
        inner = {**self.variables, **variables, VALUES: values, METER: self.asking.meter}
        try:
            return str(template().render(inner))
        except Exception as error:
            raise FailedError(self._finding(error, place)) from None

    def _finding(self, error: Exception, place: Place) -> Finding:
        files = {text.file for text in self.asking.pack.texts.values()}
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename in files:
                place = Place(frame.filename, frame.lineno or 1, 1)
                break
        else:
            line = None if isinstance(error, SyntaxError) else getattr(error, "lineno", None)  # of compiled code
            file = getattr(error, "filename", None)
            place = Place(file, line, 1) if line and file in files else place
        if isinstance(error, ExhaustedError):
            return TOO_MUCH.at(place, f"{error}。", "请检查这一行的循环和调用。")
        return BAD_TEXT.at(place, explain(error), "请对照模板说明，检查这一行用的名称和写法。")


def names_for(budget: Budget, subject: Subject, title: str) -> dict[str, str]:
    """Return the names that sentences and docxtpl tags of the Word template may use."""
    department = _mapping(budget.data.get("部门"))
    return {
        "主体": subject.name,
        "编码": subject.code,
        "版本": subject.version,
        "年度": str(budget.year),
        "上年度": str(budget.year - 1),
        "部门": department.get("名称", budget.data.get("主管部门", "")),
        "标题": title,
        "公开日期": budget.data.get("公开日期", ""),
        "区划": department.get("区划", ""),
        "级次": department.get("级次") or level_of(str(department.get("区划", ""))),
    }


def make_scope(
    budget: Budget,
    pack: Pack,
    subject: Subject,
    findings: list[Finding],
    meter: Meter,
    known: Mapping[str, Book] | None = None,
    parts: Sequence[str] = (),
) -> Scope:
    """Make the scope of a subject; what the pack's texts say wrong, and what the budget lacks, is added to `findings`.

    `meter` counts what the document uses up, in all its scopes; `known` are the books, if they are not the budget's
    own; `parts` are the optional ones (选印) that are printed.
    """
    names = Names(classification.load(budget.year), (budget.names, pack.names))
    ledger = own_data.named(subject_ledger(budget, subject), pack, names)
    known = books(budget, subject, pack.queries) if known is None else known
    keys, blanks = frozenset(empty_facts(pack)), own_data.blanks(pack)
    asking = Asking(ledger, subject, pack, budget, names, known, meter, keys, blanks, findings, parts=parts)
    environment, found = _environment(tuple(pack.texts.items()), pack.said)
    findings.extend(found)
    variables = {**_variables(budget, subject, ledger, blanks), **own_data.variables(asking), **asking.functions()}
    return Scope(asking, environment, variables)


def environment_of(pack: Pack) -> PackEnvironment:
    """Return the environment in which the texts of a pack are read and rendered."""
    return _environment(tuple(pack.texts.items()), pack.said)[0]


@lru_cache(maxsize=8)
def _environment(
    texts: tuple[tuple[str, PackText], ...], said: NumberFormat
) -> tuple[PackEnvironment, tuple[Finding, ...]]:
    """Compile and check the texts of a pack, once for all its documents."""
    environment = make_environment(dict(texts), filters(said))
    return environment, tuple(check_texts(environment, dict(texts)))


def known_names(scope: Scope, tables: Iterable[str] = (), styles: Iterable[str] = ()) -> KnownNames:
    """Give all that the texts of a scope may name: `tables` and `styles` only where they may print such."""
    pack = scope.asking.pack
    own = assigned(scope.environment, tuple(dict.fromkeys(pack.texts.values())))
    return KnownNames(
        names=frozenset(scope.variables) | own | {"loop"},
        queries=frozenset(pack.queries),
        tables=frozenset(tables),
        records=listed_fields(pack),
        choices=own_data.choices(pack),
        styles=frozenset(styles),
        files=frozenset(pack.texts),
        keys=frozenset(empty_facts(pack)),
        charts=frozenset(pack.charts),
        parts=frozenset(pack.parts),
        dimensions=pack.dimensions,
        codes=partial(known_code, pack.names, classification.load(scope.asking.budget.year)),
    )


def _variables(budget: Budget, subject: Subject, ledger: Ledger, blanks: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that sentences may use: every top-level key of the schema, empty where the subject has none.

    They are the subject's own: nothing of the department is said of a unit but what belongs to the whole document.
    """
    own = {**{key: budget.data[key] for key in SHARED if key in budget.data}, **subject.data}
    facts = {key: own.get(key, empty) for key, empty in _usual_facts().items()}
    named = names_for(budget, subject, "")
    del named["标题"]
    units = [_said("单位", record, blanks) for record in ledger.records["单位"]]
    department = {"编码": budget.code, "名称": named["部门"], **_mapping(budget.data.get("部门"))}
    funds = ledger.records["专项资金"] if subject.version == "部门" else ()
    special = tuple(_said("专项资金", record, blanks) for record in funds)
    return {**facts, **named, "部门": department, "单位": units, "专项资金": special}


def _said(name: str, record: Record, blanks: Mapping[str, Any]) -> dict[str, Any]:
    return {**blanks.get(name, {}), **{field: said_value(value) for field, value in record.fields.items()}}


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def empty_facts(pack: Pack) -> Mapping[str, Any]:
    """Give every top-level key of a pack's budgets with what stands for it where it is not written."""
    return {**_usual_facts(), **own_data.empty(pack)}


@cache
def _usual_facts() -> Mapping[str, Any]:
    empty: dict[str, Any] = {"list": (), "mapping": {}}
    return {key: empty.get(rule.type, "") for key, rule in load_rule("budget").properties.items()}
