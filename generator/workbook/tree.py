"""A budget as plain values (树): mappings, lists and texts as they are typed, with the place and the file of each.

The files of the department are one mapping; those of a unit's folder stand in it under the folder's name with a stroke,
as paths do (`base.paths.unit_folder`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.base.paths import ROOT, ValuePath, unit_folder
from generator.findings.finding import Finding, Place
from generator.reading import source
from generator.reading.folder import files_of, name_of
from generator.reading.schema import MISSING_KEY

Tree = Any  # dict[str, Tree], list[Tree] or str


@dataclass(slots=True)
class Typed:
    """What is typed in the files of a budget: the tree, where each value stands, and what keeps it from being read."""

    tree: dict[str, Tree] = field(default_factory=dict)
    places: dict[ValuePath, Place] = field(default_factory=dict)
    files: dict[ValuePath, Path] = field(default_factory=dict)  # of every top key
    findings: list[Finding] = field(default_factory=list)


def read(folder: Path, shown_as: str) -> Typed:
    """Read the files of a budget. What is wrong with their YAML is found; of a key that stands twice, the first counts.

    `shown_as` is what places call the folder.
    """
    typed = Typed()
    for path in files_of(folder):
        node, found = source.read(path, name_of(path, folder, shown_as))
        typed.findings += found
        top = ROOT if path.parent == folder else unit_folder(path.parent.name)
        around = typed.tree.setdefault(str(top[0]), {}) if top else typed.tree
        for key, value in source.pairs(node):
            where = (*top, key.text)
            if where in typed.files:
                message = f"“{key.text}”写在了两个文件里。"
                typed.findings.append(MISSING_KEY.at(key.place, message, "请合并到一个文件里。", path=where))
                continue
            typed.files[where] = path
            around[key.text] = _plain(value, where, typed.places)
    return typed


def plain(node: source.Node) -> Tree:
    """Give what a node says."""
    return _plain(node, ROOT, {})


def _plain(node: source.Node, path: ValuePath, places: dict[ValuePath, Place]) -> Tree:
    places[path] = node.place
    if isinstance(node, source.MappingNode):
        return {key.text: _plain(value, (*path, key.text), places) for key, value in node.items}
    if isinstance(node, source.ListNode):
        return [_plain(item, (*path, number), places) for number, item in enumerate(node.items)]
    return node.text if isinstance(node, source.Scalar) else ""


def at(tree: Tree, path: ValuePath) -> Tree:
    """Give what stands at a path; None where there is nothing."""
    for step in path:
        if isinstance(tree, dict):
            tree = tree.get(str(step))
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def leaves(tree: Tree, path: ValuePath = ROOT) -> Iterator[ValuePath]:
    """Yield the paths of all texts, and of the lists and mappings in which there is nothing."""
    below = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    empty = True
    for step, one in below:
        empty = False
        yield from leaves(one, (*path, step))
    if empty and path:
        yield path
