"""The HTML writer: the document as one self-contained, accessible page without scripts and outside resources.

Real tables with captions, scopes and spans; headings in order; contents as navigation; a print style with the pages of
the Word template. The page depends on the arguments alone. A content security policy allows only its own style sheet.
What is decided is decided in `sections`, `cells` and `style`; the markup stands in the templates beside this file.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from generator.word.xml import escape, legal
from generator.writers.html.sections import Sections
from generator.writers.html.style import Classes, rules
from generator.writers.laid import Laid


def write(laid: Laid) -> bytes:
    """Return the page as UTF-8; fonts and page sizes are the template's, proportions of columns the layout's."""
    document, sheet = laid.document, laid.template.sheet
    classes = Classes(sheet)
    parts = tuple(Sections(document, laid.pages, classes).parts())
    style = _rendered("style.css.jinja", mark=document.mark, rules=tuple(rules(sheet, classes)))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    words = {"title": document.title, "author": document.author, "mark": document.mark}
    return legal(_rendered("page.html.jinja", **words, digest=digest, style=style, parts=parts)).encode()


def _rendered(template: str, **values: Any) -> str:
    return environment().get_template(template).render(values)


@cache
def environment() -> Environment:
    """Return the templates, each compiled once. Text is escaped everywhere but in the style sheet, which holds none."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(disabled_extensions=("css.jinja",), default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["words"] = _words
    return environment


def _words(text: str) -> Markup:
    """Escape the words of an element, where quotes are only quotes; their line breaks are line breaks."""
    return Markup(escape(legal(text)).replace("\n", "<br>"))  # noqa: S704 escaped here
