"""What was made of what (记录): of each document what was read and what was written, in `.budget` below the root.

It only saves work: without it, or where it is damaged, everything is made again. So nothing in it is believed that
the disk does not say, too.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

from generator.base import files, inputs
from generator.base.frozen import frozen
from generator.base.inputs import Inputs, Question
from generator.batch.made import Finished, MadeFile
from generator.facts import previous
from generator.pack import loader
from generator.reading import folder as folders

FILE = ".budget/generated.json"
ANSWERS: Mapping[str, Callable[..., str]] = {
    inputs.FILE: files.answer,
    folders.FOLDER: folders.answer,
    previous.FOLDERS: previous.answer,
    loader.PACK: loader.answer,
}
_VERSION = 1
_LARGEST = 500_000_000  # bytes; of 60,000 documents 100 MB
_BELOW = "@"  # begins paths below the root, which may be moved
DocumentKey = tuple[str, str, str]  # the output folder, the budget's, and the unit or nothing


@frozen
class Remembered:
    """A document that was made, and all on which it depends."""

    document: Finished
    stamps: Mapping[str, tuple[int, ...]]  # of its files by name: size and times
    options: str
    program: str
    inputs: Inputs
    left: int  # findings that were only counted when it was made
    units: tuple[str, ...]  # of a department: those with documents of their own


@dataclass(slots=True)
class Answers:
    """What the disk says to questions, each asked once."""

    known: Inputs = field(default_factory=dict)

    def holds(self, asked: Inputs) -> bool:
        """Tell whether all answers are still the same."""
        return all(self._answer(question) == answer for question, answer in asked.items())

    def _answer(self, question: Question) -> str:
        if question not in self.known:
            self.known[question] = _asked(question)
        return self.known[question]


def _asked(question: Question) -> str:
    try:
        kind, *about = question
        return ANSWERS[kind](*about)
    except (OSError, ValueError, LookupError, TypeError):  # a question that a damaged record asks
        return ""


def load(root: Path) -> dict[DocumentKey, Remembered]:
    """Read what was made of what; nothing where it cannot be read."""
    try:
        data = files.read_file(root / FILE, _LARGEST)
    except OSError:
        return {}
    return _entries(data, inputs.whole(root))


def save(root: Path, made: Mapping[DocumentKey, Remembered]) -> None:
    """Add documents to the record, in the place of what it says of them. Raises NotWrittenError."""
    if made:
        ignored = root / FILE
        files.update_file(ignored.parent / ".gitignore", _LARGEST, lambda data: data or b"*\n")
        files.update_file(root / FILE, _LARGEST, partial(_added, made, inputs.whole(root)))


def stamp(path: Path) -> tuple[int, ...]:
    """Give what shows that a file was touched: its size and times. Raises OSError, also where it is no file."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(str(path))
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def intact(entry: Remembered, output: Path) -> Remembered:
    """Give an entry with those of its files that are still as they were written; what was touched is read."""
    there: dict[str, tuple[int, ...]] = {}
    for file in entry.document.files:
        path = output / entry.document.folder / file.name
        try:
            now = stamp(path)
        except OSError:
            continue
        if now == entry.stamps.get(file.name) or (now[0] == file.size and files.answer(str(path)) == file.sha256):
            there[file.name] = now
    left = tuple(file for file in entry.document.files if file.name in there)
    return replace(entry, document=replace(entry.document, files=left), stamps=there)


def joined(entry: Remembered, before: Remembered | None) -> Remembered:
    """Give an entry with the files of an earlier one that was made of the same; of other formats than its own."""
    if before is None or _of(before) != _of(entry):
        return entry
    own = {file.name for file in entry.document.files}
    more = tuple(file for file in before.document.files if file.name not in own)
    document = replace(entry.document, files=(*entry.document.files, *more))
    return replace(entry, document=document, stamps={**before.stamps, **entry.stamps})


def _of(entry: Remembered) -> tuple[object, ...]:
    return entry.options, entry.program, entry.inputs, entry.document.folder


def _added(made: Mapping[DocumentKey, Remembered], root: str, data: bytes | None) -> bytes:
    before = {key: one for key, one in _entries(data or b"", root).items() if all(map(os.path.isdir, key[:2]))}
    every = {**before, **made}
    said = [_said(key, every[key], root) for key in sorted(every)]
    return json.dumps({"version": _VERSION, "documents": said}, ensure_ascii=True, separators=(",", ":")).encode()


def _said(key: DocumentKey, entry: Remembered, root: str) -> dict[str, Any]:
    document = {one.name: getattr(entry.document, one.name) for one in fields(Finished)}
    document["files"] = [[file.name, file.sha256, file.size, entry.stamps[file.name]] for file in entry.document.files]
    asked = inputs_said(entry.inputs, root)
    more = {name: getattr(entry, name) for name in ("options", "program", "left", "units")}
    return {"key": [short(text, root) for text in key], "document": document, "inputs": asked, **more}


def inputs_said(asked: Inputs, root: str) -> list[list[str]]:
    """Write questions with their answers as JSON can; paths below the root without it."""
    return [[*(short(text, root) for text in question), answer] for question, answer in asked.items()]


def inputs_of(said: Iterable[Any], root: str) -> Inputs:
    """Read questions with their answers. Raises TypeError for what is none."""
    return {tuple(long(text, root) for text in _texts(one[:-1])): _texts(one[-1:])[0] for one in said}


def _entries(data: bytes, root: str) -> dict[DocumentKey, Remembered]:
    """Read a record; what in it is none is as if it were not there."""
    try:
        said = json.loads(data)
        documents = said["documents"] if said["version"] == _VERSION else ()
        return dict(_entry(one, root) for one in documents)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}


def _entry(said: Mapping[str, Any], root: str) -> tuple[DocumentKey, Remembered]:
    output, budget, unit = (long(text, root) for text in _texts(said["key"]))
    document = dict(said["document"])
    every = [_file(*one) for one in document.pop("files")]
    for name, kind in _KINDS.items():
        if type(document[name]) is not kind:
            raise TypeError(name)
    if ".." in Path(document["folder"]).parts or any(Path(file.name).name != file.name for file, _ in every):
        raise ValueError(document["folder"])
    made = Finished(**document, files=tuple(file for file, _ in every))
    asked = inputs_of(said["inputs"], root)
    options, program = _texts((said["options"], said["program"]))
    stamps = {file.name: times for file, times in every}
    (left,) = _whole([said["left"]])
    return (output, budget, unit), Remembered(made, stamps, options, program, asked, left, _texts(said["units"]))


def _file(name: Any, digest: Any, size: Any, times: Any) -> tuple[MadeFile, tuple[int, ...]]:
    _texts((name, digest))
    _whole((size,))
    return MadeFile(name, digest, size), _whole(times)


_KINDS: Mapping[str, type] = {
    one.name: int if one.type == "int" else str for one in fields(Finished) if one.name != "files"
}


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    found = tuple(values)
    if not all(isinstance(value, str) for value in found):
        raise TypeError(found)
    return found


def _whole(values: Iterable[Any]) -> tuple[int, ...]:
    found = tuple(values)
    if not all(type(value) is int for value in found):
        raise TypeError(found)
    return found


def short(text: str, root: str) -> str:
    """Write a path below the root without it."""
    return _BELOW + text.removeprefix(root) if text == root or text.startswith(root + os.sep) else text


def long(text: str, root: str) -> str:
    """Give the whole path that was written so."""
    return root + text.removeprefix(_BELOW) if text.startswith(_BELOW) else text
