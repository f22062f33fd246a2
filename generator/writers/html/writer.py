"""The HTML writer: the document as one self-contained, accessible page without scripts and outside resources.

Real tables with captions, scopes and spans; headings in order; contents as navigation; a print style with the pages of
the Word template. The page depends on the arguments alone. A content security policy allows only its own style sheet.
What is decided is decided in `sections`, `cells` and `style`; the markup stands in the templates beside this file.
"""

from __future__ import annotations

from generator.web import pages
from generator.writers.html.sections import Sections
from generator.writers.html.style import Classes, rules
from generator.writers.html.view import HtmlCover, HtmlPart
from generator.writers.laid import Laid


def write(laid: Laid) -> bytes:
    """Return the page as UTF-8; fonts and page sizes are the template's, proportions of columns the layout's."""
    document = laid.document
    said, style = parts(laid)
    words = {"title": document.title, "author": document.author, "mark": document.mark}
    return pages.page("writers/html/page.html.jinja", pages.styles("document") + style, **words, parts=said)


def parts(laid: Laid, *, above: int = 0, is_data: bool = False) -> tuple[tuple[HtmlCover | HtmlPart, ...], str]:
    """Return the parts that `parts.html.jinja` writes, and the style sheet of their classes.

    `above` is how many levels of headings a page has above those of the document; with `is_data` figures of tables are
    data with ids.
    """
    sheet = laid.template.sheet
    classes = Classes(sheet)
    own = Sections(laid.document, laid.pages, classes, laid.faces, level=above, above=above, is_data=is_data)
    said = tuple(own.parts())
    style = pages.environment().get_template("writers/html/style.css.jinja")
    return said, style.render(charts=bool(laid.pages.drawings), rules=tuple(rules(sheet, classes)))
