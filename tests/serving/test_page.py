# ruff: noqa: F811, F401 a fixture is imported, and named by its users
"""The local page in a real browser: seen, clicked, typed in, and read by those who see and move otherwise."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import browser, violations  # a fixture
from tests.serving.house import Served, served, until, workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

WIDE = {"width": 1366, "height": 768}
INCOME = '["收入",0,"金额"]'
DEPARTMENTS = 300
PAGES: list[Page] = []
FAULTS: list[str] = []  # what the console of the browser said, such as of the policy


@pytest.fixture(autouse=True)
def _nothing_went_wrong() -> Iterator[None]:
    FAULTS.clear()
    yield
    assert FAULTS == []


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(workspace(tmp_path_factory.mktemp("reading"))) as found:
        yield found
        _leave()


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Served]:
    with served(workspace(tmp_path, committed=True), edit=True) as found:
        yield found
        _leave()


def _leave() -> None:
    """Close the pages before the server ends, of which they would complain."""
    while PAGES:
        PAGES.pop().close()


def opened(browser: Browser, served: Served, **asked: object) -> Page:
    """Open the page, and wait until its parts are there."""
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    PAGES.append(page)
    page.set_default_timeout(30_000)
    page.on("pageerror", lambda error: FAULTS.append(str(error)))
    page.on("console", lambda said: _heard(said.type, said.text))
    page.goto(served.at("", **asked))
    page.wait_for_selector("#fields .tabs")
    page.wait_for_selector("#page-0 text")
    return page


def _heard(kind: str, text: str) -> None:
    if kind == "error" and "Failed to load resource" not in text:
        FAULTS.append(text)


def cell(path: str) -> str:
    return f"td[data-path='{path}']"


def show(page: Page, number: int) -> None:
    page.evaluate(f"document.getElementById('page-{number}').scrollIntoView()")
    page.wait_for_selector(f"#page-{number} text")


def test_a_figure_leads_to_its_lines_and_a_line_to_its_field_and_back(
    browser: Browser,
    reading: Served,
) -> None:
    page = opened(browser, reading, s="文字")
    show(page, 4)
    page.locator("#page-4 svg .figure", has_text="1076.91").first.click()
    page.wait_for_selector("#detail .lines")
    assert "合计 10,769,099.00 元" in page.inner_text("#detail .total")
    amounts = [one.replace(",", "") for one in page.locator("#detail td.n").all_inner_texts()]
    assert sum(map(float, amounts)) == 10_769_099
    page.locator("#detail a", has_text="收入 第 1 行").click()
    page.wait_for_selector(f"{cell(INCOME)}.chosen")
    assert page.get_attribute(".shown", "data-sheet") == "收入"
    page.wait_for_selector("#detail a[data-page='4']")
    page.locator("#detail a[data-page='4']").first.click()
    page.wait_for_selector("#page-4 svg .figure.lit")
    assert page.locator("#page-4 svg .figure.lit").first.text_content() == "1076.91"


def test_a_name_on_a_page_leads_to_its_field(browser: Browser, reading: Served) -> None:
    page = opened(browser, reading, s="收入")
    show(page, 4)
    page.locator("#page-4 svg .words", has_text="科技和工信部门").first.click()
    page.locator("#detail .lines a").first.click()
    page.wait_for_selector("td.chosen")
    assert page.inner_text("td.chosen") == "科技和工信部门"


def test_a_finding_leads_to_its_character_and_its_cell(browser: Browser, reading: Served) -> None:
    page = opened(browser, reading, s="findings")
    page.locator(".findings a", has_text="到表格里").first.click()
    page.wait_for_selector("td.chosen")
    page.locator(".tabs a", has_text="问题").click()
    page.locator(".findings li > a").first.click()
    page.wait_for_selector(".source mark")
    assert page.locator(".source mark").count() == 1
    assert page.inner_text(".source mark")


def test_a_line_of_the_yaml_says_where_it_is_printed(browser: Browser, reading: Served) -> None:
    page = opened(browser, reading, s="yaml")
    page.locator(".files a", has_text="收支.yaml").click()
    page.locator(".source td[data-path]", has_text="1661300").or_(
        page.locator(".source td[data-path]", has_text="2060101")
    ).first.click()
    page.wait_for_selector("#detail a[data-page]")


def typed(page: Page, path: str, text: str) -> None:
    page.dblclick(cell(path))
    page.wait_for_selector("form.edit input[name=text]")
    page.fill("form.edit input[name=text]", text)


def test_a_value_is_checked_as_it_is_typed_saved_shown_on_its_page_and_taken_back(
    browser: Browser,
    writing: Served,
) -> None:
    file = writing.budget / "收支.yaml"
    before = file.read_bytes()
    page = opened(browser, writing, s="收入")
    show(page, 4)
    typed(page, INCOME, "166万")
    page.wait_for_selector("#checked >> text=不是数字")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.edit >> text=不是数字")
    assert file.read_bytes() == before
    page.fill("form.edit input[name=text]", "2661333")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{cell(INCOME)} >> text=2,661,333")
    page.wait_for_selector("#page-4 svg .figure >> text=1176.91")
    page.wait_for_selector(".draft")  # the income is more than the spending now
    page.wait_for_selector(f"{cell(INCOME)} .was >> text=1661333")
    assert file.read_bytes() == before.replace(b"1661333", b"2661333", 1)
    page.click("#undo")
    page.wait_for_selector("#page-4 svg .figure >> text=1076.91")
    until(lambda: page.locator(f"{cell(INCOME)} >> text=1,661,333").count() == 1)
    assert file.read_bytes() == before


def test_what_another_program_saves_is_shown_at_once(browser: Browser, writing: Served) -> None:
    page = opened(browser, writing, s="收入")
    show(page, 4)
    file = writing.budget / "收支.yaml"
    page.wait_for_timeout(1000)  # until the folders are watched
    text = file.read_text("utf-8").replace("金额: 1661333}", "金额: 2661333}", 1)
    started = time.perf_counter()
    file.write_text(text, "utf-8")
    page.wait_for_selector("#page-4 svg .figure >> text=1176.91")
    assert time.perf_counter() - started < 30
    page.wait_for_selector(f"{cell(INCOME)} >> text=2,661,333")


def test_the_file_that_is_looked_at_stays_when_it_is_saved(browser: Browser, writing: Served) -> None:
    page = opened(browser, writing, s="yaml")
    page.locator(".files a", has_text="收支.yaml").click()
    page.wait_for_selector(".source[aria-label$='收支.yaml']")
    page.wait_for_timeout(1000)  # until the folders are watched
    file = writing.budget / "收支.yaml"
    file.write_text(file.read_text("utf-8").replace("金额: 1661333}", "金额: 2661333}", 1), "utf-8")
    page.wait_for_selector(".source[aria-label$='收支.yaml'] td >> text=2661333")
    assert page.locator(".files a[aria-current]").all_inner_texts() == ["收支.yaml"]


def test_a_conflict_keeps_both_and_shows_both(browser: Browser, writing: Served) -> None:
    page = opened(browser, writing, s="收入")
    typed(page, INCOME, "5")
    file = writing.budget / "收支.yaml"
    file.write_text(file.read_text("utf-8").replace("金额: 1661333}", "金额: 1661334}", 1), "utf-8")
    page.wait_for_timeout(800)  # what is being typed in is not swept away by the change
    assert page.input_value("form.edit input[name=text]") == "5"
    page.keyboard.press("Enter")
    page.wait_for_selector(".conflict")
    assert page.inner_text(".conflict .theirs") == "1661334"
    assert page.input_value("form.edit input[name=text]") == "5"
    assert "金额: 1661334}" in file.read_text("utf-8")
    assert violations(page) == []
    page.locator(".conflict button", has_text="用我写的").click()
    until(lambda: "金额: 5}" in file.read_text("utf-8"))


def test_a_field_keeps_the_keys_when_it_was_checked(browser: Browser, writing: Served) -> None:
    page = opened(browser, writing, s="收入")
    typed(page, INCOME, "五")
    page.locator("#checked", has_text="数").wait_for()
    page.keyboard.type("12")
    assert page.input_value("form.edit input[name=text]") == "五12"


def test_what_is_typed_on_while_it_is_saved_is_saved_next(browser: Browser, writing: Served) -> None:
    file, page = writing.budget / "收支.yaml", opened(browser, writing, s="收入")
    held: list[Route] = []
    page.route("**/save?*", lambda route: held.append(route))  # noqa: PLW0108
    typed(page, INCOME, "166万")
    page.wait_for_selector("#checked >> text=不是数字")
    page.keyboard.press("Enter")
    waited_for(page, lambda: len(held) == 1)
    page.fill("form.edit input[name=text]", "2661333")
    page.keyboard.press("Enter")
    held[0].continue_()
    waited_for(page, lambda: len(held) == 2)
    page.fill("form.edit input[name=text]", "3661333")
    held[1].continue_()
    page.wait_for_selector("#checked >> text=文件里是“2661333”")
    assert page.input_value("form.edit input[name=text]") == "3661333"
    page.keyboard.press("Enter")
    waited_for(page, lambda: len(held) == 3)
    held[2].continue_()
    page.wait_for_selector(f"{cell(INCOME)} >> text=3,661,333")
    assert "金额: 3661333}" in file.read_text("utf-8")


def test_a_field_that_is_opened_while_the_fields_are_fetched_again_stays(browser: Browser, writing: Served) -> None:
    page = opened(browser, writing, s="收入")
    held: list[Route] = []
    page.route("**/edit?*", lambda route: held.append(route))  # noqa: PLW0108 playwright marks what it calls
    page.dblclick(cell(INCOME))
    waited_for(page, lambda: bool(held))
    file = writing.budget / "收支.yaml"
    with page.expect_response("**/state?*"):
        file.write_text(file.read_text("utf-8") + "# 备注\n", "utf-8")
    page.wait_for_timeout(300)
    with page.expect_response("**/fields?*"):
        held[0].continue_()
        page.fill("form.edit input[name=text]", "5")
    page.wait_for_timeout(300)
    assert page.input_value("form.edit input[name=text]") == "5"


def waited_for(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait as `until` does, while the browser goes on."""
    for _ in range(300):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come")


def test_theirs_can_be_taken_instead(browser: Browser, writing: Served) -> None:
    page = opened(browser, writing, s="收入")
    typed(page, INCOME, "5")
    file = writing.budget / "收支.yaml"
    file.write_text(file.read_text("utf-8").replace("金额: 1661333}", "金额: 1661334}", 1), "utf-8")
    page.keyboard.press("Enter")
    page.locator(".conflict button", has_text="用文件里的").click()
    page.wait_for_selector(f"{cell(INCOME)} >> text=1,661,334")
    assert "金额: 1661334}" in file.read_text("utf-8")


def test_what_was_typed_and_not_saved_is_offered_again(browser: Browser, writing: Served) -> None:
    page = opened(browser, writing, s="收入")
    typed(page, INCOME, "777")
    page.wait_for_timeout(400)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.dblclick(cell(INCOME))
    page.wait_for_selector("form.edit >> text=上次没有保存")
    assert page.input_value("form.edit input[name=text]") == "777"
    page.keyboard.press("Escape")
    page.wait_for_selector(f"{cell(INCOME)} >> text=1,661,333")
    page.dblclick(cell(INCOME))
    page.wait_for_selector("form.edit")
    assert page.input_value("form.edit input[name=text]") == "1661333"


def test_all_can_be_done_with_the_keyboard_alone(browser: Browser, writing: Served) -> None:
    page = opened(browser, writing, s="收入")
    press = page.keyboard.press
    page.focus("#search")
    press("Tab")
    until(lambda: _tabbed_to(page, ".shown .scroll"))
    press("Enter")
    assert page.evaluate("document.activeElement.dataset.path") == '["收入",0,"科目"]'
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp"):
        press(key)
    assert page.evaluate("document.activeElement.dataset.path") == INCOME
    press("Enter")
    page.wait_for_selector("form.edit input[name=text]:focus")
    page.keyboard.type("1661335")
    press("Enter")
    page.wait_for_selector(f"{cell(INCOME)} >> text=1,661,335")
    until(lambda: page.evaluate("document.activeElement.dataset.path") == INCOME)
    until(lambda: _tabbed_to(page, "#pages"))
    press("Enter")
    for _ in range(4):
        press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "page-4"
    page.wait_for_selector("#page-4 text")
    press("Enter")
    press("ArrowDown")
    press("Enter")
    page.wait_for_selector("#detail .lines")
    press("Escape")
    assert page.evaluate("document.activeElement.id") == "page-4"


@pytest.mark.parametrize("shown", ["基本情况", "文字", "收入"])
def test_every_cell_stands_in_its_table(browser: Browser, reading: Served, shown: str) -> None:
    page = opened(browser, reading, s=shown)
    outside = page.evaluate(
        """() => [...document.querySelectorAll("#fields table")].flatMap(table => {
            const area = table.getBoundingClientRect();
            return [...table.querySelectorAll("tbody th, tbody td")].filter(cell => {
                const own = cell.getBoundingClientRect();
                return own.left < area.left - 1 || own.right > area.right + 1 || own.top < area.top - 1;
            }).map(cell => cell.textContent);
        })"""
    )
    assert page.locator("#fields tbody td").count() > 5
    assert outside == []


def _tabbed_to(page: Page, selector: str) -> bool:
    page.keyboard.press("Tab")
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))


@pytest.mark.parametrize("shown", ["收入", "文字", "findings", "yaml", "last", "commit"])
def test_axe_finds_nothing(browser: Browser, reading: Served, shown: str) -> None:
    page = opened(browser, reading, s=shown)
    if shown == "收入":
        page.click(cell(INCOME))
        page.wait_for_selector("#detail .card")
        page.wait_for_selector("#pages text")
    assert violations(page) == []


def test_axe_finds_nothing_where_something_is_typed(browser: Browser, writing: Served) -> None:
    page = opened(browser, writing, s="收入")
    typed(page, INCOME, "5万")
    page.wait_for_selector("#checked >> text=不是数字")
    assert violations(page) == []
    page.locator(".tabs a", has_text="文字").click()
    page.wait_for_selector(".shown[data-sheet='文字'] td[data-path]")
    page.locator("#fields td[data-path]").first.dblclick()
    page.wait_for_selector("form.edit textarea:focus")
    assert page.evaluate("document.querySelector('form.edit').clientHeight") < 260
    assert page.evaluate("[scrollY, document.body.scrollTop]") == [0, 0]


def test_at_twice_the_size_all_is_there_and_nothing_runs_out_of_the_window(
    browser: Browser,
    reading: Served,
) -> None:
    page = opened(browser, reading, s="收入")
    page.set_viewport_size({"width": WIDE["width"] // 2, "height": WIDE["height"] // 2})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part in ("#search", ".tabs", cell(INCOME), "#page-0"):
        page.locator(part).first.scroll_into_view_if_needed()
        assert page.locator(part).first.is_visible()
    assert violations(page) == []


def test_a_budget_without_edit_offers_nothing_to_change(browser: Browser, reading: Served) -> None:
    page = opened(browser, reading, s="收入")
    page.dblclick(cell(INCOME))
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail .card")
    assert page.locator("form.edit, #undo").count() == 0
    assert "只能看" in page.inner_text(".actions")


def test_the_document_is_downloaded_as_it_is_made(browser: Browser, reading: Served) -> None:
    page = opened(browser, reading, s="收入")
    with page.expect_download() as waiting:
        page.locator(".actions a", has_text="PDF").click()
    download = waiting.value
    assert download.suggested_filename == "科技和工信部门2025年部门预算信息公开.pdf"
    out = reading.root / "aside"
    command = [sys.executable, "-m", "generator", "generate", "350", "--root", str(reading.root), "-o", str(out)]
    subprocess.run([*command, "-f", "pdf"], check=True, capture_output=True)
    (made,) = out.rglob("*.pdf")
    assert Path(str(download.path())).read_bytes() == made.read_bytes()


def test_a_department_is_generated(browser: Browser, writing: Served) -> None:
    page = opened(browser, writing, s="收入")
    page.locator("button", has_text="生成这个部门").click()
    page.wait_for_selector("#detail h2 >> text=已生成", timeout=60_000)
    assert len(list(writing.root.glob("out/2025/*/*.docx"))) == 1


def test_three_hundred_departments_are_listed_and_found_without_a_wait(
    browser: Browser,
    tmp_path: Path,
) -> None:
    root = workspace(tmp_path)
    for number in range(DEPARTMENTS):
        folder = root / f"budgets/2025/{400 + number}-第{number}局"
        folder.mkdir()
        (folder / "基本情况.yaml").write_text(
            f"年度: 2025\n模板: 河北\n部门: {{编码: '{400 + number}', 名称: 第{number}局}}\n", "utf-8"
        )
    with served(root) as found:
        page = opened(browser, found)
        assert page.locator("#list > ul > li").count() == DEPARTMENTS + 1
        page.fill("#search", "第29局")
        until(lambda: page.locator("#list > ul > li").count() == 1)
        assert "429" in page.inner_text("#list")
        page.wait_for_selector("#list .light >> text=2 条警告")
        started = time.perf_counter()
        answer = found.ask(f"{found.address}list?y=2025&q=")
        assert answer.text.count('class="entry"') == DEPARTMENTS + 1
        assert time.perf_counter() - started < 2
        _leave()


def test_the_scripts_are_ours_and_htmx_as_it_was_published() -> None:
    from hashlib import sha256  # noqa: PLC0415

    from generator.serving.app import STATIC  # noqa: PLC0415

    assert {path.name for path in STATIC.iterdir()} == {"htmx.min.js", "htmx-LICENSE.txt", "serve.js"}
    digest = sha256((STATIC / "htmx.min.js").read_bytes()).hexdigest()
    assert digest == "22283ef68cb7545914f0a88a1bdedc7256a703d1d580c1d255217d0a50d31313"
    script = (STATIC / "serve.js").read_text("utf-8")
    assert re.findall(r"innerHTML\s*=|insertAdjacentHTML|eval\(|new Function|document\.write", script) == []
