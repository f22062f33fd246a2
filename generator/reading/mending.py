"""A file with slips (笔误), read as it was meant: the look-alike signs are findings, and the rest is read as if mended.

So one cause gives one finding, and what else is wrong in the file is told in the same run. `fix` makes the same edits.
"""

from __future__ import annotations

from generator.base.lines import lines_of
from generator.findings.finding import Finding, Place
from generator.reading import edits
from generator.reading.characters import usual
from generator.reading.encoding import decode
from generator.reading.lookalikes import edits_of, signs_of
from generator.reading.rule import SchemaRule
from generator.reading.source import SYNTAX, Node, moved, moved_finding, parse

MOST_CHARACTERS = 2_000_000  # of a broken file that is looked through sign by sign
LONGEST_LINE = 50_000  # characters; the work is the square of them


def mended(data: bytes, name: str, rule: SchemaRule) -> tuple[Node | None, tuple[Finding, ...]] | None:
    """Parse the bytes of a file that has errors with its look-alike signs mended.

    Gives the tree, and as findings these signs and what is wrong beside them, all at the places of what was typed.
    None where there are no such signs, or where mending them would break the file.
    """
    text, before = decode(data, name)
    if text is None or len(text) > MOST_CHARACTERS:
        return None
    plain = usual(text, name)
    lines = lines_of(plain.text)
    signs = signs_of(lines, rule) if max(map(len, lines)) <= LONGEST_LINE else []
    if not signs:
        return None
    made = tuple(edits_of(signs))
    tree, found = parse(edits.applied(plain.text, made).encode(), name)
    if tree is None and parse(text.encode(), name)[0] is not None:
        return None
    mend = edits.mover(made)

    def move(place: Place) -> Place:
        return plain.move(mend(place))

    left = {one.line + 1 for one in signs if one.new is None and one.read_as is None}
    others = [moved_finding(one, move) for one in found if not (one.kind is SYNTAX and left)]
    told = (moved_finding(one.finding(name), plain.move) for one in signs)
    return tree and moved(tree, move), (*before, *plain.findings, *told, *others)
