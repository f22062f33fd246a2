# ruff: noqa: E501 an input is one line
"""Inputs for `tools.fuzz`: case number n of a seed is the same on every machine, whatever cases ran before it.

Bytes; texts of YAML tokens; real budgets whose text or tree is changed; packs whose files are changed; and budgets that
still add up, for whole documents.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import yaml

from generator.base.money import parse_amount
from generator.commands.catalogue import topics

ROOT = Path(__file__).parent.parent
READ, COMPOSE, WRITE = "read", "compose", "write"
COMPOSED = 200  # every so many inputs one is composed with a pack
SMALL = 20_000  # bytes of a file that is read as a text to change
LONG = 8  # characters; what is longer is a text
BASE = {"年度": "2025", "模板": "河北", "部门": {"编码": "1", "名称": "甲"}, "单位": [{"编码": "001", "名称": "本级"}]}

Tree = Any  # dict, list or str
Files = dict[str, bytes]

# Values that are typed, pasted or forged; no two English words, so that the judge can tell them from a library's.
VALUES = (
    "", " ", "~", "null", "-", "无", "是", "否", "0", "-0", "-1", "0.005", "-0.01", "1e999", "NaN", "1_000", "12万", "１２，３",
    "999999999999999.99", "99999999999999999999", "9" * 5000, "1,234.5", "2025-02-30", "0000-00-00", "2024年底前",
    "\x1b[2J\x1b]0;x\x07", "甲\n::error::x", "\ud800错", "\u202e反向", "\u200b", "\ufeff", "😀", "𠮷", "\x00", "\x85", "\u2028",
    "{{ 7*7 }}", "{% for %}", "{#", "<b>&amp;", "]]>", "=1+1", "@甲", "../../甲", "a.b[0]", "[0]", "“”“", "'", '"', "\\", "%s",
    "（" * 400, "）（", "一、" * 300, "1." * 400, "增加" * 400, "10%" * 400, "年" * 1500, "-" * 1500, "，" * 900, "a" * 3000,
    "长" * 3000, "≤10亿万元", "≥≥5", "100.000%", "第9999999999999999999条", "2025年13月45日前完成", "占比100%，其中200%",
    "十五五", "××", "XX", "某某", "待定", "。。", "的的", "帐号", "35000100000000000000", "2060101", "30101", "A02010105",
)  # fmt: skip
TOKENS = (
    "- ", ": ", ", ", "\n", "\n  ", "\n    ", "\n- ", "{", "}", "[", "]", "#", " #", "&a ", "*a", "!!x ", "!", "|\n", ">\n", "'",
    '"', "\\", "%", "@", "`", "---\n", "...\n", "? ", "\t", "\u3000", "\u00a0", "：", "，", "“", "”", "~", "null", "<<: ", "=",
    '"\\e[2J"', '"\\uD800"', '"\\x00"', '"\\n::error::"', "1,234", "12.5", "2025", "是", "\r", "\r\n", "\x85", "\u2028", "\ufeff",
)  # fmt: skip
JINJA = (
    "{{ 没有 }}", "{{ 金额('没有') }}", "{{ 主体.没有 }}", "{{ '甲' * 9 }}", "{{ 1 + 1 }}", "{{ [1]|join }}", "{{ ''.__class__ }}",
    "{% for 一 in 项目 %}", "{% endfor %}", "{% if %}", "{% include '没有.jinja' %}", "{% include '正文.jinja' %}",
    "{% set 甲 = [1] %}{% set 甲 = [甲, 甲] %}", "{{ 甲|没有 }}", "{{ 甲 is 没有 }}", "{{ (((", "{% raw %}", "{% block 甲 %}",
    "{{ " + "甲 and " * 300 + "甲 }}", "{{ " + "(" * 200 + ")" * 200 + " }}", "\n# 标题\n", "\n表：没有\n", "\n![]\n", "{{ 9 }}" * 9,
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One input: the files of a budget's folder and of its pack (none: the real packs), and how far it is taken."""

    number: int
    stage: str
    files: Files
    pack: Files | None = None


@dataclass(frozen=True)
class Corpus:
    """What is changed: small texts, budgets as trees, every value that stands under a key, and packs by name."""

    texts: tuple[str, ...]
    examples: tuple[Tree, ...]
    budgets: tuple[Tree, ...]
    values: Mapping[str, tuple[Tree, ...]]
    packs: Mapping[str, Files]


def load_corpus() -> Corpus:
    """Read the budgets of the project and of its tests, the examples of all checks, and the cases beside the project."""
    folders = [path for place in ("budgets", "tests/budgets") for path in sorted((ROOT / place).glob("*/*"))]
    budgets = tuple(_merged(sorted(folder.glob("*.yaml"))) for folder in folders)
    small = [*(ROOT / "tests/catalogue").glob("*/*.yaml"), *(ROOT.parent / "shared/cases").rglob("*.yaml")]
    texts = [path.read_text("utf-8", errors="replace") for path in sorted(small) if path.stat().st_size < SMALL]
    shown = [text for topic in topics() for text in (topic.passing, topic.failing) if text]
    examples = [{**BASE, **tree} for tree in map(_tree, shown) if isinstance(tree, dict)]
    values: dict[str, list[Tree]] = defaultdict(list)
    for tree in (*budgets, *examples):
        for key, value in _pairs(tree):
            values[key].append(value)
    packs = {path.parent.name: _bytes(path.parent) for path in sorted((ROOT / "templates").glob("*/模板.yaml"))}
    return Corpus((*texts, *shown), tuple(examples), budgets, {k: tuple(v) for k, v in values.items()}, packs)


def make(seed: int, number: int, corpus: Corpus, documents: int) -> Case:
    """Make a case; every `documents`th is a whole document (0: none)."""
    random = Random(f"{seed}/{number}")  # noqa: S311
    if documents and number % documents == documents - 1:
        return _document(number, random, corpus)
    if number % COMPOSED == COMPOSED - 1:
        return _composed(number, random, corpus)
    kinds: Sequence[Callable[[Random, Corpus], Files]] = (_any_bytes, _any_tokens, _changed_text, _changed_tree)
    return Case(number, READ, random.choices(kinds, (2, 2, 3, 13))[0](random, corpus))


def _any_bytes(random: Random, corpus: Corpus) -> Files:
    """Bytes of no meaning, alone or inside a text, or a text in another encoding."""
    noise = random.randbytes(random.randrange(1, 40) if _often(random, 70) else random.randrange(400))
    if _often(random, 30):
        return {"a.yaml": noise}
    text = random.choice(corpus.texts)
    data = text.encode(random.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "big5")), "replace")
    at = random.randrange(len(data) + 1)
    return {"a.yaml": random.choice((data[:at], data[:at] + noise + data[at:], data[at:], data))}


def _any_tokens(random: Random, corpus: Corpus) -> Files:
    """Signs of YAML, keys and values in any order."""
    keys = sorted(corpus.values)
    made = []
    for _ in range(random.randrange(1, 60)):
        made.append(
            f"{random.choice(keys)}: " if _often(random, 40) else random.choice(random.choice((TOKENS, TOKENS, VALUES)))
        )
    return {"a.yaml": _encoded("".join(made))}


def _changed_text(random: Random, corpus: Corpus) -> Files:
    """A small budget whose lines or signs are changed."""
    text = random.choice(corpus.texts) if _often(random, 50) else _dumped(_small(random, corpus), random)
    for _ in range(random.randrange(1, 5)):
        text = _edited(text, random, TOKENS)
    return {"a.yaml": _encoded(text)}


def _changed_tree(random: Random, corpus: Corpus) -> Files:
    """A small budget that is YAML, and whose keys and values are changed; it may be divided among files."""
    tree = _small(random, corpus)
    for _ in range(random.choice((0, 1, 1, 1, 1, 2, 3))):
        _change(tree, random, corpus)
    return _divided(tree, random)


def _composed(number: int, random: Random, corpus: Corpus) -> Case:
    """A budget with a pack one of whose files is changed."""
    name = random.choice(sorted(corpus.packs))
    tree = _balanced(_shrunk(random.choice(corpus.budgets), random))
    tree["模板"] = {"hebei": "河北", "shanghai": "上海"}.get(name, name)
    return Case(number, COMPOSE, _divided(tree, random), _changed_pack(dict(corpus.packs[name]), random))


def _document(number: int, random: Random, corpus: Corpus) -> Case:
    """A budget that adds up, with any texts and amounts; every other one has a changed pack."""
    tree = _shrunk(random.choice(corpus.budgets), random)
    _scale(tree, Decimal(random.choice((1, 3, 700, 123_457))))
    for holder, key in _slots(tree):
        words = _is_words(holder[key])
        if words and _often(random, 3):
            holder[key] = random.choice([value for value in VALUES if value.strip().isprintable()] + [holder[key] * 9])
    tree = _balanced(tree)
    name = "hebei" if tree["模板"] == "河北" else "shanghai"
    pack = _changed_pack(dict(corpus.packs[name]), random) if _often(random, 50) else None
    return Case(number, WRITE, {"a.yaml": _encoded(_dumped(tree, random))}, pack)


def _changed_pack(files: Files, random: Random) -> Files:
    name = random.choice(
        [name for name in sorted(files) if _often(random, 90) or not name.endswith(".docx")] or ["模板.yaml"]
    )
    if name.endswith(".docx"):
        at = random.randrange(len(files[name]))
        files[name] = random.choice((files[name][:at], files[name][:at] + random.randbytes(3) + files[name][at + 3 :]))
        return files
    text = files[name].decode()
    for _ in range(random.randrange(1, 4)):
        text = _edited(text, random, TOKENS if name.endswith(".yaml") and _often(random, 70) else JINJA)
    files[name] = _encoded(text)
    return files


def _small(random: Random, corpus: Corpus) -> Tree:
    """A budget of few lines: an example of a check, or a part of a real budget."""
    if _often(random, 60):
        return _copy(random.choice(corpus.examples))
    tree = _shrunk(random.choice(corpus.budgets), random, most=2)
    return {key: value for key, value in tree.items() if key in BASE or _often(random, 30)}


def _shrunk(tree: Tree, random: Random, most: int = 4) -> Tree:
    """Copy a tree; of each list keep a few items."""
    if isinstance(tree, dict):
        return {key: _shrunk(value, random, most) for key, value in tree.items()}
    if isinstance(tree, list):
        return [
            _shrunk(item, random, most) for item in random.sample(tree, min(len(tree), random.randrange(1, most + 1)))
        ]
    return tree


def _copy(tree: Tree) -> Tree:
    if isinstance(tree, dict):
        return {key: _copy(value) for key, value in tree.items()}
    return [_copy(item) for item in tree] if isinstance(tree, list) else tree


def _slots(tree: Tree) -> Iterator[tuple[Any, Any]]:
    """Give every place of a tree where a value stands: the mapping or list, and the key or index."""
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)):
        yield tree, key
        if isinstance(tree[key], dict | list):
            yield from _slots(tree[key])


def _change(tree: Tree, random: Random, corpus: Corpus) -> None:
    """Change one place of a tree."""
    slots = list(_slots(tree))
    if not slots:
        return
    holder, key = random.choice(slots)
    value = holder[key]
    match random.choices(("known", "any", "gone", "named", "doubled", "wrapped", "grown"), (18, 4, 1, 1, 3, 1, 3))[0]:
        case "known":
            holder[key] = _copy(random.choice(corpus.values.get(key if isinstance(key, str) else "", VALUES)))
        case "any":
            holder[key] = random.choice(VALUES)
        case "gone":
            del holder[key]
        case "named" if isinstance(holder, dict):
            holder[random.choice((*sorted(corpus.values), f"{key}{random.choice(VALUES)[:40]}"))] = holder.pop(key)
        case "doubled" if isinstance(holder, list):
            holder += [_copy(value) for _ in range(random.choice((1, 1, 30)))]
        case "wrapped":
            holder[key] = random.choice(([value], {str(key): value}, {"": value}, []))
        case "grown" if isinstance(value, str) and value:
            at = random.randrange(len(value))
            holder[key] = value[:at] + random.choice(VALUES) + value[at:]
        case _:
            holder[key] = {}


def _edited(text: str, random: Random, signs: Sequence[str]) -> str:
    """Change a text in one place: a line or some characters."""
    lines = text.split("\n")
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    at = random.randrange(len(text) + 1)
    match random.randrange(7):
        case 0:
            del lines[one]
        case 1:
            lines.insert(two, lines[one])
        case 2:
            lines[one], lines[two] = lines[two], lines[one]
        case 3:
            lines[one] = " " * random.randrange(5) + lines[one].lstrip()
        case 4:
            return text[:at] + random.choice(signs) + text[at:]
        case 5:
            return text[:at] + text[at + random.randrange(1, 6) :]
        case _:
            return text[:at] + random.choice(VALUES) + text[at + 1 :]
    return "\n".join(lines)


def _divided(tree: Tree, random: Random) -> Files:
    """Write a tree as the files of a budget: one, or two, or a department with a unit's folder."""
    if not isinstance(tree, dict) or _often(random, 80):
        return {"a.yaml": _encoded(_dumped(tree, random))}
    one = {key: value for key, value in tree.items() if _often(random, 50)}
    rest = {key: value for key, value in tree.items() if key not in one or _often(random, 10)}
    other = random.choice(("b.yml", "单位/001-甲/预算.yaml", "没有读/c.yaml"))
    return {"a.yaml": _encoded(_dumped(one, random)), other: _encoded(_dumped(rest, random))}


def _dumped(tree: Tree, random: Random) -> str:
    """Write a tree as YAML: as JSON, which YAML can read too and which can escape anything, or in lines."""
    if _often(random, 30):
        return json.dumps(tree, ensure_ascii=_often(random, 50), indent=random.choice((None, 1)))
    clean = json.loads(re.sub(r"\\u[dD][89a-fA-F]..", "", json.dumps(tree)))
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    flow = random.choice((None, False))
    return str(
        yaml.dump(clean, Dumper=dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=2000)
    )


def _balanced(tree: Tree) -> Tree:
    """Make the income of a budget what it spends and carries over, and the plans of its projects what they cost."""
    needed: dict[tuple[tuple[str, str], ...], Decimal] = defaultdict(Decimal)
    lines = [line for name in ("基本支出", "其他支出", "年终结转") for line in tree.get(name, ())]
    for project in tree.get("项目", ()):
        project.pop("资金支出计划", None)
        lines += [{"单位": project["单位"], **line} if "单位" in project else line for line in project["支出"]]
    for line in lines:
        key = {name: line[name] for name in ("单位", "科目", "资金性质", "上年结转") if name in line}
        needed[tuple(sorted(key.items()))] += parse_amount(line["金额"]) or 0
    return {**tree, "收入": [{**dict(key), "金额": f"{total:f}"} for key, total in sorted(needed.items())]}


def _scale(tree: Tree, factor: Decimal) -> None:
    for holder, key in _slots(tree):
        if key == "金额" and isinstance(holder[key], str):
            holder[key] = f"{(parse_amount(holder[key]) or 0) * factor:f}"


def _is_words(value: Tree) -> bool:
    """Tell a text from a code, an amount or a word of the schema: it is long."""
    return isinstance(value, str) and len(value) > LONG


def _often(random: Random, percent: int) -> bool:
    return random.randrange(100) < percent


def _pairs(tree: Tree) -> Iterator[tuple[str, Tree]]:
    for holder, key in _slots(tree):
        if isinstance(holder, dict):
            yield key, holder[key]


def _tree(text: str) -> Tree:
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506


def _merged(paths: Sequence[Path]) -> Tree:
    return {key: value for path in paths for key, value in _tree(path.read_text("utf-8")).items()}


def _bytes(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass" if len(text) % 2 else "replace")
