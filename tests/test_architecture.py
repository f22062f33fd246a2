"""Imports between the parts of the program follow the table below, imports inside functions included."""

from __future__ import annotations

import ast
import builtins
import collections.abc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "generator"

# Each room (a folder, or a module that stands alone) and the rooms that it may know, itself always included.
MAY: dict[str, set[str]] = {
    "base": set(),
    "findings": {"base"},
    "document": {"base"},
    "web": {"base", "findings"},
    "machine": {"base"},
    "reading": {"base", "findings"},
    "facts": {"base", "findings", "reading"},
    "checks": {"base", "findings", "facts"},
    "ledger": {"base", "facts"},
    "books": {"base", "facts", "ledger"},
    "pack": {"base", "findings", "facts", "reading", "ledger", "word"},
    "tables": {"base", "findings", "facts", "ledger", "books", "pack", "document"},
    "prose": {"base", "findings", "facts", "ledger", "books", "pack", "document", "tables"},
    "word": {"base", "findings", "document"},
    "compose": {
        "base",
        "findings",
        "facts",
        "reading",
        "ledger",
        "books",
        "pack",
        "document",
        "tables",
        "prose",
        "word",
    },
    "proofreading": {"base", "findings", "facts", "checks", "ledger", "books", "pack", "document"},
    "typeset": {"base", "document"},
    "writers": {"base", "document", "typeset", "word", "web"},
    "grids": {"base", "findings"},
    "proof": {"base", "findings", "facts", "document"},
    "recognition": {
        "base",
        "findings",
        "facts",
        "ledger",
        "books",
        "pack",
        "document",
        "tables",
        "prose",
        "compose",
        "grids",
    },
    "intake": {"base", "findings", "reading", "facts", "ledger", "books", "pack", "grids", "recognition"},
    "workbook": {"base", "findings", "facts", "reading", "pack", "prose", "compose"},
    "differences": {"base", "web", "findings", "reading", "facts", "ledger", "books", "pack"},
    "district": {"base", "web", "findings", "reading", "facts", "ledger", "books", "pack"},
    "publish": {
        "base",
        "findings",
        "facts",
        "checks",
        "ledger",
        "pack",
        "document",
        "compose",
        "word",
        "typeset",
        "writers",
        "proof",
        "proofreading",
    },
    "audit": {
        "base",
        "web",
        "findings",
        "reading",
        "facts",
        "checks",
        "ledger",
        "books",
        "pack",
        "prose",
        "document",
        "differences",
        "grids",
        "recognition",
        "intake",
    },
    "batch": {"base", "findings", "reading", "facts", "pack", "machine"},
    "serving": {
        "base",
        "batch",
        "district",
        "document",
        "facts",
        "findings",
        "machine",
        "pack",
        "proof",
        "publish",
        "reading",
        "differences",
        "typeset",
        "web",
        "workbook",
        "writers",
    },
    "commands": {
        "audit",
        "base",
        "batch",
        "district",
        "findings",
        "reading",
        "facts",
        "checks",
        "pack",
        "compose",
        "word",
        "proof",
        "proofreading",
        "differences",
        "grids",
        "intake",
        "publish",
        "machine",
        "workbook",
        "serving",
        "tables",
        "website",
        "writers",
    },
    "website": {
        "base",
        "batch",
        "books",
        "district",
        "document",
        "facts",
        "findings",
        "ledger",
        "tables",
        "web",
        "writers",
    },
    "cli": {"commands"},
    "__main__": {"cli"},
}
BY_NAME = {"commands", "cli"}  # the modules with kinds of findings; a command


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(set(PACKAGE.rglob("*.py")) - {PACKAGE / "__init__.py"}):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), ast.parse(path.read_text("utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the modules of this package that a module imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith("generator."):
            folder = (node.module or "").removeprefix("generator").removeprefix(".")
            inside = PACKAGE.joinpath(*folder.split(".")) if folder else PACKAGE
            found = [
                alias.name
                for alias in node.names
                if (inside / alias.name).is_dir() or (inside / f"{alias.name}.py").is_file()
            ]
            yield from ([f"{folder}.{name}".lstrip(".") for name in found] or [folder])
        elif isinstance(node, ast.Import):
            yield from (a.name.removeprefix("generator.") for a in node.names if a.name.startswith("generator."))


def room_of(module: str) -> str:
    return module.partition(".")[0]


def violations(module: str, tree: ast.Module) -> list[str]:
    own = room_of(module)
    if own not in MAY:
        return [f"{module}: not a room"]
    return [f"{module} → {target}" for target in imported(tree) if room_of(target) not in {own, *MAY[own]}]


def test_every_import_is_allowed_by_the_table() -> None:
    assert [fault for module, tree in modules() for fault in violations(module, tree)] == []


def test_the_table_has_no_cycle() -> None:
    done: set[str] = set()
    while len(done) < len(MAY):
        ready = {name for name, needs in MAY.items() if name not in done and needs - {name} <= done}
        assert ready, f"cycle among {set(MAY) - done}"
        done |= ready


def test_a_forbidden_import_is_found_also_inside_a_function() -> None:
    tree = ast.parse("def f():\n    from generator.writers import pdf\n    import generator.cli\n")
    assert violations("ledger", tree) == ["ledger → writers.pdf", "ledger → cli"]
    assert violations("new_module", tree) == ["new_module: not a room"]


def test_only_the_listed_rooms_are_entered_by_name() -> None:
    calls = {
        room_of(module)
        for module, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node).endswith(("import_module", "__import__"))
    }
    assert calls == BY_NAME


def test_nothing_but_the_entry_the_ledger_and_the_library_stands_alone() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == {
        "__init__.py", "__main__.py", "cli.py", "ledger.py", "publish.py",
    }  # fmt: skip


def test_the_tests_have_the_same_rooms() -> None:
    folders = {path.name for path in TESTS.iterdir() if (path / "__init__.py").is_file()} - {"acceptance"}
    assert folders < {room for room in MAY if (PACKAGE / room).is_dir()}


def test_modules_import_each_other_without_cycles() -> None:
    graph = {name: set(imported(tree)) for name, tree in modules()}
    names = set(graph)
    edges = {name: {target for target in targets if target in names} - {name} for name, targets in graph.items()}
    done: set[str] = set()
    while True:
        ready = {name for name, targets in edges.items() if name not in done and targets <= done}
        if not ready:
            break
        done |= ready
    assert sorted(names - done) == []


def test_checking_a_budget_imports_none_of_the_heavy_libraries() -> None:
    light = ("base", "reading", "facts", "checks", "ledger", "pack", "document", "tables", "prose")
    heavy = {"reportlab", "lxml", "docxtpl", "fontTools", "uharfbuzz"}
    found = [
        (module, alias)
        for module, tree in modules()
        if room_of(module) in light
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in ([a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        if alias.split(".")[0] in heavy
    ]
    assert found == []


def types_defined(tree: ast.Module) -> Iterator[str]:
    """Yield the names of the classes and type aliases of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            yield from (name for name in names if name.lstrip("_")[:1].isupper() and not name.isupper())


def names_used_twice(trees: Iterator[tuple[str, ast.Module]]) -> list[str]:
    """Tell which types are defined in two modules, or hide one of the standard library."""
    where: dict[str, list[str]] = {}
    for module, tree in trees:
        for name in types_defined(tree):
            where.setdefault(name, []).append(module)
    hidden = {*dir(builtins), *collections.abc.__all__, *collections.__all__}
    return [f"{name}: {', '.join(found)}" for name, found in where.items() if len(found) > 1 or name in hidden]


def test_a_type_has_a_name_of_its_own() -> None:
    assert names_used_twice(modules()) == []


def test_a_name_used_twice_is_found() -> None:
    texts = {"a": "class Line: ...\nclass Mapping: ...\n", "b": "Line = tuple[str, int]\nTOTAL = 1\n", "c": "TOTAL = 2"}
    found = names_used_twice((module, ast.parse(text)) for module, text in texts.items())
    assert found == ["Line: a, b", "Mapping: a"]


PRINTING = {
    "echo",
    "secho",
    "print",
    "pprint",
    "echo_via_pager",
    "progressbar",
    "prompt",
    "confirm",
    "stdout",
    "stderr",
}
DOORS = {
    "commands.common": {"echo"},
    "commands.console": {"stdout", "stderr"},
    "machine.machine": {"stdout", "stderr"},  # what another program printed
    "serving.running": {"stdout"},  # what `budget generate` printed
}


def printing(tree: ast.Module) -> set[str]:
    """Name all ways to print that a module uses, however they were imported."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imports = {a.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for a in node.names}
    return (names | attributes | imports) & PRINTING


def test_all_output_goes_through_one_door_that_cleans_it() -> None:
    assert {module: found for module, tree in modules() if (found := printing(tree))} == DOORS


def test_printing_beside_the_door_is_found() -> None:
    for text in (
        "print(1)",
        "import click\nclick.echo(1)",
        "from click import echo as e\ne(1)",
        "sys.stderr.write('')",
    ):
        assert printing(ast.parse(text)), text


def places_named(folder: Path) -> list[str]:
    """Name the modules of a folder in which the name of a pack stands: what is one province's belongs into its pack."""
    heads = {
        path.parent.name: yaml.safe_load(path.read_text("utf-8"))
        for path in (PACKAGE.parent / "templates").glob("*/模板.yaml")
    }
    packs = {folder: head["名称"] for folder, head in heads.items() if "年度" in head}  # of every year: no province's
    words = sorted({*packs.values(), *(one.partition("-")[0] for one in packs)})
    files = [path for kind in ("*.py", "*.html", "*.jinja") for path in sorted(folder.rglob(kind))]
    return [f"{path.name}: {word}" for path in files for word in words if word in path.read_text("utf-8")]


def test_no_province_stands_in_the_program() -> None:
    assert places_named(PACKAGE) == []


def test_a_province_in_the_program_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("if pack == '上海':\n    pass\n", "utf-8")
    (tmp_path / "b.py").write_text("HELP = '--pack hebei'\n", "utf-8")
    assert places_named(tmp_path) == ["a.py: 上海", "b.py: hebei"]


def test_help_loads_no_stage_of_generating() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from generator.cli import main;"
        "CliRunner().invoke(main, ['--help']);"
        "print([m for m in ('generator.publish', 'generator.compose.composer', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=TESTS.parent, capture_output=True, check=True)
    assert done.stdout.split() == [b"[]"]


def test_xlsxwriter_is_loaded_only_to_write_a_workbook(tmp_path: Path) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from generator.cli import main;"
        "code = CliRunner().invoke(main, sys.argv[1:]).exit_code; sys.exit(code or 9 * ('xlsxwriter' in sys.modules))"
    )
    found = [
        subprocess.run([sys.executable, "-c", code, *arguments], cwd=TESTS.parent, check=False).returncode
        for arguments in (
            ("check", "350"),
            ("generate", "350", "-f", "html", "-o", str(tmp_path)),
            ("generate", "350", "-f", "xlsx", "-o", str(tmp_path)),
            ("check", "350", "-f", "xlsx", "-o", str(tmp_path / "检查报告.xlsx")),
        )
    ]
    assert found == [0, 0, 9, 9]
