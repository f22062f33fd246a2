"""Web pages made of the templates beside the rooms, all of which extend `web/page.html.jinja`.

A page may load nothing but its own style sheet, of which its policy says the digest, unless its maker says otherwise.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from generator.base.markup import escape, legal
from generator.findings.clean import lines

_PACKAGE = Path(__file__).parents[1]
_NOTHING = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


def page(template: str, style: str, **values: Any) -> bytes:
    """Make a page of a document as UTF-8, its words as they are. `template` is named from the package's folder."""
    return legal(_rendered(environment(), template, style, values)).encode()


def report(template: str, **values: Any) -> bytes:
    """Make a page of a report as UTF-8: what is hidden in its texts is seen."""
    return _rendered(_of_reports(), template, styles("report"), values).encode()


def fragment(template: str, **values: Any) -> str:
    """Make a piece of a page that a browser shows already: what is hidden in its texts is seen."""
    return _of_reports().get_template(template).render(values)


def exact(template: str, **values: Any) -> str:
    """Make a piece of a page with its texts as they are, in which they are changed."""
    return environment().get_template(template).render(values)


@cache
def styles(*layers: str) -> str:
    """Give the style sheet: what is common to all pages, then what kinds of them add (`web/<layer>.css`)."""
    return "".join(text(f"web/{name}.css") for name in ("common", *layers))


def text(name: str) -> str:
    """Give a text that is ours, named from the package's folder: a style sheet or a script."""
    return (_PACKAGE / name).read_text("utf-8")


def policy(**more: str) -> str:
    """Give a content security policy that allows nothing but what is named, such as `style_src`."""
    allowed = {name.replace("_", "-"): sources for name, sources in more.items()}
    return "; ".join(f"{name} {sources}" for name, sources in {**_NOTHING, **allowed}.items())


def digest(text: str) -> str:
    """Give the digest of a style sheet or script, as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def environment() -> Environment:
    """Return the templates, each compiled once. Text is escaped everywhere but in style sheets, which hold none."""
    environment = Environment(
        loader=FileSystemLoader(_PACKAGE),
        autoescape=select_autoescape(disabled_extensions=("css.jinja",), default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["words"] = _words
    return environment


@cache
def _of_reports() -> Environment:
    of_reports = environment().overlay(finalize=_cleaned)
    of_reports.filters = {**of_reports.filters, "words": lambda text: _words(lines(text))}
    return of_reports


def _rendered(environment: Environment, template: str, style: str, values: Mapping[str, Any]) -> str:
    own = {"style": Markup(style), "policy": policy(style_src=digest(style))}  # noqa: S704 ours, not typed by anybody
    return environment.get_template(template).render({**own, **values})


def _cleaned(value: Any) -> Any:
    """Neutralise what is not seen in a text (not in the style sheet, which is ours)."""
    return lines(value) if type(value) is str else value


def _words(text: str) -> Markup:
    """Escape the words of an element, where quotes are only quotes; their line breaks are line breaks."""
    return Markup(escape(legal(text)).replace("\n", "<br>"))  # noqa: S704 escaped here
