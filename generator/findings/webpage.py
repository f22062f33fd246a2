"""Reports as one self-contained page without scripts: a Jinja template, one style sheet for all of them."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.findings.clean import lines

_STYLE = Path(__file__).parent / "page.css"


def render(template: Path, **values: Any) -> bytes:
    """Render a template as UTF-8; every text is escaped, and what is hidden in it is seen.

    The template has `style`, and `digest` of it for its policy.
    """
    style = _STYLE.read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(template.parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False, finalize=_cleaned,
    )  # fmt: skip
    return environment.get_template(template.name).render(values, digest=digest, style=style).encode()


def _cleaned(value: Any) -> Any:
    """Neutralise what is not seen in a text (not in the style sheet, which is ours)."""
    return lines(value) if type(value) is str else value
