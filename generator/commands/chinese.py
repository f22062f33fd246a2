"""Chinese help and Chinese error messages for click, and the exit code of everything that goes wrong."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from generator.base import late
from generator.base.extras import MissingLibraryError
from generator.base.nearest import nearest
from generator.base.terminal import width, wrap
from generator.base.utf8 import run_in_utf8
from generator.commands import console
from generator.commands.codes import ENVIRONMENT, READER_LEFT, USAGE

_WIDTH = 90  # columns that help fills at most; it is for people, so it is never wider, wherever it goes
_EXTRA = late.compile(r"unexpected extra arguments? \((.*)\)", re.DOTALL)
_NO_COMMAND = late.compile(r"No such command ['\"](.*)['\"]", re.DOTALL)


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
            for part in wrap(" ".join(line.split()), _columns() - self.current_indent):
                self.write(f"{' ' * self.current_indent}{part}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and what they mean in two columns."""
        rows = list(rows)
        column = self.current_indent + min(col_max, max(width(term) for term, _ in rows)) + col_spacing
        for term, meaning in rows:
            head = f"{' ' * self.current_indent}{term}"
            first, *rest = wrap(meaning, _columns() - column)
            gap = column - width(head)
            self.write(f"{head}{' ' * gap}{first}\n" if gap > 0 else f"{head}\n{' ' * column}{first}\n")
            self.write("".join(f"{' ' * column}{line}\n" for line in rest))


def _columns() -> int:
    """Give the columns that help takes: those of the terminal, up to a width that is still easy to read."""
    return min(console.columns() or _WIDTH, _WIDTH)


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
        with formatter.section("命令"):
            formatter.write_dl(self.summaries(ctx))

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Say what each command does."""
        return [(name, first_sentence(self.get_command(ctx, name))) for name in self.list_commands(ctx)]

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Read the command line; `--help` prints here already."""
        with _reader_may_leave():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        with _reader_may_leave():
            return super().invoke(ctx)

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
        if args is None:  # a process of its own, not a call from another program
            run_in_utf8()
        console.prepare()
        try:
            code = self._run(args, prog_name or "budget", options)
        except BrokenPipeError:
            code = READER_LEFT
        except OSError:  # what went wrong cannot be told either
            code = ENVIRONMENT
        console.let_go()
        sys.exit(code)

    def _run(self, args: Sequence[str] | None, prog_name: str, options: dict[str, Any]) -> Any:
        """Run, tell what went wrong, and give the exit code for it."""
        try:
            result = super().main(args, prog_name, **{**options, "standalone_mode": False})
        except SystemExit as end:
            return end.code
        except click.ClickException as error:
            _complain(*_usage(error))
            return USAGE
        except (KeyboardInterrupt, Exception) as error:  # click.Abort is one, too
            _complain(_unexpected(error))
        else:
            return result if isinstance(result, int) else 0  # a code that `--help` or `ctx.exit` asked for
        return ENVIRONMENT


def _unexpected(error: BaseException) -> str:
    """Say why a command ended before its end."""
    from generator.base import files  # noqa: PLC0415 only what a command needs is imported
    from generator.commands import crash  # noqa: PLC0415

    match error:
        case click.Abort() | KeyboardInterrupt():
            return "已中断。"
        case MissingLibraryError():
            return str(error)
        case OSError():
            return files.problem(error)
        case _:  # a bug: the user gets a sentence, whoever repairs it the details
            return f"程序内部出错，这不是数据的问题。{crash.kept(error)}请发给维护人员。"


def _complain(*lines: str) -> None:
    from generator.commands.common import complain  # noqa: PLC0415 it brings what finds budgets

    complain(*lines)


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    """Exit with the code of a closed pipe where click would exit with 1, which is that of errors in a budget."""
    try:
        yield
    except BrokenPipeError:
        raise click.exceptions.Exit(READER_LEFT) from None


def _in_chinese(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "显示说明。"
    return option


def first_sentence(command: click.Command | None) -> str:
    """Give the first sentence of a command's help."""
    text = (command.help or "") if command else ""
    return " ".join(text.split("\n\n", maxsplit=1)[0].split()).split("。", maxsplit=1)[0] + "。"


def _format_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    rows = [row for option in command.get_params(ctx) if (row := _row(option, ctx))]
    with formatter.section("选项"):
        formatter.write_dl(rows)


def _row(option: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
    """Give how an option is typed and what it does, without what click adds in English ([required], [x>=1])."""
    record = option.get_help_record(ctx)
    if record is None or not isinstance(option, click.Option) or not option.help:
        return None
    least = option.type.min if isinstance(option.type, click.IntRange) else None
    more = (f"最小是 {least}。" if least else "") + ("必须写。" if option.required else "")
    return record[0], option.help + more


def _usage(error: click.ClickException) -> list[str]:
    """Say what is wrong with a command line, and where help is."""
    context = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and context is not None:
        return str(context.get_help()).split("\n")
    path = context.command_path if context else "budget"
    return [_chinese(error), f"说明请看：{path} --help"]


def _chinese(error: click.ClickException) -> str:
    """Say in Chinese what click says in English; what our own commands say is Chinese already."""
    if isinstance(error, click.NoSuchOption):
        near = f"是不是 {error.possibilities[0]}？" if error.possibilities else ""
        return f"没有选项“{error.option_name}”。{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少“{_name_of(error.param)}”。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”的用法不对：后面要写一个值的不能省，不要值的不能写。"
    if isinstance(error, click.BadParameter):
        return f"“{_name_of(error.param)}”{_wanted(error.param)}。"
    for pattern, said in ((_EXTRA, "多写了"), (_NO_COMMAND, "没有命令")):
        found = pattern.search(error.message)
        if found:
            return f"{said}“{found.group(1)}”。"
    return error.message if re.search("[一-鿿]", error.message) else f"命令写得不对（{error.format_message()}）。"


def _name_of(parameter: click.Parameter | None) -> str:
    """Name a parameter as it is typed."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name if parameter else "参数"


def _wanted(parameter: click.Parameter | None) -> str:
    """Say what may be typed for a parameter."""
    match parameter.type if parameter else None:
        case click.Choice(choices=choices):
            return f"可以写：{'、'.join(map(str, choices))}"
        case click.IntRange(min=least) if least is not None:
            return f"要写整数，最小是 {least}"
        case click.types.IntParamType():
            return "要写整数"
        case _:
            return "写得不对"
