"""Write the generated part of the pack reference: every key, name, function and filter, with an example value.

python -m tools.make_pack_reference
"""

# ruff: noqa: E501 an explanation is one line
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.base.meter import Meter
from generator.compose import packcheck
from generator.compose.composer import INSTRUCTIONS
from generator.compose.scope import make_scope
from generator.facts.declared import FIELD_TYPES, TYPES
from generator.facts.words import BOOKS, LEVELS, RECORD_LISTS
from generator.ledger import DATA_SETS, DIMENSIONS, MEASURES, Amount
from generator.pack import loader
from generator.pack.charts import CHART_KEYS, CHART_KINDS
from generator.pack.data import FIELD_KEYS, KEY_KEYS
from generator.pack.obligations import LEVELS_TO, OBLIGATION_KEYS, PRINTED, SIDES
from generator.pack.spec import AMOUNTS, CHANGES
from generator.pack.tables import COLUMN_KEYS, FORM_KEYS, ROW_KEYS, TABLE_KEYS
from generator.prose.environment import LOOP_ATTRIBUTES, PackEnvironment
from generator.prose.language import RESERVED
from generator.prose.limits import METER, VALUES
from generator.prose.values import Figure, Values

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/模板说明.md"
BEGIN, END = "<!-- 以下由 tools/make_pack_reference.py 生成，请不要直接修改 -->", "<!-- 生成结束 -->"

KEYS: Mapping[str, Mapping[str, str]] = {
    "模板的顶层键": {
        "名称": "模板的名称，预算的“模板”写它",
        "年度": "这一版从哪个预算年度起用；不写，各年都用",
        "沿用": "在哪个模板的基础上改；没有写的都与它相同",
        "文件标题": "文件的标题，也是文件名",
        "默认": "各表的 `数字` 和 `抬头`，文字的 `正文数字` 和百分比的 `正文比率`（小数、末尾零）",
        "口径": "给取数条件起的名字，表格和文字共用",
        "片段": "几张表共用的一组列或行，用名字引用",
        "表": "各张表",
        "图": "各张图：画哪张表的哪些行、哪些列，正文里用 `@图 名称` 印",
        "选印": "只在要的时候才印的部分，如 `[图解]`：生成时写 `--with 图解`，正文里用 `选印()` 判断",
        "科目名称": "与全国目录写法不同的科目名称",
        "维度值": "这一格式的资金性质、支出类型、采购组织形式：`增加` 的词（各属于哪个词或者哪一组）和 `不用` 的词",
        "数据": "这一格式自己的键、记录和字段，见上面“格式自己的数据”",
        "必备": "预算必须写到的键，按版本列出，如 `部门: [部门职责, 固定资产]`：没有写的给警告（B405），正文不作说明",
        "公开要求": "法律、规程要求公开的，各由哪张表、哪个标题做到，和这一格式自己的要求：`budget audit` 照它核对，见上面“公开要求”",
        "增减": "增减额按 `显示数`（默认，读者能自己核对）还是 `精确数` 相减",
        "舍入说明": "印出来的分项加起来与合计差一点时，在表下面、句子后面印的话，"
        "例如 部分数据因四舍五入，分项之和与合计略有差异；不写就不印",
        "已核实": "检查模板给出的警告，核对过、决定保留的：代码、位置和原因，见下面“核实过的问题”",
        "正文必有": "文字里必须用 `金额()` 写到的口径：改文字时漏掉一个，生成就停下（P306）",
    },
    "已核实的键": {
        "代码": "问题的代码，例如 P413；错误不能核实",
        "口径": "说的是哪个口径",
        "表": "说的是哪一张表；不写的，各张表都算",
        "列": "说的是哪一列（标题）",
        "行": "说的是哪一行（印的文字；科目的行写 科目：功能分类）",
        "文件": "说的是哪一个文件里的问题，例如 情况说明.jinja",
        "原因": "为什么这样是对的",
    },
    "公开要求的键": {
        "要求": "要求什么，一句话；不写就是它的名称",
        "类别": f"{'、'.join(SIDES)}（默认 {SIDES[0]}）",
        "依据": "哪个法律、文件的哪一条，或者按版本写 `{部门: …, 单位: …}`；没有依据的是这一格式自己的要求，做不到的只算可疑",
        "栏目": "检查表的哪一栏；不写就是它的名称",
        "适用": "只要求 部门 或者 单位",
        "表": "由哪张（几张）表做到：每一张都要有",
        "标题": "由哪个标题做到，标题下面要有内容；写几个的，有一个就行",
        "文字": "没有这个标题时，全文哪里写到了这些词之一的，不说没有，请人看",
        "列出": "表里要有的几栏或者几行，各占一格；`运行|运维` 是两种写法。没有写 `表` 的，是“栏目”那一条的表",
        "到": f"表里的科目要列到{'或者'.join(LEVELS_TO)}",
        "期限": "批复以后几天之内公开",
        "印": f"{'或者'.join(PRINTED)}：正文里写了 `@封面`、`@目录` 的格式才要求",
        "不得有": "审核里不能有的意见：代码（A202），或者 矛盾、不合规定",
    },
    "数据的键": {
        "说明": "写什么，给填预算的人看：编辑器和错误信息里有它",
        "类型": f"{'、'.join(TYPES)}；只有类型的，可以直接写 `联系电话: 文字`",
        "字段": "列表和组的字段：名称，和下面“数据里字段的键”；单位、项目、政府采购、专项资金、绩效指标只写它",
        "可选": "文字：只能写的几个词",
    },
    "数据里字段的键": {
        "说明": "写什么",
        "类型": f"{'、'.join(FIELD_TYPES)}；单位写编码，表和句子里还有单位名称；科目编码照当年的目录核对，还有科目名称",
        "必填": "是：每条记录（组）都要写",
        "可选": "文字：只能写的几个词",
        "合计": "是：数和整数在合计行里加起来（金额总是加的）",
    },
    "表的键": {
        "标题": "表的标题",
        "抬头": "表上方一行：左、中、右三段文字，每页重复",
        "附注": "表下面总要印的说明",
        "数据": f"数什么：{'、'.join(DATA_SETS)}（默认 {DATA_SETS[0]}）",
        "条件": "整张表的条件",
        "列": "各列，或者片段的名字",
        "行": "各行，或者片段的名字",
        "栏次": "是：表头下面加一行列号",
        "空表": "没有数（或者都是零）时：`{说明: …, 保留: 表头/合计行/全部}`；有的部门没有数的表都要写",
        "逐条": "每条记录一张表，例如 项目",
        "排序": "记录按哪些字段排序（拼音）",
        "表单": "一行行的格子，印在列表上方，或者单独成表；写了 `逐条` 的说的是那条记录，没有写的说的是部门（单位）本身",
        "沿用": "另一张表，只写不同的键",
        "数字": '`{单位: 元/万元/亿元, 小数: 2, 千分位: 是/否, 零值: "", 末尾零: 保留/去掉/整数去掉}`',
        "适用": "只印在 部门 或者 单位 的文本里",
        "另起页": "逐条的表每张另起一页",
        "数据版本": f"印哪一本账的数：{'、'.join(BOOKS)}（默认 {BOOKS[0]}）；里层盖过外层，行盖过列",
    },
    "图的键": {
        "标题": '印在图上方的一行；不写就是图的名字，写 "" 就只印单位',
        "表": "画哪张表：每一条、每一块就是它的一个格子；不写就是同名的表。不能是逐条的表",
        "列": "画哪些列，写标题（或者上面的标题，或者 `收入/预算数`）；不写就是全部金额、数量的列。单位要相同，左右两组只能画一组",
        "行": "画哪些行，写标签；不写就是除了合计、下级以外的各行。都没有数的行不画",
        "形式": f"{'、'.join(CHART_KINDS)}（默认 {CHART_KINDS[0]}）",
    },
    "列的键": {
        "标题": "列的标题",
        "列": "下一层的列",
        "条件": "这一列（和它下面各列）的条件；没有条件就是合计",
        "内容": f"{'、'.join(MEASURES)}，{'、'.join(CHANGES)}（与上年比），序号，组，标签，名称，编码，编码.类/款/项，记录的字段，分组的维度；默认 金额",
        "行": "这组列有自己的行（左收入、右支出）；里面各列又有自己的行的，这里写共有的行和一个 `补齐`：里面的行排在那里",
        "合并": "上下相同的格子并成一格",
        "跨列": "占几个格子宽",
        "数字": "这一列自己的数字格式",
        "适用": "只印在 部门 或者 单位 的文本里",
        "宽": "宽度，几个字",
        "最窄": "至少几个字宽",
        "最宽": "至多几个字宽",
        "伸展": "多出来的宽度分给它几份",
        "居中": "文字居中",
        "列示": "有数：没有数就不印这一列",
        "占比": "印占百分之几（不带 %）。金额的列写口径，如 `{占比: 支出总计}`：占同一列里这一口径的数；"
        "记录的字段写另一个字段，如 `{内容: 计划.3月底, 占比: 预算数}`",
        "数据版本": "这一列（和它下面各列）印哪一本账；增减额、增减率写的是与哪一本比，默认 上年预算",
    },
    "表单的格子": {
        "文字": "印好的字；只有一个 `{{ … }}` 的是事实，如 `{{ 部门.名称 }}`，照内容的样子印",
        "内容": f"{'、'.join(AMOUNTS)}；写了 `逐条` 的，还有记录的字段和它的列表（绩效目标）；没有写的，还有 总体目标、保障措施",
        "条件": "金额的条件（在表的条件之内）；写了条件，`内容` 默认是 金额",
        "跨列": "占几个格子宽",
        "跨行": "占几个格子高",
        "编号": "是：列表的各句加序号",
        "占比": "印占百分之几（不带 %）：金额写口径，记录的字段写另一个字段",
        "数字": "这一格自己的数字格式",
        "数据版本": "这一格印哪一本账；增减额、增减率写的是与哪一本比",
    },
    "行的键": {
        "标签": "印好的一行，写它的文字；科目行写名称的样子（名称、编码、中文次序）",
        "合计": "合计行，写在哪里就印在哪里；文字居中加粗",
        "科目": f"按科目列出：{'、'.join(LEVELS)}",
        "记录": "一条记录一行：单位、项目、采购、专项资金、`数据` 里的列表，部门（单位）整体的 整体绩效指标、总体目标、分项目标、保障措施，"
        "项目（和分项目标）里的绩效指标、绩效目标；一笔一行的 支出明细、收入明细；只数满足表、列、上级和这一行条件的钱，一笔也没有的不印",
        "分组": "按几个维度的值各一行，如 `分组: [专项名称, 经济分类]`，照预算的次序；与上一行相同的值不重复。列写 `内容: 专项名称`",
        "展开": "记录里面的一个列表，如 `{记录: 项目, 展开: 绩效指标}`：每条指标一行，项目自己的格子合成一格，印在左右；"
        "`合并` 不跨记录",
        "空值": "分组：没有值的印什么，如 `{专项名称: 商品和服务支出}`",
        "组": "印好的行属于哪一组，印在 `内容: 组` 的列里（那一列写 `合并: 是`，相同的并成一格）",
        "空行": "几个空行",
        "条件": "这一行的条件；无：永远没有数",
        "从": "科目从哪一级起（默认 类）",
        "到": "科目到哪一级",
        "列示": "科目：全部 或 有数；印好的行：有数 才印",
        "排序": "记录按哪些字段排序",
        "下级": "其中的各行：在这一行的条件（科目、记录）之内；科目、记录、印好的行可以任意嵌套，例如科目下面列项目",
        "不填": "这一行哪些列不填，写列的标题",
        "适用": "只印在 部门 或者 单位 的文本里",
        "内容": f"{'、'.join(CHANGES)}：这一行印与上年比的数",
        "占比": "口径：这一行印占同一列里这一口径的百分之几（不带 %）",
        "数据版本": "这一行（和它的下级）印哪一本账，例如本年的一行下面印上年的一行",
    },
}
FUNCTIONS: Mapping[str, tuple[str, str]] = {
    "金额": ("金额(口径, 维度=值…)：符合条件的金额。后面必须写 `|万元` 或 `|元`", "{{ 金额('本年支出', 资金性质='政府性基金预算拨款')|万元 }}"),
    "数量": ("数量(口径, 维度=值…)：资产、采购的数量", "{{ 数量('固定资产', 资产类别='车辆') }}"),
    "上年": ("上年(口径, 账=)：上年的数，账是 `上年预算`（默认）或 `上年执行`；不知道时什么也不印，给警告（B403）", "{{ 上年('基本支出')|万元 }}"),
    "无上年": ("无上年()：预算写明了“上年: 无”没有，只有这时才可以说“无可比”", "{% if 无上年() %}无可比{% else %}有{% endif %}"),
    "增减额": ("与 比上年 相同", "{{ 增减额('基本支出')|增减 }}"),
    "增减率": ("增减率(口径, 账=)：比上年增减百分之几，不带正负号；上年为零、四舍五入后是 0% 时什么也不印", "{{ 增减率('基本支出') }}"),
    "占比": ("占比(口径, 总口径)：占百分之几", "{{ 占比('基本支出', '本年支出') }}"),
    "给出": ("给出(键)：预算写了这个键没有；写“无”或者 [] 也算写了，没有写就不能说没有", "{% if 给出('固定资产') %}写了{% else %}没有写{% endif %}"),
    "选印": ("选印(部分)：生成时要不要加印 `选印` 里的一个部分", "{% if 选印('图解') %}印{% else %}不印{% endif %}"),
    "有上年": ("有上年(口径, 账=, 必须=)：知道上年的数没有，用在 `{% if %}` 里；不知道的给警告（B403），`必须='否'` 时不给", "{% if 有上年('基本支出') %}有{% else %}没有{% endif %}"),
    "比上年": ("比上年(口径)：比上年多或少多少；后面写 `|增减`、`|比较` 或 `|方向`", "{{ 比上年('基本支出')|增减 }}"),
    "科目": ("科目(维度, 到=级, 口径=名)：有数的科目，一项有 编码、名称、各级名称、金额", "{% for 项 in 科目('功能分类', 到='类', 口径='本年支出') %}{{ 项.编码 }}{{ 项.名称 }} {% endfor %}"),
    "原因": ("原因(口径)：预算“原因”里写的话；没有写，提示 B401", "{{ 原因('基本支出') }}"),
    "有记录": ("有记录(名称)：有没有这种记录，用在 `{% if %}` 里", "{% if 有记录('项目') %}有{% else %}没有{% endif %}"),
    "记录": ("记录(名称, 口径=名, 字段=值)：各条记录；写口径的，只要有这种钱的，`金额` 就是它（单位不写口径没有 `金额`）", "{{ 记录('单位', 单位性质='行政')|length }}"),
    "科目用途": ("科目用途(编码)：预算“科目用途”里写的话；没有写，提示 B402", "{{ 科目用途('2010601') }}"),
}  # fmt: skip
FILTERS: Mapping[str, tuple[str, str]] = {
    "万元": ("金额写成万元，四舍五入一次；可写 小数=、千分位=、零=", "{{ 金额('基本支出')|万元(千分位=true) }}"),
    "元": ("金额写成元", "{{ 金额('基本支出')|元(小数=0) }}"),
    "增减": ("“增加…万元”“减少…万元”或“持平”", "{{ 比上年('基本支出')|增减 }}"),
    "比较": ("连同比的对象：“比…增加…万元”“与…持平”", "{{ 比上年('基本支出')|比较(上年度 ~ '年预算') }}"),
    "方向": ("只要“增加”“减少”或“持平”", "{{ 比上年('基本支出')|方向 }}"),
    "中文": ("数写成中文，用来编号", "{{ 12|中文 }}"),
    "中文日期": ("日期写成年月日", "{{ 公开日期|中文日期 }}"),
    "其余": ("列表去掉第一项", "{{ 单位|其余|length }}"),
    "length": ("列表有几项", "{{ 单位|length }}"),
    "first": ("列表的第一项", "{{ (单位|first).单位名称 }}"),
    "last": ("列表的最后一项", "{{ (单位|last).单位名称 }}"),
    "join": ("把几段文字连起来", "{{ ['甲', '乙']|join('、') }}"),
    "default": ("没有写（加 true：或者空）时用什么", "{{ 说明.没有写的|default('无') }}"),
}  # fmt: skip


def main() -> None:
    PAGE.write_text(updated(PAGE.read_text("utf-8")), "utf-8")


def updated(page: str) -> str:
    """Return a page with its generated part made anew."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{rest.partition(END)[2]}"


def reference() -> str:
    """Return the generated part. Raises ValueError where a key, a function or a filter is not explained."""
    pack, _ = loader.find("河北", 2025, ROOT / "templates")
    if pack is None:
        raise ValueError("no pack")
    budget = packcheck.sample(packcheck.FULLEST, pack, 2025)
    scope = make_scope(budget, pack, budget.subject, [], Meter())
    environment, names = scope.environment, scope.variables
    must_agree("函数", FUNCTIONS, (name for name, value in names.items() if callable(value)))
    must_agree("过滤器", FILTERS, (name for name in environment.filters if not name.startswith(RESERVED)))
    for title, keys in (
        ("模板的顶层键", loader.PACK_KEYS),
        ("公开要求的键", OBLIGATION_KEYS),
        ("数据的键", KEY_KEYS),
        ("数据里字段的键", FIELD_KEYS),
        ("表的键", TABLE_KEYS),
        ("图的键", CHART_KEYS),
        ("列的键", COLUMN_KEYS),
        ("表单的格子", FORM_KEYS),
        ("行的键", ROW_KEYS),
    ):
        must_agree(title, KEYS[title], keys)
    parts: list[str] = []
    for title, keys in KEYS.items():
        parts += ["", f"### {title}", "", *table(("键", "说明"), ((f"`{key}`", said) for key, said in keys.items()))]
    parts += ["", "### 条件的维度", "", *table(("维度", "可以写的值"), dimensions())]
    parts += ["", "### 指令", "", "一行一条，以 @ 开头：" + "、".join(f"`@{word}`" for word in INSTRUCTIONS) + "。"]
    parts += ["", "### 函数", "", *table(("函数", "例子", "印出"), examples(FUNCTIONS, environment, names))]
    parts += ["", "### 过滤器", "", *table(("过滤器", "例子", "印出"), examples(FILTERS, environment, names))]
    parts += ["", "### 句子可以用的名称", "", "例子取自检查模板用的最全的预算。", ""]
    parts += table(("名称", "例子"), ((f"`{name}`", said) for name, said in facts(names)))
    parts += ["", "循环里还有 " + "、".join(f"`loop.{name}`" for name in LOOP_ATTRIBUTES) + "。"]
    parts += ["", "### 记录的字段", "", *table(("记录", "字段"), records(names))]
    return "\n".join(parts).strip("\n") + "\n"


def must_agree(title: str, explained: Mapping[str, Any], known: Iterable[str]) -> None:
    wrong = set(explained) ^ set(known)
    if wrong:
        raise ValueError(f"{title}: {sorted(wrong)}")


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [heads, ("---",) * len(heads), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return [f"| {' | '.join(line)} |" for line in lines]


def dimensions() -> Iterator[tuple[str, str]]:
    for name, dimension in DIMENSIONS.items():
        said = "编码，写前几位就取它下面的全部" if dimension.prefix else "、".join(dimension.values) or "照预算里写的"
        groups = (f"；{group} = {' + '.join(members)}" for group, members in (dimension.groups or {}).items())
        yield f"`{name}`", said + "".join(groups)


def examples(
    explained: Mapping[str, tuple[str, str]], environment: PackEnvironment, names: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    for name, (said, source) in explained.items():
        values = Values()
        printed = values.plain(environment.from_string(source).render({**names, VALUES: values, METER: Meter()}))
        yield said if said.startswith(name) else f"`{name}`：{said}", f"`{source}`", printed.strip()


def facts(names: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in names.items():
        if not callable(value):
            yield from fact(name, value)


def fact(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from fact(f"{name}.{key}" if plain(key) else f"{name}['{key}']", inner)
    elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
        yield name, f"列表，每一项有 {'、'.join(dict.fromkeys(key for item in value for key in item))}"
    elif isinstance(value, list | tuple):
        yield name, f"列表：{'；'.join(map(shown, value))}" if value else "列表，可以是空的"
    else:
        yield name, shown(value) or "（空）"


def plain(key: str) -> bool:
    return key.isidentifier()


def shown(value: Any) -> str:
    if isinstance(value, Amount):
        return f"金额 {value.value} 元"
    if isinstance(value, Decimal):
        return f"{value:f}（元）"
    return "（一组键）" if isinstance(value, Mapping) else str(value)


def records(names: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in RECORD_LISTS:
        fields: dict[str, str] = {}
        for row in names["记录"](name):
            for key, value in row.items():
                fields.setdefault(key, kind(key, value))
        yield name, "、".join(fields.values())


def kind(name: str, value: Any) -> str:
    if isinstance(value, Amount):
        return f"{name}（金额）"
    if isinstance(value, list):
        return f"{name}（列表：{'、'.join(key for key in value[0] if key != '金额') if value else '内容'}）"
    if isinstance(value, Mapping):
        return f"{name}（{'、'.join(value)}）"
    return f"{name}（数）" if isinstance(value, Figure) else name


if __name__ == "__main__":
    main()
