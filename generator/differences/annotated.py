"""A file of a budget as `git diff` shows it: every line as it was typed, with the names of its codes behind it.

No line and no comment is lost, so what git tells are the lines that changed, at their numbers. Amounts are grouped but
not converted: their unit (金额单位) may stand in another file, and git gives the files one by one.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.money import decimals, parse_amount
from generator.facts import classification
from generator.facts.codes import CODE_KEYS
from generator.facts.words import OF_DIGIT
from generator.reading import cutting
from generator.reading.schema import load_rule
from generator.reading.singles import Single, singles

_NEWEST = 9999  # the year is another file's to say
_LARGE = 10_000  # from which grouping helps
_UNIT_FILE = "单位"  # a mapping in a unit's folder, else a list


def annotated(text: str) -> str:
    """Give a file's text, which can be read as YAML, with notes at the ends of its lines."""
    found = cutting.text_of(text)
    notes: dict[int, list[str]] = {}
    for one in _values(text):
        if note := _note(one):
            notes.setdefault(one.node.start_mark.line, []).append(note)
    return "".join(_noted(line, notes.get(number, [])) for number, line in enumerate(found.lines))


def _values(text: str) -> Iterator[Single]:
    tree = cutting.tree_of(text)
    if tree is None:
        return
    own = next((value for key, value in cutting.pairs(tree) if key.value == _UNIT_FILE), None)
    yield from singles(load_rule("unit" if own is not None and cutting.pairs(own) else "budget"), tree)


def _note(one: Single) -> str:
    """Give the name of a code, or a large amount grouped by three."""
    catalogues, typed = classification.load(_NEWEST), one.text.strip()
    if one.is_key:
        return catalogues.name(OF_DIGIT[typed[0]], typed) if typed.isdigit() and typed[0] in OF_DIGIT else ""
    if one.dimension in CODE_KEYS:
        return catalogues.name(one.dimension, typed)
    amount = parse_amount(typed) if one.type == "amount" else None
    return f"{amount:,.{decimals(amount)}f}" if amount is not None and abs(amount) >= _LARGE else ""


def _noted(line: str, notes: list[str]) -> str:
    """Write the notes behind a line, but those that it says itself, as a comment may."""
    bare = line.rstrip("\r\n")
    new = [note for note in notes if note not in bare]
    return f"{bare}  〔{'，'.join(new)}〕{line[len(bare) :]}" if new else line
