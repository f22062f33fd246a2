"""Properties that hold for any budget and any bytes."""

from collections import defaultdict
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.base.paths import ValuePath, said
from generator.base.resources import templates_folder
from generator.document.blocks import Document, Table
from generator.facts.accepted import names
from generator.findings.finding import Finding, Place, Severity
from generator.findings.text import render
from generator.publish import Prepared, prepare
from generator.reading.encoding import MAX_BYTES
from tests.counting import TooMuchWorkError, at_most

FUNDS = ("一般公共预算拨款", "政府性基金预算拨款", "事业收入")
FUNCTIONS = {"一般公共预算拨款": ("2060101", "2080501"), "政府性基金预算拨款": ("2120801",), "事业收入": ("2060101",)}
ECONOMIC = ("30101", "30201", "30301")
HEAD = {
    "年度": "2025",
    "模板": "河北",
    "部门": {"编码": "1", "名称": "甲局"},
    "单位": [{"编码": "001", "名称": "本级"}],
}
SAMPLE = next((Path(__file__).parent.parent / "budgets" / "2025").glob("350-*"))
Budget = dict[str, Any]

amounts = st.integers(min_value=1, max_value=10**11).map(lambda cents: Decimal(cents) / 100)


def prepared(files: dict[str, bytes]) -> Prepared:
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        return prepare(Path(folder), templates_folder(), shown_as="b")


def checked(budget: Budget) -> Prepared:
    return prepared({"a.yaml": yaml.safe_dump(budget, allow_unicode=True, sort_keys=False).encode()})


def errors(findings: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in findings if one.severity is Severity.ERROR]


@st.composite
def lines(draw: st.DrawFn) -> dict[str, str]:
    fund = draw(st.sampled_from(FUNDS))
    function = draw(st.sampled_from(FUNCTIONS[fund]))
    economic = draw(st.sampled_from(ECONOMIC))
    return {"科目": function, "经济科目": economic, "资金性质": fund, "金额": str(draw(amounts))}


@st.composite
def projects(draw: st.DrawFn, number: int) -> Budget:
    spending = draw(st.lists(lines(), min_size=1, max_size=3))
    whole = sum(Decimal(line["金额"]) for line in spending)
    half = (whole / 2).quantize(Decimal("0.01"))
    return {
        "编码": f"13030325P00000000000{number}",
        "名称": f"项目{number}",
        "类别": "特定目标类",
        "支出": spending,
        "资金支出计划": {"6月底": str(half), "12月底": str(whole)},
    }


@st.composite
def budgets(draw: st.DrawFn) -> Budget:
    """A small budget that reconciles: its income is what it spends, by fund and function."""
    basic = draw(st.lists(lines(), min_size=1, max_size=6))
    named = [draw(projects(number)) for number in range(draw(st.integers(0, 3)))]
    needed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in [*basic, *(line for project in named for line in project["支出"])]:
        needed[line["科目"], line["资金性质"]] += Decimal(line["金额"])
    income = [{"科目": code, "资金性质": fund, "金额": str(total)} for (code, fund), total in needed.items()]
    return {**HEAD, "收入": income, "基本支出": basic, "项目": named}


def money_paths(budget: Budget) -> list[tuple[ValuePath, dict[str, str]]]:
    found: list[tuple[ValuePath, dict[str, str]]] = [
        ((name, n), line) for name in ("收入", "基本支出") for n, line in enumerate(budget[name])
    ]
    for number, project in enumerate(budget["项目"]):
        found += [(("项目", number, "支出", n), line) for n, line in enumerate(project["支出"])]
    return found


@settings(max_examples=30)
@given(budgets())
def test_a_budget_that_reconciles_has_no_error(budget: Budget) -> None:
    result = checked(budget)
    assert errors(result.findings) == []
    assert result.document is not None


@settings(max_examples=40)
@given(st.data())
def test_changing_any_one_amount_is_found_and_located(data: st.DataObject) -> None:
    budget = data.draw(budgets())
    path, line = data.draw(st.sampled_from(money_paths(budget)))
    line["金额"] = str(Decimal(line["金额"]) + data.draw(amounts))
    result = checked(budget)
    assert result.budget is not None
    assert result.document is None
    changed = result.budget.places[(*path, "金额")]
    found = errors(result.findings)
    assert found
    named = {place for one in found for place in places(one)}
    cut = any("以下从略" in label for one in found for _, label in one.related)  # of many, the first
    assert changed in named or cut


def places(finding: Finding) -> list[Place]:
    return [*([finding.place] if finding.place else []), *(place for place, _ in finding.related)]


def printed(document: Document | None) -> list[list[str]]:
    assert document is not None
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    return [[cell.text for row in table.body for cell in row.cells] for table in tables]


@settings(max_examples=15)
@given(budgets(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(budget: Budget, random: Any) -> None:
    first = printed(checked({**budget, "项目": []} | _only_basic(budget)).document)
    shuffled = _only_basic(budget)
    for name in ("收入", "基本支出"):
        random.shuffle(shuffled[name])
    assert printed(checked({**budget, "项目": []} | shuffled).document) == first


def _only_basic(budget: Budget) -> Budget:
    every = [*budget["基本支出"], *(line for project in budget["项目"] for line in project["支出"])]
    return {"收入": list(budget["收入"]), "基本支出": every}


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_give_findings_and_never_a_traceback(data: bytes) -> None:
    result = prepared({"a.yaml": data})
    assert result.document is None
    assert errors(result.findings)


@settings(max_examples=100)
@given(st.text(alphabet="年度模板金额收入科目: -[]{},，：\n\t\"'#&*!|>%@`０1２.", max_size=80))
def test_any_text_of_the_usual_signs_gives_findings(text: str) -> None:
    assert errors(prepared({"a.yaml": text.encode()}).findings)


@settings(max_examples=40)
@given(st.data())
def test_the_sample_with_any_bytes_damaged_gives_findings_or_a_document(data: st.DataObject) -> None:
    files = {path.name: path.read_bytes() for path in SAMPLE.glob("*.yaml")}
    name = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[name]) - 1))
    cut = data.draw(st.integers(0, 5))
    files[name] = files[name][:at] + data.draw(st.binary(max_size=5)) + files[name][at + cut :]
    result = prepared(files)
    assert result.document is not None or errors(result.findings)


odd_keys = st.text(alphabet="甲乙.[]/0 “", min_size=1, max_size=6).filter(str.strip)


@settings(max_examples=60)
@given(st.lists(odd_keys, min_size=1, max_size=4, unique=True))
def test_a_key_may_hold_the_signs_of_paths_and_each_printed_path_still_means_one_value(keys: list[str]) -> None:
    def free(value: str) -> dict[str, str]:
        return dict.fromkeys(keys, value)

    line = {"科目": "2060101", "资金性质": "事业收入", "金额": "0"}
    project = {
        "名称": "甲",
        "类别": "特定目标类",
        "支出": [line],
        "说明": free("资金按排。"),
        "资金支出计划": free("1"),
    }
    tops: Budget = {name: free("资金按排。") for name in ("原因", "说明", "科目用途", "名词解释")}
    tops |= {"上年数": free("1"), "科目名称": {"功能分类": free("甲")}}
    result = checked({**HEAD, **tops, "项目": [{**project, "说明": free("资金按排。")}]})
    assert result.budget is not None, result.findings
    assert len({said(path) for path in result.budget.places}) == len(result.budget.places)
    assert {"C201", "C818"} <= {one.code for one in result.findings}
    assert all(one.path in result.budget.places for one in result.findings if one.code[0] == "C")
    assert "按排" in render(result.findings, {})
    assert all(said(("原因", key)) in names(("原因", key), result.budget.data) for key in keys)


HOSTILE = {
    "deep lists": b"[" * 100_000,
    "deep mappings": b"{a: " * 100_000,
    "deep lists that are closed": b"\xe6\x94\xb6\xe5\x85\xa5: " + b"[" * 50_000 + b"]" * 50_000,
    "deep indentation": b"".join(b" " * n + b"a:\n" for n in range(2000)),
    "anchors that explode": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (c + 1, c + 1, b",".join([b"*%c" % c] * 9)) for c in range(97, 115)),
    "a tag": b"!!python/object/apply:os.system [echo]\n",
    "a great file": b"#" * (MAX_BYTES + 1),
    "a great number": "收入: [{金额: ".encode() + b"9" * 1_000_000 + b"}]\n",
    "a great key": b"a" * 1_000_000 + b": 1\n",
    "many keys": b"".join(b"k%d: 1\n" % n for n in range(5_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_refused_with_little_work(name: str) -> None:
    with at_most(5_000_000):  # calls; 5,000 unknown keys take half of it
        found = prepared({"a.yaml": HOSTILE[name]}).findings
    assert errors(found)


def test_work_without_an_end_is_stopped_by_counting_it() -> None:
    def endless() -> None:
        for number in cycle([1]):
            abs(number)

    with pytest.raises(TooMuchWorkError), at_most(1000):
        endless()
    with at_most(1000) as work:
        abs(1)
    assert 1 <= work.calls < 10
