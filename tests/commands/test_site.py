"""`budget site`: what a citizen and a program find in the folder, read back from the files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from click.testing import CliRunner, Result
from lxml import html
from lxml.html import HtmlElement

from generator.base.money import shown
from generator.batch.made import MadeFile
from generator.cli import main
from generator.commands import site_pages
from generator.commands.site_pages import Download, PageJob
from generator.commands.workspace import Workspace
from generator.proof.finished import read_docx, read_pdf
from generator.website.data import ranges
from tests.browser import CHROMIUM, WITHOUT_INTERNET, browser, violations  # noqa: F401

ROOT = Path(__file__).parents[2]
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&"
AMOUNT = re.compile(r"-?[0-9][0-9,]*\.[0-9]{2}")


def run(root: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--root", str(root)])


def budget(code: str, name: str, year: int, project: str, amount: int) -> dict[str, Any]:
    """A budget with a unit of its own, basic spending, and a project."""
    line = {"科目": "2010301", "资金性质": "一般公共预算拨款"}
    return {
        "年度": year,
        "模板": "河北",
        "部门": {"编码": code, "名称": name, "简称": name},
        "单位": [
            {"编码": f"{code}001", "名称": f"{name}本级", "性质": "行政", "规格": "正科级", "职责": ["工作。"]},
            {"编码": f"{code}002", "名称": f"{name}中心", "性质": "事业", "规格": "股级", "职责": ["服务。"]},
        ],
        "部门职责": ["工作。"],
        "收入": [
            {**line, "单位": f"{code}001", "金额": 40_000 + amount},
            {**line, "单位": f"{code}002", "金额": 20_000},
        ],
        "基本支出": [
            {**line, "单位": f"{code}001", "经济科目": "30201", "金额": 30_000},
            {**line, "单位": f"{code}001", "经济科目": "30217", "金额": 10_000},
            {**line, "单位": f"{code}002", "经济科目": "30101", "金额": 20_000},
        ],
        "项目": [
            {
                "名称": project,
                "单位": f"{code}001",
                "类别": "特定目标类",
                "支出": [{**line, "经济科目": "30227", "金额": amount}],
                "绩效目标": ["完成工作。"],
                "绩效指标": [],
            }
        ],
        "政府采购": [],
        "固定资产": {"截止日期": f"{year - 1}-12-31", "明细": []},
        "专项资金": [],
    }


def put(root: Path, data: dict[str, Any]) -> Path:
    folder = root / f"budgets/{data['年度']}/{data['部门']['编码']}-{safe(data['部门']['名称'])}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "预算.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return folder


def safe(name: str) -> str:
    return re.sub(r'[\\/:*?"<>|]', "_", name)


def page(path: Path) -> HtmlElement:
    return html.document_fromstring(path.read_text("utf-8"))


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two real budgets of the repository, generated, and their site."""
    root = tmp_path_factory.mktemp("real")
    shutil.copytree(ROOT / "budgets", root / "budgets")
    assert run(root, "generate", "350", "-f", "docx,pdf").exit_code == 0
    done = run(root, "site", root / "site", "--address", "https://example.org/yusuan")
    assert done.exit_code == 0, done.output
    return root


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made district of two years, with a hostile name, and somebody who has not handed in a budget."""
    root = tmp_path_factory.mktemp("made")
    put(root, budget("401", "水利局", 2025, "修堤坝", 100_000))
    put(root, budget("401", "水利局", 2026, "修堤坝", 150_000))
    put(root, budget("402", "文化局", 2026, HOSTILE, 250_000))
    elsewhere = {"公开日期": "2026-02-20", "网址": "javascript:alert(1)"}
    due = [
        {"编码": "401", "名称": "水利局"},
        {"编码": "402", "名称": "文化局"},
        {"编码": "403", "名称": "教育局<b>"},
        {"编码": "404", "名称": "交通局", **elsewhere},
        {"编码": "405", "名称": "农业局", **elsewhere, "网址": "https://example.org/a"},
    ]
    listed = yaml.safe_dump({"区划": "某区", "批复日期": "2026-02-05", "部门": due}, allow_unicode=True)
    (root / "budgets/2026/应公开.yaml").write_text(listed, "utf-8")
    done = run(root, "site", root / "site")
    assert done.exit_code == 0, done.output
    return root


def test_every_figure_of_the_whole_document_is_that_of_the_word_and_pdf_files(real: Path) -> None:
    whole = page(real / "site/2025/350/index.html").get_element_by_id("whole")
    figures = Counter(text for cell in whole.iter("td") if AMOUNT.fullmatch(text := cell.text_content().strip()))
    assert sum(figures.values()) > 400
    for suffix, read in (("docx", read_docx), ("pdf", read_pdf)):
        file = next((real / "out/2025").glob(f"350-*/*.{suffix}"))
        words = Counter(word for block in read(file.read_bytes()) for word in block)
        assert {text: count for text, count in figures.items() if words[text] < count} == {}, suffix


def test_every_amount_said_at_a_glance_is_printed_in_the_document(real: Path) -> None:
    for code in ("350", "207", "350001", "207001"):
        tree = page(real / f"site/2025/{code}/index.html")
        whole = tree.get_element_by_id("whole")
        printed = set(re.findall(r"[0-9][0-9,]*\.?[0-9]*", " ".join(whole.itertext()).replace(",", "")))
        inside = set(whole.iter("data"))
        said = [one for one in tree.iter("data") if one not in inside]
        assert len(said) > 10
        for one in said:
            value = Decimal(one.get("value"))
            forms = {f"{shown(value, scale, places):f}" for scale in (0, 4) for places in (0, 2)}
            forms |= {text.rstrip("0").rstrip(".") for text in forms}
            assert not value or forms & printed, (code, one.get("value"))


def test_links_of_amounts_lead_to_the_figure_of_the_same_value(real: Path) -> None:
    tree = page(real / "site/2025/350/index.html")
    links = [a for a in tree.iter("a") if a.find("data") is not None]
    assert links
    for link in links:
        target = tree.get_element_by_id(link.get("href").removeprefix("#"))
        assert Decimal(target.get("value")) == Decimal(link.find("data").get("value"))


@pytest.mark.parametrize("code", ["350", "207", "350001"])
def test_leaves_add_up_to_every_printed_total(real: Path, code: str) -> None:
    folder = real / "site/2025" / code
    leaves = {int(row["序号"]): Decimal(row["金额"]) for row in table(folder / "leaves.csv")}
    figures = table(folder / "figures.csv")
    sums = [row for row in figures if row["是合计"] == "true"]
    assert len(sums) > 100
    used: set[int] = set()
    for row in sums:
        numbers = {
            number
            for part in row["明细"].split()
            for number in range(int(part.split("-")[0]), int(part.split("-")[-1]) + 1)
        }
        used |= numbers
        assert sum((leaves[number] for number in numbers), Decimal(0)) == Decimal(row["金额"]), row
    assert used == set(leaves)
    tree = page(folder / "index.html")
    for row in figures:
        if not row["编号"].startswith("s"):
            assert tree.get_element_by_id(row["编号"]).text_content() == row["印出"]


def test_packages_are_valid(real: Path, made: Path) -> None:
    pytest.importorskip("frictionless")
    packages = [*real.glob("site/2025/**/datapackage.json"), *made.glob("site/2026/402/datapackage.json")]
    assert len(packages) == 6
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "--json"]
    for package in packages:
        done = subprocess.run([*command, str(package)], capture_output=True, text=True, check=False)
        report = json.loads(done.stdout)
        assert report["valid"], report
        assert all(task["stats"]["fields"] for task in report["tasks"])


def test_a_page_of_61_printed_pages_is_small(real: Path) -> None:
    for path in real.glob("site/2025/*/index.html"):
        assert path.stat().st_size < 300_000, path


def test_the_district_page_says_who_how_much_and_who_is_missing(made: Path) -> None:
    tree = page(made / "site/2026/index.html")
    rows = {row.get("data-name").split()[0]: row for row in tree.iter("tr") if row.get("data-name")}
    values = {name: row.find(".//data").get("value") for name, row in rows.items()}
    assert values["水利局"] == "210000"
    assert values["水利局中心"] == "20000"
    assert tree.xpath("//dl//data/@value")[0] == str(210_000 + 310_000)
    missing = tree.get_element_by_id("missing")
    assert [" ".join(item.text_content().split()) for item in missing.iter("li")] == [
        "教育局<b>，最迟 2026-02-25",
    ]
    elsewhere = tree.get_element_by_id("elsewhere")
    assert [" ".join(item.text_content().split()) for item in elsewhere.iter("li")] == [
        "交通局，2026-02-20",
        "农业局，2026-02-20：https://example.org/a",
    ]
    assert [a.get("href") for a in elsewhere.iter("a")] == ["https://example.org/a"]
    assert page(made / "site/index.html").findtext(".//title") == "某区2026年部门预算公开"


def test_years_stand_side_by_side(made: Path) -> None:
    row = next(row for row in page(made / "site/years.html").iter("tr") if "水利局" in row.text_content())
    assert [one.get("value") for one in row.iter("data")] == ["160000", "210000"]
    assert [a.get("href") for a in row.iter("a")] == ["2025/401/index.html", "2026/401/index.html"]


def test_untrusted_text_is_text_everywhere(made: Path) -> None:
    for path in (made / "site").rglob("*.html"):
        source, tree = path.read_text("utf-8"), page(path)
        assert "<img" not in source, path
        assert "alert(1)</script>" not in source.replace("&lt;script&gt;alert(1)&lt;/script&gt;", ""), path
        assert len(tree.xpath("//script")) == source.count("<script ")
        assert not [a for a in tree.xpath("//@href") if a.lower().strip().startswith("javascript:")]
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'self'")
        assert "unsafe" not in policy
        assert not [one for one in tree.iter() for name in one.attrib if name.startswith("on") or name == "style"]
    assert "</script>" in json.loads((made / "site/2026/search.js").read_text("utf-8")[22:-2])[1][0]
    assert any(HOSTILE in one.text_content() for one in page(made / "site/2026/projects.html").iter("a"))
    assert HOSTILE in {row["项目"] for row in table(made / "site/2026/leaves.csv")}


def test_nothing_from_outside_is_asked_for_and_links_stay_in_the_folder(real: Path) -> None:
    site = real / "site"
    for path in site.rglob("*.html"):
        tree = page(path)
        assert not tree.xpath("//img|//iframe|//object|//embed|//form|//base")
        for link in tree.xpath("//a/@href|//link[@rel='stylesheet']/@href|//script/@src"):
            target, _, anchor = link.partition("#")
            there = (path.parent / unquote(target)) if target else path
            assert there.is_file(), (path, link)
            assert there.resolve().is_relative_to(site.resolve())
            if anchor:
                assert page(there).xpath("//@id[.=$id]", id=anchor), (path, link)


def test_ids_are_unique_and_there_is_one_title(real: Path, made: Path) -> None:
    for path in [*real.glob("site/**/*.html"), *made.glob("site/**/*.html")]:
        tree = page(path)
        assert [one for one, count in Counter(tree.xpath("//@id")).items() if count > 1] == [], path
        levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


def test_generated_files_are_offered_while_they_are_new(real: Path) -> None:
    names = {path.suffix for path in (real / "site/2025/350").iterdir()}
    assert names >= {".docx", ".pdf"}
    pdf = next((real / "site/2025/350").glob("*.pdf"))
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    assert digest in page(real / "site/2025/350/index.html").get_element_by_id("files").text_content()
    assert not list((real / "site/2025/207").glob("*.pdf"))


def test_files_that_are_older_than_their_budget_are_not_offered(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path)
    assert run(root, "generate", "401", "-f", "xlsx").exit_code == 0
    assert "生成 1 个，没有变化 8 个" in run(root, "site", root / "site").output
    (offered,) = (root / "site/2026/401").glob("*.xlsx")
    links = page(root / "site/2026/401/index.html").get_element_by_id("files").xpath(".//a/@href")
    assert offered.name in map(unquote, links)
    put(root, budget("401", "水利局", 2026, "修堤坝", 170_000))
    done = run(root, "site", root / "site")
    assert "1 份 out 里的文件比预算旧" in done.output
    assert not offered.exists()


def test_the_list_has_the_digest_of_every_file(real: Path) -> None:
    site = real / "site"
    listed = {one["文件"]: one["SHA-256"] for one in json.loads((site / "清单.json").read_text("utf-8"))["文件"]}
    there = {name: digest for name, digest in digests(site).items() if not name.endswith("清单.json")}
    assert listed == there


def test_the_map_of_the_site_names_every_page(real: Path) -> None:
    text = (real / "site/sitemap.xml").read_text("utf-8")
    pages = {path.relative_to(real / "site").as_posix() for path in (real / "site").rglob("*.html")}
    assert set(re.findall(r"<loc>https://example.org/yusuan/([^<]*)</loc>", text)) == pages


def test_the_same_budgets_give_the_same_bytes_and_nothing_is_made_twice(made: Path, tmp_path: Path) -> None:
    before = digests(made / "site")
    assert "生成 0 个，没有变化 9 个" in run(made, "site", made / "site").output
    assert digests(made / "site") == before
    assert run(made, "site", tmp_path / "b", "-j", "1").exit_code == 0
    assert digests(tmp_path / "b") == before


def copied(made: Path, tmp_path: Path) -> Path:
    """The made district with its site, to change."""
    root = tmp_path / "root"
    shutil.copytree(made, root)
    assert run(root, "site", root / "site").exit_code == 0
    return root


def test_only_what_changed_is_made_again_and_what_is_gone_goes(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path)
    (root / "site/我的.txt").write_text("我的", "utf-8")
    (root / "site/2026/402/别人的.txt").write_text("别人的", "utf-8")
    put(root, budget("401", "水利局", 2026, "修堤坝", 160_000))
    done = run(root, "site", root / "site")
    assert "生成 3 个，没有变化 6 个" in done.output
    assert page(root / "site/2026/index.html").xpath("//dl//data/@value")[0] == str(220_000 + 310_000)
    shutil.rmtree(next((root / "budgets/2026").glob("402-*")))
    assert run(root, "site", root / "site").exit_code == 0
    assert not (root / "site/2026/402001").exists()
    assert [path.name for path in (root / "site/2026/402").iterdir()] == ["别人的.txt"]
    assert (root / "site/我的.txt").read_text("utf-8") == "我的"
    assert "402" not in (root / "site/2026/清单.json").read_text("utf-8")
    assert "文化局" in page(root / "site/index.html").get_element_by_id("missing").text_content()


def test_a_budget_with_errors_keeps_its_page(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path)
    wrong = budget("401", "水利局", 2026, "修堤坝", 160_000)
    wrong["收入"][0]["金额"] = 1
    put(root, wrong)
    before = digests(root / "site")
    done = run(root, "site", root / "site")
    assert done.exit_code == 1
    assert "原有的网页不动" in done.output
    assert digests(root / "site") == before


def test_another_year_alone_leaves_the_others(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path)
    shutil.rmtree(next((root / "budgets/2026").glob("402-*")))
    before = digests(root / "site")
    assert run(root, "site", root / "site", "--year", "2025").exit_code == 0
    assert digests(root / "site") == before


def test_a_folder_that_is_not_ours_is_not_touched(made: Path, tmp_path: Path) -> None:
    file, full, listed = tmp_path / "文件", tmp_path / "满", tmp_path / "清"
    file.write_text("", "utf-8")
    full.mkdir()
    (full / "照片.jpg").write_text("", "utf-8")
    listed.mkdir()
    (listed / "清单.json").write_text('{"格式": 1, "公开文本": []}', "utf-8")
    for folder, said in ((file, "是一个文件"), (full, "里有别的文件"), (listed, "不是本软件写的")):
        done = run(made, "site", folder)
        assert done.exit_code == 2
        assert said in done.output
    assert [path.name for path in full.iterdir()] == ["照片.jpg"]
    assert run(made, "site", tmp_path / "x", "--address", "javascript:alert(1)").exit_code == 2
    assert run(made, "site", tmp_path / "x", "--year", "1999").exit_code == 2


def test_an_optional_part_that_no_form_has_is_told_before_anything_is_written(made: Path, tmp_path: Path) -> None:
    done = run(made, "site", tmp_path / "x", "--with", "图结")
    assert done.exit_code == 2
    assert "没有选印的部分“图结”，有图解。" in done.output
    assert not (tmp_path / "x").exists()


def test_a_list_of_who_must_publish_with_an_error_stops_all_before_anything_is_written(
    made: Path, tmp_path: Path
) -> None:
    root = copied(made, tmp_path)
    (root / "budgets/2026/应公开.yaml").write_text("部们: []\n", "utf-8")
    done = run(root, "site", tmp_path / "x")
    assert done.exit_code == 1
    assert "部们" in done.output
    assert not (tmp_path / "x").exists()


def test_a_damaged_list_of_generated_files_is_told_and_nothing_of_it_is_offered(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path)
    assert run(root, "generate", "401", "-f", "xlsx").exit_code == 0
    (root / "out/2026/清单.json").write_text("{", "utf-8")
    done = run(root, "site", root / "site")
    assert done.exit_code == 0, done.output
    assert "out/2026/清单.json：它不是本软件写的清单" in done.output
    assert not list((root / "site/2026/401").glob("*.xlsx"))


def test_what_changes_between_its_listing_and_its_copying_is_not_taken(made: Path, tmp_path: Path) -> None:
    workspace = Workspace(made)
    source = next(one for one in workspace.all_of("2026") if "402" in one.shown)
    offered = tmp_path / "a.pdf"
    offered.write_text("新", "utf-8")
    downloads = ((("402", ""), (Download(MadeFile("a.pdf", "0" * 64, 3), str(offered)),)),)
    done = site_pages.run(PageJob(source, workspace, tmp_path / "x", site_pages.FORMATS, downloads=downloads))
    assert done.entry
    assert (tmp_path / "x/2026/402/index.html").exists()
    assert not (tmp_path / "x/2026/402/a.pdf").exists()
    assert site_pages.read(tmp_path / "x", done.entry)
    data = tmp_path / "x/2026/402/data.json"
    data.write_bytes(data.read_bytes() + b" ")
    assert site_pages.read(tmp_path / "x", done.entry) is None


def test_what_somebody_changed_stays_when_its_document_goes(made: Path, tmp_path: Path) -> None:
    root = copied(made, tmp_path)
    (root / "site/2026/402/index.html").write_text("改过的", "utf-8")
    shutil.rmtree(next((root / "budgets/2026").glob("402-*")))
    assert run(root, "site", root / "site").exit_code == 0
    assert [path.name for path in (root / "site/2026/402").iterdir()] == ["index.html"]


def test_without_a_budget_that_may_be_published_there_is_no_site(tmp_path: Path) -> None:
    wrong = budget("401", "水利局", 2026, "修堤坝", 160_000)
    wrong["收入"][0]["金额"] = 1
    put(tmp_path, wrong)
    done = run(tmp_path, "site", tmp_path / "site")
    assert done.exit_code == 1
    assert "没有可以公开的预算，没有生成网站。" in done.output
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["清单.json"]


def test_a_linked_folder_of_a_year_is_not_followed(made: Path, tmp_path: Path) -> None:
    root, outside = copied(made, tmp_path), tmp_path / "外面"
    shutil.move(root / "site/2026", outside)
    (root / "site/2026").symlink_to(outside, target_is_directory=True)
    before = digests(outside)
    assert run(root, "site", root / "site").exit_code == 3
    put(root, budget("401", "水利局", 2026, "修堤坝", 160_000))
    assert run(root, "site", root / "site").exit_code == 3
    assert digests(outside) == before


def test_a_link_out_of_the_folder_is_not_followed(made: Path, tmp_path: Path) -> None:
    root, outside = copied(made, tmp_path), tmp_path / "外面"
    shutil.move(root / "site/2026/402", outside)
    (root / "site/2026/402").symlink_to(outside, target_is_directory=True)
    before = digests(outside)
    done = run(root, "site", root / "site", "--force")
    assert done.exit_code == 3, done.output
    assert digests(outside) == before


def test_runs_of_numbers_are_written_short() -> None:
    assert ranges((1, 2, 3, 5, 8, 9)) == "1-3 5 8-9"
    assert ranges(()) == ""


PAGES = ("index.html", "2026/402/index.html", "2026/401001/index.html", "years.html", "2026/projects.html")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1200])
def test_axe_finds_nothing_and_no_page_is_wider_than_a_phone(made: Path, browser: Any, name: str, width: int) -> None:  # noqa: F811
    sheet = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.goto((made / "site" / name).as_uri())
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width
    assert sheet.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor") == "rgb(255, 255, 255)"
    assert all(one.startswith("file:") for one in asked)
    assert violations(sheet) == []
    sheet.close()


def test_search_finds_names_and_projects_also_from_a_disk(made: Path, browser: Any) -> None:  # noqa: F811
    sheet = browser.new_page()
    sheet.goto((made / "site/index.html").as_uri())
    sheet.fill("#words", "堤坝")
    sheet.wait_for_selector("#found a")
    assert sheet.inner_text("#told") == "部门和单位 0 个，项目 1 个。"
    sheet.click("#found a")
    assert sheet.url == (made / "site/2026/401/index.html").as_uri() + "#p1"
    sheet.goto((made / "site/2026/index.html").as_uri())
    sheet.fill("#words", "中心")
    assert sheet.locator("tr[data-name]:visible").count() == 2
    sheet.fill("#words", "onerror")
    sheet.wait_for_selector("#found a")
    assert sheet.inner_text("#found a") == HOSTILE
    sheet.close()


def test_optional_parts_of_the_form_are_on_the_page_with_their_charts(real: Path, browser: Any, tmp_path: Path) -> None:  # noqa: F811
    root = tmp_path / "root"
    shutil.copytree(next((real / "budgets/2025").glob("350-*")), root / "budgets/2025/350-科技和工信部门")
    done = run(root, "site", root / "site", "--with", "图解")
    assert done.exit_code == 0, done.output
    sheet = browser.new_page(viewport={"width": 360, "height": 800})
    sheet.goto((root / "site/2025/350/index.html").as_uri())
    assert sheet.locator("#whole svg[role=img]").count() >= 3
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(sheet) == []
    sheet.close()


def test_a_term_is_explained_where_it_stands_without_a_script(real: Path, browser: Any) -> None:  # noqa: F811
    sheet = browser.new_context(java_script_enabled=False).new_page()
    sheet.goto((real / "site/2025/350/index.html").as_uri())
    assert not sheet.locator(".meaning:visible").count()
    sheet.locator(".message .term").first.click()
    assert "因公出国（境）费" in sheet.locator(".meaning:visible").inner_text()
    sheet.close()


@pytest.fixture(scope="module")
def served(made: Path) -> Iterator[str]:
    """The address of the made site as a web server gives it."""
    handler = partial(Quiet, directory=str(made / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


LIGHTHOUSE = ROOT / ".tools/node_modules/.bin/lighthouse"


@pytest.mark.skipif(not (LIGHTHOUSE.exists() and CHROMIUM), reason="没有 .tools/node_modules/lighthouse 或者 chromium")
@pytest.mark.parametrize("name", ["index.html", "2026/402/index.html", "2026/401001/index.html"])
def test_lighthouse_gives_a_hundred_for_accessibility(served: str, name: str) -> None:
    flags = f"--chrome-flags=--headless --no-sandbox --disable-gpu {' '.join(WITHOUT_INTERNET)}"
    command = [LIGHTHOUSE, f"{served}/{name}", "--quiet", "--output=json", "--only-categories=accessibility", flags]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM or "", "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=240)
    found = json.loads(done.stdout)
    wrong = [one["id"] for one in found["audits"].values() if one["score"] not in (1, None)]
    assert found["categories"]["accessibility"]["score"] == 1, wrong
