"""What the program needs is what pyproject.toml says, and what only some work needs is asked for first."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import writers
from generator.base.extras import EXTRAS, MissingLibraryError
from generator.base.formats import EXTRA
from generator.cli import main
from tests.packs import BUDGET, write_pack
from tools import lowest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOWEST_CLICK = "8.2.0"  # 8.1 has no NoArgsIsHelpError, so that every wrong use failed
BEHIND_A_CHECK = {
    "distributed": {"commands/cluster.py"},
    "fontTools": {"writers/ofd/fonts.py"},
    "python_calamine": {"grids/workbook.py", "workbook/read.py"},
    "openpyxl": {"grids/sheets.py"},
    "pdfplumber": {"grids/drawing.py"},
    "pdfminer": {"grids/drawing.py"},
    "starlette": {"serving/app.py"},
    "uvicorn": {"serving/server.py"},
    "watchfiles": {"serving/server.py"},
}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9_.-]", one)[0].lower() for one in requirements}


def imported(path: Path) -> Iterator[str]:
    """Yield the top modules that a file imports, and are neither Python's nor ours."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        tops = (name.partition(".")[0] for name in found)
        yield from (top for top in tops if top not in {*sys.stdlib_module_names, "generator"})


def importers() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "generator").rglob("*.py")):
        for module in imported(path):
            found.setdefault(module, set()).add(path.relative_to(ROOT / "generator").as_posix())
    return found


def test_every_library_that_is_imported_is_a_dependency_and_every_dependency_is_imported() -> None:
    distributions = packages_distributions()
    needed = {distributions[module][0].lower() for module in importers() if module not in BEHIND_A_CHECK}
    assert needed == names(PROJECT["dependencies"])


def test_the_library_of_an_extra_is_imported_only_where_it_has_been_asked_for() -> None:
    assert {module: importers()[module] for module in BEHIND_A_CHECK} == BEHIND_A_CHECK
    assert {module for extra in EXTRAS.values() for module in extra.modules} == set(BEHIND_A_CHECK)


def test_the_extras_are_those_of_the_project_and_the_tests_have_them_all() -> None:
    extras = dict(PROJECT["optional-dependencies"])
    assert f"budget-disclosure[{','.join(EXTRAS)}]" in extras.pop("test")
    assert names(extras.pop("nightly")) == {"mutmut"}
    assert {name: names(requirements) for name, requirements in extras.items()} == {
        name: set(extra.libraries) for name, extra in EXTRAS.items()
    }
    assert set(EXTRA.values()) <= set(EXTRAS)


def test_every_dependency_promises_a_lowest_version_with_which_the_tests_can_run() -> None:
    found = set(lowest.pins(PROJECT))
    libraries = names(PROJECT["dependencies"]) | {one for extra in EXTRAS.values() for one in extra.libraries}
    assert {pin.partition("==")[0].lower() for pin in found} == libraries
    assert f"click=={LOWEST_CLICK}" in found


def test_a_dependency_that_is_added_gets_its_lowest_version_by_itself_and_one_without_is_refused() -> None:
    project = {
        "dependencies": ["XlsxWriter >= 3.2.1, <4", "tomli>=2; python_version < '3.11'"],
        "optional-dependencies": {"test": ["pytest"], "ofd": ["fonttools[woff]>=4.50"]},
    }
    assert list(lowest.pins(project)) == ["XlsxWriter==3.2.1", "tomli==2", "fonttools==4.50"]
    with pytest.raises(ValueError, match="rich"):
        list(lowest.pins({"dependencies": ["rich"]}))


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--root", str(root)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_pack(
        tmp_path / "templates", text="# {{ 主体 }}\n{{ 金额('支出')|万元 }}。", 口径="口径: {支出: {方向: 支出}}\n"
    )
    folder = tmp_path / "budgets/2025/350-测试部门"
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_text(BUDGET, "utf-8")
    return tmp_path


def test_without_fonttools_ofd_is_refused_and_nothing_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fontTools", None)
    result = run(root, "generate", "-f", "docx,ofd")
    assert result.exit_code == 3
    assert 'pip install "budget-disclosure[ofd]"' in result.stderr
    assert result.stderr.startswith("生成 OFD 文件要用 fonttools")
    assert not (root / "out").exists()
    with pytest.raises(MissingLibraryError):
        writers.writer("ofd")


def test_all_other_work_needs_no_extra(root: Path) -> None:
    """In a process of its own: here the libraries may have been imported before they were hidden."""
    program = (
        f"import sys; sys.modules.update(dict.fromkeys({sorted(BEHIND_A_CHECK)!r}))\n"
        f"from generator.cli import main; main({['generate', '-f', 'docx,pdf,html,xlsx', '--root', str(root)]!r})"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(list(root.glob("out/*/*/*.*"))) == 4 * 2, "of the department and of its unit"
