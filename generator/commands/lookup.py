"""`budget lookup`: codes and names in the catalogues of a year."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from generator.base import money
from generator.base.nearest import nearest
from generator.base.terminal import shortened
from generator.commands import console
from generator.commands.chinese import Command
from generator.commands.codes import ERRORS, OK
from generator.commands.common import complain, say
from generator.facts import classification
from generator.facts.classification import Category, Classification
from generator.facts.codes import CODE_KEYS

_NEWEST = 9999  # a year after all catalogues
_CODE_WIDTH = 10


@click.command(cls=Command)
@click.argument("words", nargs=-1, required=True, metavar="词…")
@click.option(
    "--year", type=click.IntRange(2000, _NEWEST), default=_NEWEST, metavar="年度", help="哪一年的目录，默认最新。"
)
def lookup(words: tuple[str, ...], year: int) -> None:
    """查科目编码：写名称里的字或者编码的开头，例如 budget lookup 车 维护、budget lookup 20103。

    几个词要都符合，上级科目的名称也算。查功能分类、经济分类、政府经济分类和采购目录，改名以前的名称也能查到。
    """
    catalogues = classification.load(year)
    wanted = [word for one in words for word in one.translate(money.NARROW).split()]
    found = {name: list(_found(catalogues, name, wanted)) for name in CODE_KEYS}
    for name, own in found.items():
        if own:
            head = f"{name}（{catalogues.year} 年目录，{len(own)} 个，写在“{CODE_KEYS[name]}”里）"
            say(head, *(_line(catalogues, name, one) for one in own), "")
    renamed = [one for one in catalogues.renames if wanted and all(word in one.old for word in wanted)]
    say(*(f"旧名称：{one.code} {one.old}，{one.since}年起是 {one.new}" for one in renamed))
    if not any(found.values()) and not renamed:
        complain(_nothing(catalogues, wanted))
        sys.exit(ERRORS)
    sys.exit(OK)


def _found(catalogues: Classification, dimension: str, words: Sequence[str]) -> Iterator[Category]:
    """Find what fits all words: names that are a word first, then names that hold one, then by what is above them."""
    known = catalogues.categories(dimension)
    ranks: dict[int, list[Category]] = {0: [], 1: [], 2: []}
    for one in known.values():
        above = catalogues.above(dimension, one.code)
        if all(_fits(one, word) or word in above for word in words):
            own = any(_fits(one, word) for word in words)
            exact = one.name in words or one.code in words
            if own:
                ranks[0 if exact else 1 if all(_fits(one, word) for word in words) else 2].append(one)
    for rank in ranks.values():
        yield from rank


def _fits(one: Category, word: str) -> bool:
    return word in one.name or one.code.startswith(word.upper())


def _line(catalogues: Classification, dimension: str, one: Category) -> str:
    """Write a code, its name, and the names of what is above it; in a terminal no longer than it is wide."""
    above = catalogues.above(dimension, one.code)
    line = f"  {one.code.ljust(_CODE_WIDTH)} {one.name}{f'  （{above}）' if above else ''}"
    columns = console.columns()
    return shortened(line, columns) if columns else line


def _nothing(catalogues: Classification, words: Iterable[str]) -> str:
    names = dict.fromkeys(one.name for name in CODE_KEYS for one in catalogues.categories(name).values())
    near = nearest("".join(words), names)
    hint = f"是不是“{near}”？" if near else "请换一个词，或者少写几个字。"
    return f"{catalogues.year} 年的目录里没有“{' '.join(words)}”。{hint}"
