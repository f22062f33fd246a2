"""The command `budget`. Help and messages are Chinese; the exit code says what happened.

0 no error, 1 errors in a budget or a pack, 2 wrong use, 3 the environment (a file cannot be written).
Each subcommand is a module of `generator.commands`; adding one is a line here.
"""

from __future__ import annotations

import click

from generator.commands.check import check
from generator.commands.chinese import Group
from generator.commands.explain import explain
from generator.commands.fix import fix
from generator.commands.generate import generate
from generator.commands.schema import schema
from generator.commands.template import template
from generator.commands.trace import trace
from generator.commands.verify import verify


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="budget-disclosure", prog_name="budget", message="%(prog)s %(version)s", help="显示版本。"
)
def main() -> None:
    """部门预算信息公开：由 YAML 生成法定公开文本。

    预算是一个文件夹（如 budgets/2025/350-科技和工信部门），也可以只写部门编码（如 350）；不写就是全部预算。
    """


main.add_command(generate)
main.add_command(check)
main.add_command(explain)
main.add_command(fix)
main.add_command(schema)
main.add_command(trace)
main.add_command(verify)
main.add_command(template)
