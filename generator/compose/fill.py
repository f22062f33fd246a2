"""Filling (填写): a Word file with tags, made a finished one by the sandbox that renders a pack's texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from jinja2 import TemplateError, nodes

from generator.base.meter import meter_for
from generator.compose.scope import FailedError, Scope, known_names, make_scope
from generator.facts.budget import Budget, Subject
from generator.findings.finding import Finding, Place, has_errors
from generator.pack.nodes import UNPRINTABLE
from generator.pack.spec import Pack, PackText
from generator.prose import review
from generator.prose.language import BAD_TEXT
from generator.prose.values import CLOSE, OPEN, Values
from generator.word import filling, tags
from generator.word.filling import TaggedFile, TaggedPart


def fill(
    file: TaggedFile, budget: Budget, pack: Pack, title: str, unit: str = ""
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Fill a Word file from a budget: the department's, or with the code `unit` one unit's.

    `title` is the title in the file's properties. None if a finding is an error.
    """
    subject = budget.subject_of(unit)
    texts = {part.name: PackText(f"{file.name}/{part.name}", _safe(part.source)) for part in file.tagged}
    findings: list[Finding] = []
    scope = _scope(budget, replace(pack, texts=texts), subject, findings, title)
    if not has_errors(findings):
        findings += _reviewed(scope, texts.values())
    filled = {} if has_errors(findings) else dict(_filled(file, scope, findings))
    scope.asking.told()
    found = tuple(dict.fromkeys(_placed(findings, file)))
    if has_errors(found):
        return None, found
    return filling.packed(file, filled, title, subject.name, budget.data.get("公开日期", "")), found


def _safe(source: str) -> str:
    """Write characters that no text of a pack may hold (of symbol fonts) as XML does; none is a mark of ours."""
    marks = str.maketrans({OPEN: "\ufffd", CLOSE: "\ufffd"})
    return UNPRINTABLE.sub(lambda found: f"&#{ord(found[0])};", source.translate(marks))


def _scope(budget: Budget, pack: Pack, subject: Subject, findings: list[Finding], title: str) -> Scope:
    scope = make_scope(budget, pack, subject, findings, meter_for(budget.size))
    scope.variables = {**scope.variables, "标题": title}
    return scope


def _reviewed(scope: Scope, texts: Iterable[PackText]) -> Iterator[Finding]:
    """Read the sources without rendering them: what a condition hides today may be printed tomorrow."""
    environment, known = scope.environment, known_names(scope)
    for text in texts:
        yield from review.names(environment, text, known)
        try:
            tree = environment.parse(text.source, filename=text.file)
        except TemplateError:
            continue  # told when the scope was made
        for data in tree.find_all(nodes.TemplateData):
            if tags.TAG.search(data.data):  # what docxtpl made of it is no longer a text
                yield BAD_TEXT.at(Place(text.file, data.lineno, 1), "这里不能用“raw”。", "请删去 raw 和 endraw。")


def _filled(file: TaggedFile, scope: Scope, findings: list[Finding]) -> Iterator[tuple[str, bytes]]:
    """Render every part; what goes wrong is added to `findings`."""
    for part in file.tagged:
        try:
            rendered, values = scope.render(part.name)
        except FailedError as error:
            findings.append(error.finding)
            continue
        made = filling.fill(part, rendered, _sayer(values), file)
        if isinstance(made, Finding):
            findings.append(made)
        else:
            yield part.name, made


def _sayer(values: Values) -> filling.Sayer:
    def said(text: str) -> str:
        return "".join(run.text for run in values.runs(text)) if OPEN in text else text

    return said


def _placed(findings: Iterable[Finding], file: TaggedFile) -> Iterator[Finding]:
    """Name the paragraph of the Word file instead of the line of the source."""
    parts: Mapping[str, TaggedPart] = {f"{file.name}/{part.name}": part for part in file.tagged}
    for finding in findings:
        place = finding.place
        if place and place.file in parts:
            known = parts[place.file].places
            yield replace(finding, place=known[min(max(place.line, 1), len(known)) - 1])
        else:
            yield finding
