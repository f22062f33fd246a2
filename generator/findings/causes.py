"""One cause, one finding (归因): what follows from an error that is told is no finding of its own.

A kind says by codes what may cause it (`Kind.follows`); the cause must be an error at the same value, or at one of its
own keys, such as an unknown key in the mapping that lacks one. An error that follows is said in the message of
its cause, so that nothing is lost; a warning or a hint is left out, and comes back if it was right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.findings.finding import Finding, Severity


def without_consequences(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give the findings of one budget without those that follow from others among them, in their order."""
    every = list(findings)
    errors = [one for one in every if one.severity is Severity.ERROR]
    causes = {one.code for one in errors}
    kept, more = [], dict[int, list[str]]()
    for finding in every:
        cause = _cause(finding, errors) if causes.intersection(finding.kind.follows) else None
        if cause is None:
            kept.append(finding)
        elif finding.severity is Severity.ERROR:
            more.setdefault(id(cause), []).append(finding.message)
    return tuple(
        replace(one, message="".join([one.message, *dict.fromkeys(more[id(one)])])) if id(one) in more else one
        for one in kept
    )


def _cause(finding: Finding, errors: Iterable[Finding]) -> Finding | None:
    """Find the error of which a finding is a consequence: the first at its value, or at one of that one's keys."""
    file = finding.place.file if finding.place else None
    for one in errors:
        near = one.path == finding.path or (bool(one.path) and one.path[:-1] == finding.path)
        same = bool(finding.path) or (one.place is not None and one.place.file == file)
        if one is not finding and one.code in finding.kind.follows and near and same:
            return one
    return None
