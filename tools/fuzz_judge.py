"""What `tools.fuzz` asks of the program: any input gives findings that a person can read, or whole files."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from generator import checks, publish
from generator.base.formats import FORMATS
from generator.base.resources import templates_folder
from generator.facts import accepted, build
from generator.findings import machine
from generator.findings import text as report
from generator.findings.finding import Finding, Place, has_errors
from generator.publish import Output
from generator.reading.folder import sources
from tools.fuzz_inputs import COMPOSE, READ, Case

SHOWN = "预算"
RENDERED = 32  # every so many inputs the findings are rendered in all formats, which takes longer than finding them
_CODE = re.compile(r"[A-Z]\d{3}")
_QUOTED = re.compile("“[^”]*”|（[^）]*）")  # what is typed, and what a library says of it
_HAN = re.compile("[\u4e00-\u9fff]")
_COMMAND = re.compile("budget [a-z][!-~ ]*")  # what can be typed: a command with its words and options
_ENGLISH = re.compile(r"\b[A-Za-z]{3,} [a-z]{2,}")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def faults(case: Case, folder: Path) -> Iterator[str]:
    """Run a case in an empty folder, and say what is wrong. An exception is wrong too, and left to the caller."""
    home, templates = folder / "budget", templates_folder()
    write(case.files, home)
    if case.pack is not None:
        templates = folder / "templates"
        write(case.pack, templates / "pack")
    if case.stage == READ:
        found, usable = read(home)
    else:
        prepared = publish.prepare(home, templates, shown_as=SHOWN)
        found, usable = prepared.findings, prepared.document is not None
        if case.stage != COMPOSE and prepared.document and prepared.pack:
            output, more = publish.finish(prepared.document, prepared.pack, tuple(FORMATS))
            found, usable = found + more, output is not None
            if output:
                yield from written(output, folder / "out", obstructed=case.number % 2 == 1)
    if not usable and not has_errors(found):
        yield "nothing came out of it, and no error says why"
    yield from readable(found, case)
    if case.number % RENDERED == 0:
        yield from _rendered(found, home)


def read(home: Path) -> tuple[tuple[Finding, ...], bool]:
    """Read, walk the schema, build and check: what `budget check` does before it comes to a pack."""
    budget, found = build.load(home, shown_as=SHOWN)
    if budget is None:
        return found, False
    return accepted.apply(budget, found + checks.run(budget)), True


def readable(found: Iterable[Finding], case: Case) -> Iterator[str]:
    """Say which findings lack something, or are not Chinese, or break out of their line."""
    given = "\n".join(data.decode("utf-8", "replace") for data in (*case.files.values(), *(case.pack or {}).values()))
    for one in found:
        if not _CODE.fullmatch(one.code) or not one.kind.name:
            yield f"a finding without a code: {one}"
        if one.place is None or not one.place.file:
            yield f"{one.code} has no place: {one.message!r}"
        for name, words in (("message", one.message), ("remedy", one.remedy)):
            own = _COMMAND.sub("", _QUOTED.sub("", words))
            if (words or name == "message") and not _HAN.search(own):
                yield f"{one.code} has a {name} that is not Chinese: {words!r}"
            english = [said for said in _ENGLISH.findall(own) if said not in given]
            if english:
                yield f"{one.code} has English in its {name}: {english} in {words!r}"
        line = report.concise(one)
        if "\n" in line or _CONTROL.search(line):
            yield f"{one.code} has a control character or a line break in its line: {line!r}"


def _rendered(found: tuple[Finding, ...], home: Path) -> Iterator[str]:
    """Say which report of the findings is damaged."""
    shown = report.render(found, sources(home, shown_as=SHOWN))
    if _CONTROL.search(shown):
        yield f"the report has a control character: {_CONTROL.search(shown)}"
    made = {name: render(found) for name, render in machine.WRITERS.items()}
    for text in made.values():
        text.encode()
    for name in ("json", "sarif"):
        json.loads(made[name])
    ElementTree.fromstring(made["junit"])  # noqa: S314
    places = {one.place or Place("") for one in found}
    if len(made["github"].splitlines()) > len(found) or (_CONTROL.search(made["github"]) and places):
        yield f"the report for github breaks out of its lines: {made['github'][:300]!r}"


def written(output: Output, folder: Path, *, obstructed: bool) -> Iterator[str]:
    """Write the files, now and then over an obstacle, and say which are not whole or left over."""
    before: set[str] = set()
    if obstructed:
        before = {f"{publish.safe_name(output.title)}.{list(output.files)[-1]}"}
        (folder / next(iter(before))).mkdir(parents=True)
    try:
        publish.write_files(output, folder)
    except OSError:
        if {path.name for path in folder.iterdir()} != before:
            yield "a failed writing left something behind"
        return
    if obstructed or len(list(folder.iterdir())) != len(output.files):
        yield f"other files than those that were made: {sorted(path.name for path in folder.iterdir())}"
    for path in folder.iterdir():
        if not _whole(path.suffix, path.read_bytes()):
            yield f"a file that is not whole: {path.name}"


def _whole(suffix: str, data: bytes) -> bool:
    if suffix == ".pdf":
        return data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    if suffix == ".html":
        return data.rstrip().endswith(b"</html>")
    return zipfile.is_zipfile(io.BytesIO(data)) and zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def write(files: dict[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
