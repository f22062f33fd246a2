"""A real browser for tests of web pages: Chromium by Playwright, and axe (npm, in .tools); skipped where absent.

A test module takes the fixture by its name: `from tests.browser import browser  # noqa: F401`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).parents[1] / ".tools/node_modules/axe-core/axe.min.js"
WITHOUT_INTERNET = ("--disable-background-networking", "--disable-component-update", "--no-first-run")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    if CHROMIUM is None:
        pytest.skip("没有 chromium")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", *WITHOUT_INTERNET]
        )
        yield chromium
        chromium.close()


@cache
def _axe() -> str:
    if not AXE.is_file():
        pytest.skip("没有 .tools/node_modules/axe-core")
    return AXE.read_text("utf-8")


def violations(page: Page) -> list[str]:
    """Say what axe finds wrong with a page: the rule and the elements; nothing where all is well.

    It is run by the debugger, which a content security policy does not hinder.
    """
    page.evaluate(_axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {rule['help']}: {'; '.join(str(node['target']) for node in rule['nodes'][:5])}"
        for rule in found["violations"]
    ]
