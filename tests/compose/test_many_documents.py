"""What a pack may use up is counted for each document: not across documents, and not for each text alone."""

from __future__ import annotations

from pathlib import Path

from generator import publish
from generator.findings.finding import Finding
from tests.packs import BUDGET, write_pack

TURNS = 160_000  # of two loops within each other: near what one text may take
LOOPS = f"{{% for a in '{'甲' * 400}' %}}{{% for b in '{'乙' * 400}' %}}{{% endfor %}}{{% endfor %}}"
DOCUMENTS = 40  # together more turns than one document may take


def prepared(tmp_path: Path, number: int) -> tuple[bool, tuple[Finding, ...]]:
    folder = tmp_path / f"{number}/budgets/2025/350-测试部门"
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_text(BUDGET, "utf-8")
    result = publish.prepare(folder, tmp_path / "templates", shown_as="b")
    return result.document is not None, result.findings


def test_the_last_document_of_a_batch_may_use_as_much_as_the_first(tmp_path: Path) -> None:
    write_pack(tmp_path / "templates", text=f"{LOOPS}正文。")
    made = [prepared(tmp_path, number) for number in range(DOCUMENTS)]
    assert made == [made[0]] * DOCUMENTS
    assert made[0][0]


def test_the_texts_of_one_document_may_not_use_more_together_than_one_document_may(tmp_path: Path) -> None:
    rows = "".join(f'      - {{标签: "{LOOPS}{number}"}}\n' for number in range(DOCUMENTS))
    table = f"表:\n  表一:\n    列: [{{标题: 项, 内容: 标签}}]\n    行:\n{rows}"
    write_pack(tmp_path / "templates", text="@表 表一\n", 表=table)
    document, findings = prepared(tmp_path, 1)
    assert not document
    assert findings[-1].code == "P305"
    assert findings[-1].place is not None
    assert findings[-1].place.file == "templates/测试/表.yaml"


def test_a_document_that_fails_does_not_spoil_the_next(tmp_path: Path) -> None:
    write_pack(tmp_path / "templates", text=f"{{% if 编码 == '1' %}}{LOOPS * 40}{{% endif %}}正文。")
    results = []
    for code in ("1", "2", "1", "2"):
        folder = tmp_path / f"budgets/{len(results)}"
        folder.mkdir(parents=True)
        (folder / "预算.yaml").write_text(BUDGET.replace('"350"', f'"{code}"'), "utf-8")
        results.append(publish.prepare(folder, tmp_path / "templates", shown_as="b").document is not None)
    assert results == [False, True, False, True]
