"""Who may ask the local page for what: each guard is tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.serving import guard
from tests.serving.house import REAL, Served, served, workspace


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = workspace(tmp_path_factory.mktemp("house"))
    (root / "secret.yaml").write_text("秘密", "utf-8")
    with served(root) as found:
        yield found


@pytest.fixture(scope="module")
def pen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(workspace(tmp_path_factory.mktemp("pen")), edit=True) as found:
        yield found


def test_the_whole_address_shows_the_page_and_only_this_machine_is_asked(page: Served) -> None:
    answer = page.ask(page.address)
    assert (answer.status, "科技和工信部门" in answer.text) == (200, True)
    assert urlsplit(page.address).hostname == "127.0.0.1"
    assert len(urlsplit(page.address).path) >= 32


@pytest.mark.parametrize("path", ["/", "/x/", "/list", "//", "/%2e%2e/", "/AAAA/static/serve.js"])
def test_without_the_token_nothing_is_shown(page: Served, path: str) -> None:
    port = urlsplit(page.address).port
    answer = page.ask(f"http://127.0.0.1:{port}{path}")
    assert answer.status == 403
    assert "科技和工信" not in answer.text


def test_tokens_are_of_one_run() -> None:
    assert guard.new_token() != guard.new_token()


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.example.org:{port}", ""])
def test_a_name_that_is_not_this_machines_is_refused(page: Served, host: str) -> None:
    said = host.format(port=urlsplit(page.address).port)
    assert page.ask(page.address, headers={"Host": said}).status in (400, 421)


def test_localhost_is_this_machine(page: Served) -> None:
    said = f"localhost:{urlsplit(page.address).port}"
    assert page.ask(page.address, headers={"Host": said}).status == 200


@pytest.mark.parametrize("origin", ["http://example.org", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1"])
def test_another_page_may_neither_read_nor_write(pen: Served, origin: str) -> None:
    said = {"Origin": origin.format(port=urlsplit(pen.address).port)}
    assert pen.ask(pen.at("undo"), "POST", headers=said).status == 403
    assert pen.ask(pen.address, headers=said).status == 403


def test_a_change_without_an_origin_or_from_another_site_is_refused(pen: Served) -> None:
    assert pen.ask(pen.at("undo"), "POST").status == 403
    assert pen.ask(pen.address, headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert pen.post("undo").status == 200


def test_only_reading_and_sending_are_known(page: Served) -> None:
    assert page.ask(page.address, "DELETE").status == 405
    assert page.ask(page.at("save")).status == 405
    assert page.ask(page.at("list"), "POST", headers={"Origin": page.address.rsplit("/", 2)[0]}).status == 405


def test_bodies_and_addresses_are_bounded(pen: Served) -> None:
    origin = {"Origin": pen.address.rsplit("/", 2)[0]}
    assert pen.ask(pen.at("check"), "POST", b"a" * (guard.LARGEST_BODY + 1), origin).status == 413
    assert pen.ask(pen.at("check"), "POST", headers={**origin, "Content-Length": "x"}).status in (400, 413)
    assert pen.ask(f"{pen.address}list?q={'a' * guard.LONGEST_ADDRESS}").status == 414


def test_a_body_that_does_not_say_how_large_it_is_is_bounded_too(pen: Served) -> None:
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    body = chunk * (guard.LARGEST_BODY // 0x10000 + 2) + b"0\r\n\r\n"
    headers = {"Origin": pen.address.rsplit("/", 2)[0], "Transfer-Encoding": "chunked"}
    assert pen.ask(pen.at("check"), "POST", body, headers, length=False).status == 413


@pytest.mark.parametrize(
    "piece",
    [
        "static/../app.py", "static/%2e%2e/app.py", "static/..%2fapp.py", "static/htmx-LICENSE.txt", "static/%00",
        "font/..%2fmetrics.json", "font/%2e%2e%2f%2e%2e%2fpyproject.toml", "../../secret.yaml", "secret.yaml",
    ],
)  # fmt: skip
def test_no_file_is_given_but_the_scripts_and_the_faces(page: Served, piece: str) -> None:
    answer = page.ask(page.address + piece)
    assert answer.status in (403, 404)
    assert "秘密" not in answer.text


@pytest.mark.parametrize("name", ["..", "../..", f"{REAL}/../..", "/etc", "2025", f"{REAL}/单位", "%2e%2e", ""])
def test_no_budget_is_opened_but_those_of_the_root(page: Served, name: str) -> None:
    assert page.ask(page.at("pages", b=name)).status == 404


@pytest.mark.parametrize("file", ["../secret.yaml", "/etc/passwd", f"budgets/{REAL}/../../../secret.yaml"])
def test_no_text_is_shown_but_that_of_the_budgets_files(page: Served, file: str) -> None:
    answer = page.ask(page.at("fields", s="yaml", file=file))
    assert answer.status == 200
    assert "秘密" not in answer.text
    assert "root:" not in answer.text


def test_every_answer_has_the_policy_and_pages_have_no_scripts_or_styles_of_their_own(page: Served) -> None:
    for piece in ("", "list?y=2025", "static/serve.js", "nothing"):
        answer = page.ask(page.address + piece)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
    shell = page.ask(page.address).text
    assert re.findall(r"<style|<script(?![^>]* src=)| style=| on[a-z]+=|https?://(?!www\.w3\.org)", shell) == []


def test_what_is_of_one_moment_is_not_kept_and_the_rest_is(page: Served) -> None:
    assert page.ask(page.address).headers["cache-control"] == "no-store"
    assert "immutable" in page.ask(page.address + "static/serve.js").headers["cache-control"]


def test_without_edit_nothing_can_be_changed(page: Served) -> None:
    before = {path: path.read_bytes() for path in page.budget.rglob("*.yaml")}
    path = '["收入",0,"金额"]'
    assert page.post("save", path=path, text="1", seen="").status == 404
    assert page.post("check", path=path, text="1").status == 404
    assert page.post("undo").status == 404
    assert page.post("generate").status == 404
    assert page.ask(page.at("edit", path=path)).status == 404
    assert {path: path.read_bytes() for path in page.budget.rglob("*.yaml")} == before
    assert not (page.root / "out").exists()


def test_texts_of_a_budget_are_only_text(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    file = root / "budgets" / REAL / "基本情况.yaml"
    weird = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    file.write_text(file.read_text("utf-8").replace("名称: 科技和工信部门", f"名称: '{weird}'", 1), "utf-8")
    with served(root) as found:
        texts = [found.ask(found.at(piece, **more)).text for piece, more in (
            ("fields", {"s": "基本情况"}), ("fields", {"s": "yaml"}), ("fields", {"s": "findings"}), ("page", {"n": 1}),
            ("pages", {}), ("where", {"path": '["部门","名称"]'}),
        )]  # fmt: skip
    assert any("&lt;script" in text for text in texts)
    assert [text for text in texts if "<script" in text or "<img" in text] == []


def test_what_nobody_expected_is_told_without_its_details(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the program")

    with served(workspace(tmp_path)) as found:
        monkeypatch.setattr("generator.serving.opened.Desk.open", fail)
        answer = found.ask(found.at("pages"))
        assert answer.status == 500
        assert "程序出错了" in answer.text
        assert "Traceback" not in answer.text
        assert "default-src" in answer.headers["content-security-policy"]


def test_where_no_pages_can_be_laid_out_no_file_can_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LookupError("so little is known")

    monkeypatch.setattr("generator.publish.prepare_draft", fail)
    root = workspace(tmp_path)
    file = root / "budgets" / REAL / "收支.yaml"
    file.write_text(file.read_text("utf-8").replace("金额: 100000}", "金额: 十万}", 1), "utf-8")
    with served(root) as found:
        assert "排不出来" in found.ask(found.at("pages")).text
        answer = found.ask(found.at("download", f="pdf"))
        assert (answer.status, "做不出文件" in answer.text) == (404, True)
