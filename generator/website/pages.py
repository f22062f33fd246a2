"""What all pages of the site share: their policy, their style sheet and script, and the way between them."""

from __future__ import annotations

from typing import Any

from generator.web import pages

STYLE, SCRIPT = "style.css", "site.js"
ROOT_OF_DOCUMENT, ROOT_OF_YEAR = "../../", "../"  # from a page to the folder of the site


def site_page(template: str, *, root: str, style: str = "", scripts: bool = False, **values: Any) -> bytes:
    """Write a page as UTF-8; it loads nothing but the site's own style sheet, and the script where it searches."""
    own = f"'self' {pages.digest(style)}" if style else "'self'"
    allowed = {"style_src": own} | ({"script_src": "'self'"} if scripts else {})
    return pages.page(template, style, policy=pages.policy(**allowed), root=root, scripts=scripts, **values)


def style_sheet() -> bytes:
    """Give the style sheet of the site."""
    return pages.styles("document", "site").encode()


def script() -> bytes:
    """Give the script that searches."""
    return pages.text("website/site.js").encode()
