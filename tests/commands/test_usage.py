"""Wrong use: whatever is typed for any option or argument of any command, the answer is Chinese and short."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from generator.cli import COMMANDS, main
from generator.commands.chinese import _chinese

ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")  # two words; commands and options are one
ALLOWED = re.compile(r"说明请看：[a-z -]+--help|budget [a-z]+")


def commands() -> Iterator[tuple[str, ...]]:
    """Give the words of every command, of those in groups too."""
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, inner) for inner in command.commands)


def command_of(words: tuple[str, ...]) -> click.Command:
    found: click.Command | None = main
    for word in words:
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), word)
    assert found is not None
    return found


def said(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments), prog_name="budget")
    return result.exit_code, result.output


def english(text: str) -> list[str]:
    return ENGLISH.findall(ALLOWED.sub("", text))


@pytest.mark.parametrize("words", list(commands()), ids="-".join)
def test_every_wrong_word_is_answered_in_chinese(words: tuple[str, ...]) -> None:
    wrong = [
        ("--no-such-option",),
        ("-?",),
        ("--root",),
        ("--help=x",),
        ("a", "b", "c", "d"),
    ]
    options = [one for one in command_of(words).params if isinstance(one, click.Option) and one.name != "root"]
    for option in options:
        wrong += [(name,) for name in option.opts if not option.is_flag] + [(name, "不是") for name in option.opts]
        wrong += [(f"{name}=x",) for name in option.opts if name.startswith("--")]
    for more in wrong:
        code, shown = said(*words, *more, "--root", "/没有")
        assert code == 2, (words, more, shown)
        assert english(shown) == [], (words, more, shown)
        assert re.search("[\u4e00-\u9fff]", shown), (words, more)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("generate", "-j", "两个"), "“--jobs”要写整数，最小是 1。"),
        (("generate", "-j", "0"), "“--jobs”要写整数，最小是 1。"),
        (("template", "show", "河北", "--year", "今年"), "“--year”要写整数。"),
        (("template", "show"), "缺少“名称”。"),
        (("template", "new", "甲"), "缺少“--from”。"),
        (("trace", "350", "1", "多\n余"), "多写了“多 余”。"),
        (("--", "-x"), "没有选项“-x”。"),
        (("template", "chek"), "没有命令“chek”。是不是 check？"),
    ],
)
def test_wrong_use_says_what_is_right(arguments: tuple[str, ...], message: str) -> None:
    code, shown = said(*arguments)
    assert code == 2
    assert shown.splitlines()[0] == message


def test_what_click_may_yet_say_in_english_is_told_as_a_quotation() -> None:
    assert _chinese(click.UsageError("Something new is wrong.")) == "命令写得不对（Something new is wrong.）。"
    assert _chinese(click.UsageError("No such command 'x'.")) == "没有命令“x”。"
    assert _chinese(click.UsageError("没有这个。")) == "没有这个。"
