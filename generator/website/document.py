"""The page of one document (部门或单位的网页): at a glance, the projects, the files, and the whole document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.base.frozen import frozen
from generator.batch.made import MadeFile
from generator.facts.budget import Budget, Subject
from generator.website.glance import EARNED, ON_PROJECTS, PUBLIC, SPENT, WHERE, Glance, Sum
from generator.website.glossary import Marker, terms
from generator.website.pages import ROOT_OF_DOCUMENT, site_page
from generator.writers.html import writer
from generator.writers.html.view import HtmlPart, HtmlSpan
from generator.writers.laid import Laid

_FEW = 10  # projects that are shown at once


@frozen
class Neighbour:
    """Another document of the site, as a page links to it: its name, and its folder beside the page's own."""

    name: str
    folder: str


@frozen
class PageContext:
    """What a page says beside its document: whose it is a unit of, its units, its files, whether there are more years.

    `data` are the files with its data; `downloads` those that were generated.
    """

    district: str
    department: Neighbour | None
    units: tuple[Neighbour, ...]
    downloads: tuple[MadeFile, ...]
    data: tuple[tuple[str, str], ...]  # name and what it is
    address: str = ""  # of the page, if somebody says where the site will be
    has_years: bool = False


def page(laid: Laid, budget: Budget, subject: Subject, said: Glance, context: PageContext) -> bytes:
    """Write the page of a document, as UTF-8."""
    document = laid.document
    found = terms(document)
    parts, style = writer.parts(laid, above=2, is_data=True)
    body = [part for part in parts if isinstance(part, HtmlPart)]
    marker = Marker(found)
    return site_page(
        "website/document.html.jinja",
        style=style,
        root=ROOT_OF_DOCUMENT,
        title=f"{subject.name}{budget.year}年预算",
        address=context.address,
        year=budget.year,
        name=subject.name,
        kind="单位" if context.department else "部门",
        said=said,
        large=_large(said),
        sentences=[list(_marked(one, marker)) for one in _sentences(said, budget.year)],
        labels={name: tuple(Marker(found).text(_label(name))) for name in said.sums},
        compared=said.compared,
        projects=said.projects[:_FEW],
        more_projects=said.projects[_FEW:],
        context=context,
        parts=list(Marker(found).parts(body)),
        terms=found,
        suffixes=_SUFFIXES,
    )


def _marked(pieces: Sequence[SentencePiece], marker: Marker) -> Iterator[tuple[HtmlSpan, ...] | Sum]:
    for one in pieces:
        yield one if isinstance(one, Sum) else tuple(marker.text(one))


_SUFFIXES = {"pdf": "PDF，和印出来的一样", "docx": "Word", "xlsx": "Excel 表格", "ofd": "OFD 版式文件", "html": "网页"}
_PLAIN_NAMES = {PUBLIC: "“三公”经费", SPENT: "一共要花", EARNED: "一共收入"}


def _label(name: str) -> str:
    return _PLAIN_NAMES.get(name, name)


def _large(said: Glance) -> list[tuple[Sum, str]]:
    """Choose the largest figures of the page, each with how it changed."""
    changes = {one.name: one.said for one in said.compared}
    return [(said.sums[name], changes.get(name, "")) for name in (SPENT, PUBLIC, ON_PROJECTS) if name in said.sums]


SentencePiece = str | Sum  # of a sentence: words, and amounts that are data


def _sentences(said: Glance, year: int) -> list[list[SentencePiece]]:
    """Say the message of the budget in plain words made of its figures."""
    sums = {name: one for name, one in said.sums.items() if one.value}
    return [one for one in (_whole(said, sums, year), _parts(sums), _most(said), _public(said)) if one]


def _whole(said: Glance, sums: dict[str, Sum], year: int) -> list[SentencePiece]:
    if SPENT not in sums:
        return []
    than = _change(said, SPENT)
    if not than and said.no_last_year:
        than = [f"。上年没有可以比的预算：{said.no_last_year}"]
    return [f"{year} 年一共计划花 ", sums[SPENT], *than, "。"]


def _parts(sums: dict[str, Sum]) -> list[SentencePiece]:
    names = {"基本支出": "用来发工资、维持日常办公（基本支出）", ON_PROJECTS: "用来做具体的事（项目支出）"}
    said: list[SentencePiece] = []
    for name, what in names.items():
        if name in sums:
            said += ["，" if said else "其中 ", sums[name], f" {what}"]
    return [*said, "。"] if said else []


def _most(said: Glance) -> list[SentencePiece]:
    """Say on what most is spent, and the largest project."""
    chart = next((one for one in said.charts if one.title == WHERE), None)
    told: list[SentencePiece] = []
    for at, one in enumerate(chart.bars[:3] if chart else ()):
        told += ["、" if at else "花得最多的是", f"{one.name}（", one, "）"]
    told += ["。"] if told else []
    if said.projects:
        first = said.projects[0]
        told += [f"公开文本里列了 {len(said.projects)} 个项目，最大的是“{first.name}”，", first, "。"]
    return told


def _public(said: Glance) -> list[SentencePiece]:
    found = said.sums.get(PUBLIC)
    if found is None:
        return []
    return ["“三公”经费 ", found, *_change(said, found.name), "。"] if found.value else ["没有安排“三公”经费。"]


def _change(said: Glance, name: str) -> list[SentencePiece]:
    change = next((one for one in said.compared if one.name == name), None)
    return [f"，{change.said}"] if change else []
