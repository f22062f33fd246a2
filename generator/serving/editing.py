"""A value changed in place (改数): checked as it is typed, written as one text edit, and never over what others wrote.

Whoever changes a value says which file he has seen, by its digest: where the file is another by now nothing is written,
and both texts are shown. What was written can be undone as long as the file is as it was left.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from generator.base import files, inputs
from generator.base.frozen import frozen
from generator.base.paths import ValuePath, in_unit_folder, said
from generator.findings.finding import Place
from generator.reading.encoding import MAX_BYTES
from generator.reading.rewriting import NewKey
from generator.serving.fields import FieldCell
from generator.serving.opened import ListedBudget
from generator.workbook import importing
from generator.workbook import tree as trees
from generator.workbook.cells import Understood, understood
from generator.workbook.changes import Put
from generator.workbook.export import Ready
from generator.workbook.importing import Imported
from generator.workbook.merge import merge
from generator.workbook.tree import Typed

MOST_UNDONE = 100  # changes that can be taken back


@frozen
class Saved:
    """How a change ended: written (then `undo` names it), or why not. `now` is what the file says instead."""

    written: bool
    told: str
    now: str | None = None
    conflict: bool = False


@frozen
class _Done:
    """A change that was written: the file before and after."""

    file: Path
    before: bytes
    after: str  # digest
    told: str


class _OtherFileError(Exception):
    """The file is not the one that was seen."""


def checked(ready: Ready, cell: FieldCell, text: str) -> Understood:
    """Tell what a typed text means, or what is wrong with it."""
    if not text.strip():
        trouble = "这一项必须填写。" if cell.required else ""
        return Understood("", trouble, "确实没有的，请在 Excel 或编辑器里删去整行。" if trouble else "")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return understood(cell.rule, cell.keys, lines, None, ready.words.at(cell.path))


def file_of(ready: Ready, book: ListedBudget, path: ValuePath) -> Path:
    """Give the file in which a value stands, or would stand."""
    typed = trees.read(book.folder, book.shown)
    return _file(typed, ready, path)


@frozen
class SeenFile:
    """A file as it was seen: its name within the budget, and what tells whether it is still the same."""

    name: str
    digest: str


def seen_of(file: Path, book: ListedBudget) -> SeenFile:
    """Look at a file of a budget."""
    return SeenFile(file.relative_to(book.folder).as_posix(), files.answer(inputs.whole(file)))


@dataclass(slots=True)
class Pencil:
    """Writes changes, one at a time, and takes them back."""

    done: list[_Done] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def save(self, ready: Ready, book: ListedBudget, cell: FieldCell, text: str, seen: SeenFile) -> Saved:
        """Write a value, if its file is still the one that was seen."""
        with self.lock:
            meant = checked(ready, cell, text)
            if meant.trouble:
                return Saved(False, f"{meant.trouble}{meant.remedy}")
            typed = trees.read(book.folder, book.shown)
            now = trees.at(typed.tree, cell.path)
            file = _file(typed, ready, cell.path)
            if seen_of(file, book) != seen:
                return _conflict(now, seen.name)
            changed = self._rewritten(ready, book, typed, cell, meant.text)
            if changed.refused:
                problem = next(one for one in changed.findings)
                return Saved(False, f"没有保存：{problem.message}{problem.remedy}")
            if not changed.files:
                return Saved(True, "没有变化")
            return self._write(changed.files, seen, said(cell.path), now)

    def _rewritten(self, ready: Ready, book: ListedBudget, typed: Typed, cell: FieldCell, text: str) -> Imported:
        before = trees.at(typed.tree, cell.path)
        put = Put(cell.path, text, before if isinstance(before, str) else None, Place(book.shown))
        merged = merge([put], typed.tree, typed.tree, typed.places)
        result = Imported(findings=[*typed.findings, *merged.conflicts])
        if not result.refused and merged.rewrites:
            importing.rewrite(result, merged, typed, book.folder, ready.plan.rules, book.shown)
        return result

    def _write(self, changed: Mapping[Path, bytes], seen: SeenFile, told: str, now: object) -> Saved:
        ((file, data),) = changed.items()
        try:
            before = _replaced(file, data, seen.digest)
        except _OtherFileError:
            return _conflict(now, seen.name)
        except OSError as error:
            return Saved(False, f"没有保存：{files.problem(error)}")
        self.done = [*self.done[-MOST_UNDONE:], _Done(file, before, inputs.digest_of(data), told)]
        return Saved(True, "已保存")

    def undo(self) -> Saved:
        """Take the last change back, unless the file has been changed since."""
        with self.lock:
            if not self.done:
                return Saved(False, "没有可以撤销的改动。")
            last = self.done[-1]
            try:
                _replaced(last.file, last.before, last.after)
            except _OtherFileError:
                return Saved(False, f"不能撤销：{last.file.name} 后来又被改过（{last.told}）。请在编辑器里改。")
            except OSError as error:
                return Saved(False, f"不能撤销：{files.problem(error)}")
            self.done.pop()
            return Saved(True, f"已撤销：{last.told}")


def _replaced(file: Path, data: bytes, seen: str) -> bytes:
    """Replace a file that is still the one that was seen; return what was in it."""
    kept: list[bytes] = []

    def change(before: bytes | None) -> bytes:
        if before is None or inputs.digest_of(before) != seen:
            raise _OtherFileError
        kept.append(before)
        return data

    files.update_file(file, MAX_BYTES, change)
    return kept[0]


def _file(typed: Typed, ready: Ready, path: ValuePath) -> Path:
    top = path[:1] if in_unit_folder(path) else ()
    own = [known for known in typed.files if known[:-1] == top]
    if not own:  # nothing is written there by now
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path[0]))
    return importing.file_of(NewKey(top, str(path[len(top)]), ""), typed, ready.plan.rules)[1]


def _conflict(now: object, file: str) -> Saved:
    told = f"没有保存：打开以后，{file} 被别的程序改过。您写的还在下面，请选一个。"
    return Saved(False, told, now if isinstance(now, str) else "", conflict=True)
