"""Chinese help and Chinese error messages for click, and the exit code of everything that goes wrong."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from generator.base import files
from generator.base.nearest import nearest
from generator.commands import crash
from generator.commands.common import ENVIRONMENT, USAGE
from generator.findings import text as report

_WIDTH = 90  # columns of a terminal that help fills
_BREAK_AFTER = "，。；：、）」 "  # where a line of Chinese help may end
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")


class Formatter(click.HelpFormatter):
    """Help whose columns are measured as a terminal shows them: a Chinese character takes two."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says how a command is typed."""
        self.write(f"用法：{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph or several."""
        for line in text.split("\n"):
            for part in wrap(" ".join(line.split()), _WIDTH - self.current_indent):
                self.write(f"{' ' * self.current_indent}{part}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and what they mean in two columns."""
        rows = list(rows)
        column = self.current_indent + min(col_max, max(report.width(term) for term, _ in rows)) + col_spacing
        for term, meaning in rows:
            head = f"{' ' * self.current_indent}{term}"
            first, *rest = wrap(meaning, _WIDTH - column) or [""]
            gap = column - report.width(head)
            self.write(f"{head}{' ' * gap}{first}\n" if gap > 0 else f"{head}\n{' ' * column}{first}\n")
            self.write("".join(f"{' ' * column}{line}\n" for line in rest))


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of so many columns, after punctuation where that is near."""
    lines = []
    while report.width(text) > columns:
        end = next(n for n in range(len(text), 0, -1) if report.width(text[:n]) <= columns)
        good = next((n for n in range(end, end // 2, -1) if text[n - 1] in _BREAK_AFTER), end)
        lines.append(text[:good].rstrip())
        text = text[good:].lstrip()
    return [*lines, text] if text else lines


class Context(click.Context):
    """A context whose help is Chinese."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help is Chinese."""

    context_class = Context

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": "[选项]", **options})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Describe `--help` in Chinese."""
        return _in_chinese(super().get_help_option(ctx))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options."""
        _format_options(self, ctx, formatter)


class Group(click.Group):
    """A group of commands: Chinese help, Chinese errors, and an exit code for each way to fail."""

    context_class = Context
    command_class = Command

    def __init__(self, *arguments: Any, **options: Any) -> None:
        given = {"options_metavar": "[选项]", "subcommand_metavar": "命令 [参数…]", **options}
        super().__init__(*arguments, **given)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Describe `--help` in Chinese."""
        return _in_chinese(super().get_help_option(ctx))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options and the commands."""
        _format_options(self, ctx, formatter)
        names = self.list_commands(ctx)
        rows = [(name, _first_sentence(self.get_command(ctx, name))) for name in names]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; the message for an unknown one names the nearest."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            near = nearest(args[0], self.list_commands(ctx))
            hint = f"是不是 {near}？" if near else f"可以用：{'、'.join(self.list_commands(ctx))}。"
            raise click.UsageError(f"没有命令“{args[0]}”。{hint}", ctx)
        return super().resolve_command(ctx, args)

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **options: Any
    ) -> Any:
        """Run, print what went wrong in Chinese, and exit with the code for it."""
        never_fail_on_encoding()
        try:
            result = super().main(args, prog_name or "budget", **{**options, "standalone_mode": False})
            sys.exit(result if isinstance(result, int) else 0)  # a code that `--help` or `ctx.exit` asked for
        except click.ClickException as error:
            _say(_usage(error))
            sys.exit(USAGE)
        except (click.Abort, KeyboardInterrupt):
            _say("已中断。")
            sys.exit(ENVIRONMENT)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader (such as head) has seen enough
            sys.exit(ENVIRONMENT)
        except OSError as error:
            _say(files.problem(error))
            sys.exit(ENVIRONMENT)
        except Exception as error:  # a bug: the user gets a sentence, whoever repairs it the details
            _say(f"程序内部出错，这不是数据的问题。{crash.kept(error)}请发给维护人员。")
            sys.exit(ENVIRONMENT)


def never_fail_on_encoding() -> None:
    """Let a console that lacks a character show a question mark instead of stopping the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _in_chinese(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "显示说明。"
    return option


def _first_sentence(command: click.Command | None) -> str:
    text = (command.help or "") if command else ""
    return " ".join(text.split("\n\n", maxsplit=1)[0].split()).split("。", maxsplit=1)[0] + "。"


def _format_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    rows = [row for row in (option.get_help_record(ctx) for option in command.get_params(ctx)) if row and row[1]]
    with formatter.section("选项"):
        formatter.write_dl(rows)


def _usage(error: click.ClickException) -> str:
    """Say what is wrong with a command line, and where help is."""
    context = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and context is not None:
        return str(context.get_help())
    path = context.command_path if context else "budget"
    return f"{_chinese(error)}\n说明请看：{path} --help"


def _chinese(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"是不是 {error.possibilities[0]}？" if error.possibilities else ""
        return f"没有选项“{error.option_name}”。{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{error.param.human_readable_name if error.param else '参数'}。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”的用法不对：后面要写一个值的不能省，不要值的不能写。"
    extra = _EXTRA.search(error.message)
    if extra:
        return f"多写了“{extra.group(1)}”。"
    if isinstance(error, click.BadParameter) and isinstance(getattr(error.param, "type", None), click.Choice):
        choices = "、".join(str(choice) for choice in error.param.type.choices)  # type: ignore[union-attr]
        return f"“{error.param.opts[0]}”可以写：{choices}。"  # type: ignore[union-attr]
    return error.format_message()


def _say(text: str) -> None:
    click.echo(text, err=True)
