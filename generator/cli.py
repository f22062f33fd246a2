"""The command `budget`. Help and messages are Chinese; the exit code says what happened.

0 no error, 1 errors in a budget or a pack (or nothing generated yet that could be verified), 2 wrong use,
3 the environment (a file cannot be written, a library lacks), 141 whoever read the output left (`| head`).
Each subcommand is a module of `generator.commands` and named here; only the one that is used is imported.
"""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword

import click

from generator.commands.chinese import Group
from generator.commands.garbage import collect_seldom

COMMANDS = {  # in the order in which people need them, each with the first sentence of its help
    "generate": "生成公开文本（Word 和 PDF）。",
    "fill": "用预算填写一个带标签的 Word 文件，例如报送函、审签单。",
    "check": "检查预算，报告全部问题，不改动预算。",
    "status": "查看一年的进度：谁没交，谁有错误，生成了没有，公开了没有，离期限还剩几天。",
    "summary": "汇总一年的全部部门：收支、功能分类、经济分类、“三公”、机关运行、项目、采购，与上年比较。",
    "site": "生成给市民看的网站：谁花多少、谁还没公开，每个部门和单位一页，连同全文、数据和下载。",
    "explain": "解释检查报告里的代码，例如 budget explain C101；不写代码就列出目录。",
    "fix": "修正录入的笔误：全角冒号和数字、千分位、制表符缩进、看不见的字符、GBK 编码等。",
    "lookup": "查科目编码：写名称里的字或者编码的开头，例如 budget lookup 车 维护、budget lookup 20103。",
    "trace": "追溯一个数由哪几行 YAML 得来。",
    "verify": "核对成品：把 Word、PDF 读回来，与由预算重新算出的数、文字、标题和页码逐一比较。",
    "init": "新建一个部门的预算：写好年度、部门和单位，各类内容附例子（注释）。",
    "rollover": "由本年的预算建立下年的，例如 budget rollover 2025 2026 350；不写部门就是全部部门。",
    "import": "导入表格和文件：一体化系统的公开表（Excel）、以前公开的 Word 或 PDF，写成 budgets 下的一个预算。",
    "audit": "审核公开的文件（Word、PDF、Excel，谁的都行）：哪些前后矛盾、不合规定、可疑，在哪一页，哪些没有核对。",
    "diff": "比较两份预算：数、项目、指标、采购、文字，凡有差别的都列出来。",
    "serve": "在浏览器里看预算：表、问题和印出来的样子，保存后马上更新；点一个数，看它由哪几行得来。",
    "sheet": "在 Excel 或 WPS 里填写预算：写成工作簿，再把改动导回 YAML。",
    "template": "列出、查看、新建和检查模板（官方格式）。",
    "setup": "查看电脑是否都准备好了：Python、终端、文件夹、字体、编辑器、git、办公软件；只看不改。",
    "schema": "显示预算 YAML 的结构定义（schema）在哪里；加 --install 让 VS Code 不联网也能补全和检查。",
}


class Commands(Group):
    """The group of all commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which people need them."""
        return list(COMMANDS)

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Say what each command does; none is imported for it."""
        return list(COMMANDS.items())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name; the cycles of what comes with it are not looked for either."""
        if cmd_name not in COMMANDS:
            return None
        collect_seldom()
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
