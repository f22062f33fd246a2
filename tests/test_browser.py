"""The checker of web pages notices what is wrong with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser import browser, violations  # noqa: F401 a fixture

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_axe_finds_what_is_wrong_and_nothing_on_a_good_page(browser: Browser) -> None:  # noqa: F811
    page = browser.new_page()
    page.set_content('<html lang="zh"><title>一</title><main><h1>一</h1><img src="x.png"></main>')
    assert [one.partition(":")[0] for one in violations(page)] == ["image-alt"]
    page.set_content('<html lang="zh"><title>一</title><main><h1>一</h1></main>')
    assert violations(page) == []
