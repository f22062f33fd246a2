"""Imports between the parts of the program follow the table below, imports inside functions included."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "generator"

# Each group of modules, and the groups that it may import. A group may always import itself.
BASE = {"findings", "money", "numerals", "nearest", "resources", "encoding", "formats", "files", "zipped"}
READING = {"syntax", "source", "scalars", "schema"}
FACTS = {"facts", "classification", "assemble", "build"}
STYLE = {"document", "stylesheet"}
WORD = {"wordtemplate", "wordsheet", "wordcascade", "wordframe", "wordstyles", "wordpackage", "wordxml"}
GROUPS: dict[str, set[str]] = {
    "base": BASE,
    "reading": READING,
    "facts": FACTS,
    "checks": {"checks"},
    "ledger": {"ledger"},
    "pack": {"pack"},
    "document": STYLE,
    "tables": {"tables"},
    "prose": {"prose"},
    "compose": {"compose", "scope"},
    "word": WORD,
    "typeset": {"typeset"},
    "writers": {"writers"},
    "publish": {"publish", "docxcheck", "accepted", "figures", "packcheck"},
    "report": {"report", "findings_sheet", "machine"},
    "command": {
        "cli",
        "commands",
        "workspace",
        "catalogue",
        "verify",
        "finished",
        "trace",
        "fix",
        "packs_cli",
        "__main__",
        "",
    },
}
MAY: dict[str, set[str]] = {
    "base": set(),
    "reading": {"base"},
    "facts": {"base", "reading"},
    "checks": {"base", "facts"},
    "ledger": {"base", "facts"},
    "pack": {"base", "reading", "ledger"},
    "document": {"base"},
    "tables": {"base", "facts", "ledger", "pack", "document"},
    "prose": {"base", "facts", "ledger", "pack", "document", "tables"},
    "compose": {"base", "facts", "ledger", "pack", "document", "tables", "prose"},
    "word": {"base", "document"},
    "typeset": {"base", "document"},
    "writers": {"base", "document", "typeset", "word"},
    "publish": {
        "base",
        "facts",
        "checks",
        "ledger",
        "pack",
        "document",
        "tables",
        "prose",
        "compose",
        "word",
        "typeset",
        "writers",
    },
    "report": {"base"},
    "command": set(GROUPS),
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), ast.parse(path.read_text("utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the modules of this package that a module imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "generator":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("generator."):
            yield (node.module or "").removeprefix("generator.")
        elif isinstance(node, ast.Import):
            yield from (a.name.removeprefix("generator.") for a in node.names if a.name.startswith("generator."))


def group_of(module: str) -> str | None:
    top = module.partition(".")[0]
    return next((name for name, members in GROUPS.items() if top in members), None)


def violations(module: str, tree: ast.Module) -> list[str]:
    own = group_of(module)
    if own is None:
        return [f"{module}: in no group"]
    targets = ((target, group_of(target)) for target in imported(tree))
    return [f"{module} → {target}" for target, group in targets if group != own and group not in MAY[own]]


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
    assert violations("ledger", tree) == ["ledger → writers", "ledger → cli"]
    assert violations("new_module", tree) == ["new_module: in no group"]


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
        if group_of(module) in light
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in ([a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        if alias.split(".")[0] in heavy
    ]
    assert found == []
