"""Findings for other programs (交换格式): JSON, GitHub annotations, SARIF 2.1.0 and JUnit XML."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from generator.base.paths import said
from generator.findings import clean
from generator.findings.clean import Clean
from generator.findings.finding import Finding, Kind, Place, Severity

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(findings: Iterable[Finding]) -> Clean:
    """Write findings as one JSON object: `findings`, a list, and `counts` by severity."""
    every = list(findings)
    counts = {severity.value: sum(one.severity is severity for one in every) for severity in Severity}
    return _json({"findings": [_plain(one) for one in every], "counts": counts})


def as_github(findings: Iterable[Finding]) -> Clean:
    """Write findings as workflow commands, which GitHub shows beside the lines of a change."""
    return Clean("".join(f"{_annotation(finding)}\n" for finding in findings))


def as_sarif(findings: Iterable[Finding]) -> Clean:
    """Write findings as SARIF 2.1.0, which code hosts and editors read."""
    every = list(findings)
    rules = {kind: index for index, kind in enumerate(dict.fromkeys(one.kind for one in every))}
    driver = {"name": "budget", "rules": [_rule(kind) for kind in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, rules) for one in every],
    }
    return _json({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def as_junit(findings: Iterable[Finding]) -> Clean:
    """Write findings as JUnit XML: a test case for each; errors and warnings are failures, hints are skipped."""
    every = list(findings)
    failures = sum(one.severity is not Severity.HINT for one in every)
    cases = [_case(one) for one in every] or ['  <testcase classname="budget" name="没有发现问题"/>']
    counts = f'tests="{len(cases)}" failures="{failures}" skipped="{len(every) - failures}"'
    body = "\n".join(cases)
    suite = f'<testsuite name="budget check" {counts}>\n{body}\n</testsuite>\n'
    return Clean(f'<?xml version="1.0" encoding="UTF-8"?>\n{suite}')


def _json(value: Any) -> Clean:
    """Write JSON that is valid, and harmless where it is shown, whatever the texts and the files' names hold."""
    return clean.escaped(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.kind.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "path": said(finding.path),
        "place": _place(finding.place),
        "related": [{**(_place(place) or {}), "label": label} for place, label in finding.related],
        "accepted": finding.accepted,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    named = {"named": place.words} if place.words else {}
    return {"file": place.file, "line": place.line, "column": place.column, "length": place.length, **named}


def _parts(finding: Finding) -> list[str]:
    return [part for part in (finding.message, finding.remedy, finding.accepted) if part]


def _words(finding: Finding) -> str:
    return "\n".join(_parts(finding))


def _annotation(finding: Finding) -> str:
    where = finding.place
    line = (
        f",line={where.line},col={where.column},endColumn={where.column + where.length}"
        if where and where.line and not where.words
        else ""
    )
    file = f"file={_property(where.file)}{line}," if where else ""
    title = _property(f"{finding.code} {finding.kind.name}")
    return f"::{_GITHUB[finding.severity]} {file}title={title}::{_data(_words(finding))}"


def _data(text: str) -> str:
    return clean.lines(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _rule(kind: Kind) -> dict[str, Any]:
    return {
        "id": kind.code,
        "name": kind.name,
        "shortDescription": {"text": kind.name},
        "fullDescription": {"text": kind.explanation or kind.name},
        "defaultConfiguration": {"level": _SARIF[kind.severity]},
    }


def _result(finding: Finding, rules: Mapping[Kind, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rules[finding.kind],
        "level": _SARIF[finding.severity],
        "message": {"text": _words(finding)},
    }
    if finding.place:
        result["locations"] = [_location(finding.place)]
    if finding.related:
        result["relatedLocations"] = [
            {**_location(place), "message": {"text": label}} for place, label in finding.related
        ]
    if finding.accepted:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.accepted}]
    return result


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file, errors="replace")}}
    if place.line and not place.words:
        end = place.column + place.length
        physical["region"] = {"startLine": place.line, "startColumn": max(1, place.column), "endColumn": max(2, end)}
    return {"physicalLocation": physical}


def _case(finding: Finding) -> str:
    name = _attribute(f"{finding.code} {finding.kind.name} {finding.place or ''}".strip())
    file = _attribute(finding.place.file if finding.place else "budget")
    message = _attribute(finding.message)
    if finding.severity is Severity.HINT:
        inside = f"<skipped message={message}/>"
    else:
        inside = (
            f"<failure type={_attribute(finding.severity.value)} message={message}>{_paragraphs(finding)}</failure>"
        )
    return f"  <testcase classname={file} name={name}>{inside}</testcase>"


def _paragraphs(finding: Finding) -> str:
    return "\n".join(escape(clean.line(part), quote=False) for part in _parts(finding))


def _attribute(text: str) -> str:
    return f'"{escape(clean.line(text))}"'


WRITERS: Mapping[str, Callable[[Iterable[Finding]], Clean]] = {
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
}
