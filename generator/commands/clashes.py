"""Two budgets for one file: budgets whose documents would be written to the same place, found before any is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.commands.workspace import BudgetFolder, Workspace
from generator.facts import build
from generator.facts.location import code_of, is_code, year_of
from generator.facts.words import any_words
from generator.findings.finding import Finding, Kind, Place, Severity

CLASH = Kind(
    "B109",
    "两个预算写同一个文件",
    Severity.ERROR,
    "两个文件夹里是同一年、同一编码、同一名称的预算，公开文本会写到同一个地方，后写的盖掉先写的。",
)


def clashes(workspace: Workspace, chosen: Iterable[BudgetFolder]) -> Mapping[BudgetFolder, Finding]:
    """Find, for the chosen budgets, others that write to the same place: among them, and beside them in their folders.

    Budgets are read only where the names of their folders do not tell them apart.
    """
    chosen = tuple(chosen)
    beside = {other: None for source in chosen for other in workspace.beside(source)}
    alike: dict[tuple[int, str], list[BudgetFolder]] = defaultdict(list)
    for source in dict.fromkeys((*chosen, *beside)):
        said = _said(source, alone=len(chosen) == 1)
        if said is not None:
            alike[said].append(source)
    found: dict[BudgetFolder, Finding] = {}
    for sources in alike.values():
        for place, rivals in _by_place(sources).items() if len(sources) > 1 else ():
            for source in rivals if len(rivals) > 1 else ():
                found[source] = clash(source, rivals, place)
    return {source: found[source] for source in chosen if source in found}


def _said(source: BudgetFolder, alone: bool) -> tuple[int, str] | None:
    """Give a budget's year and code: those of its folder's name, or else what is written in it."""
    year, code = year_of(source.folder), code_of(source.folder)
    if year is not None and is_code(code):
        return year, code
    budget = None if alone else build.load_alone(source.folder, words=any_words)[0]
    return (budget.year, budget.code) if budget else None


def _by_place(sources: Iterable[BudgetFolder]) -> Mapping[str, list[BudgetFolder]]:
    """Group budgets by the folder that their files are written to; some systems do not tell small from capital."""
    from generator.publish import output_folder  # noqa: PLC0415 only what a command needs is imported

    found: dict[str, list[BudgetFolder]] = defaultdict(list)
    for source in sources:
        budget, _ = build.load_alone(source.folder, words=any_words)
        if budget is not None:
            found[output_folder(budget).casefold()].append(source)
    return found


def clash(source: BudgetFolder, rivals: Iterable[BudgetFolder], place: str) -> Finding:
    """Say that a budget and others would write to the same place."""
    others = [one for one in rivals if one != source]
    message = f"与 {'、'.join(one.shown for one in others)} 会写到同一个地方：{place}。"
    related = tuple((Place(one.shown), "另一个在这里") for one in others)
    return CLASH.at(
        Place(source.shown), message, "请只留下一个；不是同一个预算的，请改正编码或者名称。", related=related
    )
