"""The line grammar of a pack's text, read after rendering.

One line is one paragraph. `#` … `####` make a heading, `[样式名]` chooses the paragraph's style (after `#` too),
`**…**` is a lead-in; `@表 名称`, `@分页`, `@横版`, `@竖版`, `@封面`, `@目录` and `@所属单位` are instructions.
Values that were put in cannot change any of this: in the rendered text they are only marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.base import late
from generator.base.frozen import frozen
from generator.document.blocks import Run
from generator.prose.values import Values

BODY_STYLE = "Normal"
LEAD_IN = "引导语"
_HEADING = late.compile(r"(#{1,4})\s*(.+)")
_STYLED = late.compile(r"\[([^\]]+)\]\s*(.*)")
_LEAD = late.compile(r"\*\*(.+?)\*\*")


@frozen
class Said:
    """One line of the text: a heading (level > 0), a paragraph, or an instruction with its argument."""

    runs: tuple[Run, ...] = ()
    level: int = 0
    style: str = BODY_STYLE
    instruction: str = ""
    argument: str = ""


def parse(rendered: str, values: Values) -> Iterator[Said]:
    """Yield the lines of a rendered text."""
    for raw in rendered.split("\n"):
        line = raw.strip(" \t\r")
        if line:
            yield from _line(line, values)


def _line(line: str, values: Values) -> Iterator[Said]:
    if line.startswith("@"):
        word, _, argument = values.plain(line[1:]).partition(" ")
        yield Said(instruction=word, argument=argument.strip())
        return
    heading = _HEADING.fullmatch(line)
    if heading:
        level = len(heading[1])
        style, text = _style(heading[2], f"heading {level}")
        yield Said(_one_line(_runs(text, values)), level, style)
        return
    style, text = _style(line, BODY_STYLE)
    for runs in _split(_runs(text, values)):
        if runs:  # a fact that the budget does not give makes no paragraph
            yield Said(runs, style=style)


def _style(text: str, default: str) -> tuple[str, str]:
    styled = _STYLED.fullmatch(text)
    return (styled[1], styled[2]) if styled else (default, text)


def _runs(text: str, values: Values) -> tuple[Run, ...]:
    runs: list[Run] = []
    for index, part in enumerate(_LEAD.split(text)):
        runs.extend(values.runs(part, LEAD_IN if index % 2 else ""))
    return tuple(runs)


def _one_line(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    joined = [replace(run, text=" ".join(run.text.split("\n"))) for run in runs]
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(joined)


def _split(runs: tuple[Run, ...]) -> Iterator[tuple[Run, ...]]:
    """A value of several lines makes several paragraphs of the same style."""
    paragraph: list[Run] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        paragraph.append(replace(run, text=first))
        for text in rest:
            yield _trimmed(paragraph)
            paragraph = [replace(run, text=text)]
    yield _trimmed(paragraph)


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    return tuple(run for run in runs if run.text.strip())
