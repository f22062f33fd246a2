"""The command `budget`. Help and messages are Chinese; the exit code says what happened.

0 no error, 1 errors in a budget or a pack (or nothing generated yet that could be verified), 2 wrong use,
3 the environment (a file cannot be written, a library lacks), 141 whoever read the output left (`| head`).
Each subcommand is a module of `generator.commands` and named here; only the one that is used is imported.
"""

from __future__ import annotations

import gc
from importlib import import_module
from keyword import iskeyword

import click

from generator.commands.chinese import Group

COMMANDS = (
    "generate", "fill", "check", "explain", "fix", "lookup", "trace", "verify", "init", "rollover", "import",
    "diff", "sheet", "template", "setup", "schema",
)  # fmt: skip
GARBAGE = 50_000  # objects between collections: a run makes many that live until its end, and no cycles to speak of


class Commands(Group):
    """The group of all commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"generator.commands.{name}"), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="budget-disclosure", prog_name="budget", message="%(prog)s %(version)s", help="显示版本。"
)
def main() -> None:
    """部门预算信息公开：由 YAML 生成法定公开文本。

    预算是一个文件夹（如 budgets/2025/350-科技和工信部门），也可以只写部门编码（如 350）；
    不写就是全部部门的预算。有几年的，是最新的一年，--year 选别的年度。
    """
    gc.set_threshold(GARBAGE)
