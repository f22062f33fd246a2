"""Fields (域) of Word: which ones may stand in a public file, and what becomes of the others.

A complex field begins and ends with `w:fldChar`, its code is `w:instrText`, cut into runs at will; fields nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from generator.base import late
from generator.word.xml import W

# Fields that show the page or set a character. What may follow the name is told exactly: no other field inside.
_SWITCHES = r'(?:\s*\\[*#@]\s*(?:"[^"{}]*"|[^\s"{}\\]+))*'
_TEXT = r'(?:"[^"{}]*"|[^\s"{}\\]+)'
_ALLOWED = late.compile(
    rf"\s*(?:(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES){_SWITCHES}"
    rf"|STYLEREF\s+{_TEXT}(?:\s*\\[lnprtw])*{_SWITCHES}"
    rf'|SYMBOL\s+{_TEXT}(?:\s*\\(?:[ahju]|[fs]\s*{_TEXT}))*{_SWITCHES}|(?:EQ|ADVANCE)\s+\\[^"{{}}]*)\s*',
    re.IGNORECASE | re.ASCII,
)
_ACTING = frozenset(("DDE", "DDEAUTO", "DATABASE", "MACROBUTTON", "PRINT", "CONTROL", "HTMLACTIVEX", "HTMLCONTROL"))
_LINKING = frozenset(("INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "RD"))
_NAME = late.compile(r"\s*([A-Z]+)", re.IGNORECASE | re.ASCII)
_CODE = (f"{W}instrText", f"{W}delInstrText")


@dataclass(slots=True)
class Field:
    """A complex field: its code, and the elements that it consists of. Fields in its result do not belong to it."""

    doomed: bool  # it stands in the code of another one
    code: str = ""
    frame: list[_Element] = field(default_factory=list)  # what goes if only the result is to stay
    result: list[_Element] = field(default_factory=list)
    in_code: bool = True  # the result has not begun yet
    nested: bool = False  # its code holds other fields
    ended: bool = False

    @property
    def allowed(self) -> bool:
        """Whether it may stay."""
        return self.ended and not self.doomed and not self.nested and is_allowed(self.code)


def is_allowed(code: str) -> bool:
    """Tell whether a field of this code may stand in a public file."""
    return _ALLOWED.fullmatch(code) is not None


def is_acting(code: str) -> bool:
    """Tell whether a field of this code runs something: a program, a query, a macro, a control."""
    return _name(code) in _ACTING


def is_linking(code: str) -> bool:
    """Tell whether a field of this code fetches a part of another file."""
    return _name(code) in _LINKING


def codes(root: _Element) -> Iterator[str]:
    """The codes of all fields of a part, also of those that are broken."""
    yield from (element.get(f"{W}instr", "") for element in root.iter(f"{W}fldSimple"))
    found, strays = complex_fields(root)
    yield from (one.code for one in found)
    yield "".join(element.text or "" for element in strays)


def complex_fields(root: _Element) -> tuple[list[Field], list[_Element]]:
    """The complex fields of a part in order, and the pieces of fields that belong to none."""
    found: list[Field] = []
    strays: list[_Element] = []
    nesting: list[Field] = []
    for element in root.iter():
        if element.tag == f"{W}fldChar" or element.tag in _CODE:
            kind = element.get(f"{W}fldCharType", "")
            if kind == "begin":
                found.append(_begun(nesting))
            if nesting:
                _add(element, kind, nesting)
            else:
                strays.append(element)
        elif nesting and element.tag != f"{W}rPr" and _is_in_run(element):
            (nesting[-1].frame if nesting[-1].in_code else nesting[-1].result).append(element)
    return found, strays


def flatten(root: _Element) -> list[str]:
    """Put the results in the place of all complex fields that are not allowed; returns the codes of these."""
    found, strays = complex_fields(root)
    removed = [one for one in found if not one.allowed]
    doomed = [element for one in removed for element in (*one.frame, *(one.result if one.doomed else ()))]
    for element in (*strays, *doomed):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return [one.code for one in removed] + ["".join(element.text or "" for element in strays)] * bool(strays)


def _begun(nesting: list[Field]) -> Field:
    outer = nesting[-1] if nesting else None
    if outer is not None and outer.in_code:
        outer.nested = True
    nesting.append(Field(doomed=outer is not None and (outer.doomed or outer.in_code)))
    return nesting[-1]


def _add(element: _Element, kind: str, nesting: list[Field]) -> None:
    """Add a piece of a field to the innermost one."""
    innermost = nesting[-1]
    innermost.frame.append(element)
    if not kind:
        innermost.code += element.text or ""
    if kind in ("separate", "end"):
        innermost.in_code, innermost.ended = False, kind == "end"
    if kind == "end":
        nesting.pop()


def _is_in_run(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == f"{W}r"


def _name(code: str) -> str:
    """The first word of a field's code, in capitals."""
    found = _NAME.match(code)
    return found[1].upper() if found else ""
