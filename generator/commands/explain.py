"""`budget explain`: what a code means, and what to do about it."""

from __future__ import annotations

import sys

import click

from generator.commands.catalogue import Topic, find, topics, unknown
from generator.commands.chinese import Command
from generator.commands.codes import OK
from generator.commands.common import say
from generator.findings.finding import Severity

_EFFECT = {
    Severity.ERROR: "改正之前不能生成公开文本。",
    Severity.WARNING: "不妨碍生成。核实无误时，可以在“出错说明”里写明原因。",
    Severity.HINT: "不妨碍生成。",
}


@click.command(cls=Command)
@click.argument("codes", nargs=-1, metavar="[代码…]")
@click.option("--all", "every", is_flag=True, help="解释全部代码。")
def explain(codes: tuple[str, ...], every: bool) -> None:
    """解释检查报告里的代码，例如 budget explain C101；不写代码就列出目录。"""
    if every:
        chosen = topics()
    elif codes:
        chosen = tuple(_known(code) for code in codes)
    else:
        say(*(_line(topic) for topic in topics()))
        sys.exit(OK)
    say(*"\n\n".join(page(topic) for topic in chosen).split("\n"))


def page(topic: Topic) -> str:
    """Write the page of one kind of finding."""
    kind = topic.kind
    parts = [f"{kind.code} {kind.name}（{kind.severity.value}，{topic.stage}）", kind.explanation]
    parts.append(f"影响：{_EFFECT[kind.severity]}")
    if topic.rule:
        parts.append(topic.rule)
    for label, example in (("合格的例子：", topic.passing), ("不合格的例子：", topic.failing)):
        if example:
            parts.append(f"{label}\n{_indented(example)}")
    return "\n\n".join(part for part in parts if part)


def _line(topic: Topic) -> str:
    return f"{topic.kind.code} {topic.kind.severity.value} {topic.kind.name}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))


def _known(code: str) -> Topic:
    topic = find(code)
    if topic is None:
        raise click.UsageError(unknown(code))
    return topic
