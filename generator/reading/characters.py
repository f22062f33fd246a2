"""Characters that are not what they look like (看不见的和相似的字符), pasted from a PDF, Word or a web page.

A Kangxi radical (⾏) looks like a character (行) and is another one: no search finds it, and few fonts have it. A
zero-width space makes another key of a key. They are told at their places, and the file is read as it was meant.
What has a meaning of its own (①, ㎡, ½, a full-width letter, what Mongolian or an emoji is joined with) stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import normalize

from generator.base import late
from generator.base.frozen import frozen
from generator.base.lines import lines_of
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.reading import edits
from generator.reading.edits import Edit, Move

HIDDEN = Kind(
    "Y105",
    "看不见的字符",
    Severity.WARNING,
    "从网页、Word、PDF 复制的文字里常有零宽空格、软连字符、不换行空格等，看不见，却使同一个词查不到、对不上。"
    "读入时略去，代替空格的按空格读。",
)
UNUSUAL = Kind(
    "Y106",
    "相似的字符",
    Severity.WARNING,
    "从 PDF 复制的文字里常有康熙部首、兼容汉字和连字，看上去与通常的字一样，却是另外的字符，查不到，很多字体也没有。"
    "读入时按通常的字读。",
)

_BULLETS = "\uf06c\uf06e\uf075\uf076\uf0a7\uf0b7\uf0d8\uf0fc"  # of Word's symbol fonts, which nothing else can show
_NOTHING = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufffc\U000e0000-\U000e01ef"
    + _BULLETS
)
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3164\uffa0"
_BREAKS = "\x0b\x0c"  # of a line or page in Word; YAML has no such characters
_LATIN = str.maketrans("АВЕКМНОРСТУХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXaeopcyxABEZHIKMNOPTYXo")  # Cyrillic, Greek
_OTHERS = "\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\U0002f800-\U0002fa1f"
_FOREIGN = "".join(map(chr, _LATIN))
_ANY = late.compile(f"[{_NOTHING}{_SPACES}{_BREAKS}{_OTHERS}{_FOREIGN}]")
_IS_NOTHING, _IS_SPACE = late.compile(f"[{_NOTHING}]"), late.compile(f"[{_SPACES}{_BREAKS}]")
# Where letters are joined and set right to left, and where emoji are put together, these characters mean something.
_JOINED = late.compile("[\u0590-\u0fff\u1000-\u109f\u1780-\u18af\u2600-\u27bf\U0001f000-\U0001faff]")
_INDENT = late.compile(f"[ \t\u3000{_SPACES}{_NOTHING}]*")
_BEFORE_SIGN = "-*&!|>%@`\"'{[?"  # what YAML would obey behind a blank
_SIGNS = ":?-"  # what YAML would obey before one
_ENDS = "}]\"'"  # behind which # can only begin a comment
_ASCII = late.compile("[0-9A-Za-z]")
_WORD, _WORD_BEFORE = (
    late.compile(f"[0-9A-Za-z{_FOREIGN}{_NOTHING}]+"),
    late.compile(f"[0-9A-Za-z{_FOREIGN}{_NOTHING}]*$"),
)
_COUNTS = late.compile(r"#\w")  # as in 附件 #3
# Radicals (部首补充) that Unicode does not decompose, and the characters that they look like.
_RADICALS = str.maketrans(
    "⺎⺠⺩⺮⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "兀民王竹月虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
_MOST = 5  # characters that a finding names
_NAMES = {
    "\u00ad": "软连字符", "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u2060": "零宽不断字",
    "\ufeff": "字节顺序标记", "\u00a0": "不换行空格", "\u202f": "窄不换行空格", "\u2002": "半身空格",
    "\u2003": "全身空格", "\u2009": "窄空格", "\x0b": "手动换行符", "\x0c": "分页符", "\ufffc": "图片的占位符",
    **dict.fromkeys(_BULLETS, "符号字体的项目符号"),
    **dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "文字方向控制符"),
}  # fmt: skip


@frozen
class UsualText:
    """A text with the usual characters: the findings at the places of what was typed, and the edits that were made."""

    text: str
    findings: tuple[Finding, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def move(self) -> Move:
        """What finds the place of the typed text where something stands in the usual one."""
        return edits.mover(self.edits)


def usual(text: str, name: str) -> UsualText:
    """Read the text of a file as it was meant; `name` is what places call the file."""
    if _ANY.search(text) is None:
        return UsualText(text)
    findings: list[Finding] = []
    made: list[Edit] = []
    for number, line in enumerate(lines_of(text)):
        same: dict[Kind, list[Edit]] = {}
        for slip in _slips(line, number):
            same.setdefault(UNUSUAL if slip[3].strip() else HIDDEN, []).append(slip)
        for kind, slips in same.items():
            made += slips
            findings.append(_told(kind, slips, line, name))
    return UsualText(edits.applied(text, made), tuple(findings), tuple(made))


def usual_name(name: str) -> str:
    """Give the name of a file or folder with the usual characters."""
    return usual(name, "").text


def in_name(name: str, shown: str) -> Iterator[Finding]:
    """Tell of such characters in the name of a file or folder, which places call `shown`."""
    plain = usual(name, shown)
    if plain.findings:
        message = f"名称“{name}”里有看不出来的字符。{''.join(one.message for one in plain.findings)}"
        yield plain.findings[0].kind.at(Place(shown), message, f"请改名为“{plain.text}”。")


def _slips(line: str, number: int) -> Iterator[Edit]:
    found = _INDENT.match(line)
    start = found.end() if found else 0
    for slip in _ANY.finditer(line):
        meant = _meant(line, slip.start(), start)
        if meant is not None:
            yield number, slip.start(), 1, meant


def _meant(line: str, at: int, start: int) -> str | None:
    """Give what is meant by a character of a line whose text begins at `start`; None where it is what it is.

    What keeps a sign of YAML from being one (a no-break space before #) stays, so that no text is cut off by this.
    """
    character, before, after = line[at], line[at - 1 : at], line[at + 1 : at + 2]
    if character in _BREAKS:
        return " "
    if character in _FOREIGN:
        is_code = _ASCII.search(_word_around(line, at))
        return character.translate(_LATIN) if is_code else None
    if not _IS_NOTHING.match(character) and not _IS_SPACE.match(character):
        meant = normalize("NFKC", character.translate(_RADICALS))
        return None if meant == character else meant
    if _JOINED.match(before) or _JOINED.match(after):
        return None
    counts = bool(_COUNTS.match(line, at + 1)) and before not in _ENDS
    if _IS_NOTHING.match(character):
        return None if counts and at > start else ""
    keeps = at < start or counts or (before and before in _SIGNS) or (after and after in _BEFORE_SIGN)
    return None if keeps else " "  # an indentation is another matter (`indentation`)


def _word_around(line: str, at: int) -> str:
    """Give the letters and digits around a letter that may be one of a code."""
    start, end = _WORD_BEFORE.search(line, 0, at), _WORD.match(line, at)
    return (start[0] if start else "") + (end[0] if end else "")


def _told(kind: Kind, slips: list[Edit], line: str, name: str) -> Finding:
    """Tell of all of one kind in a line."""
    number, first, *_ = slips[0]
    last = slips[-1][1]
    where = Place(name, number + 1, first + 1, last - first + 1)
    typed = [line[column] for _, column, *_ in slips]
    words = _unusual if kind is UNUSUAL else _hidden
    message, remedy = words(typed, [new for *_, new in slips])
    parts = edits.applied(line, [(0, *edit[1:]) for edit in slips])
    new = parts[first : len(parts) - (len(line) - last - 1)]
    return kind.at(where, message, remedy, replacement=new)


def _unusual(typed: list[str], meant: list[str]) -> tuple[str, str]:
    pairs = dict(zip(typed, meant, strict=True))
    said = "、".join(f"“{new}”写成了“{old}”（{_code(old)}）" for old, new in list(pairs.items())[:_MOST])
    more = "等" if len(pairs) > _MOST else ""
    count = f"，共 {len(typed)} 个字" if len(typed) > 1 else ""
    message = f"这里{said}{more}{count}：看上去一样，是另外的字符；按“{''.join(list(pairs.values())[:_MOST])}”读入。"
    return message, f"请改成通常的“{''.join(list(pairs.values())[:_MOST])}”{more}。"


def _hidden(typed: list[str], meant: list[str]) -> tuple[str, str]:
    kinds = list(dict.fromkeys(f"{_name(one)}（{_code(one)}）" for one in typed))
    more = "等" if len(kinds) > _MOST else ""
    count = f" {len(typed)} 个" if len(typed) > 1 else ""
    read = "按空格读入" if all(meant) else "读入时略去，代替空格的按空格读" if any(meant) else "读入时略去"
    message = f"这里有看不见的字符{count}：{'、'.join(kinds[:_MOST])}{more}，{read}。"
    return message, "请改成普通的空格，不要的删去。" if any(meant) else "请删去。"


def _name(character: str) -> str:
    return _NAMES.get(character) or ("特殊空格" if _IS_SPACE.match(character) else "控制符")


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def told(findings: Iterable[Finding]) -> Iterator[str]:
    """Say of each finding what was done about it."""
    for one in findings:
        what = "相似的字符改成通常的字" if one.kind is UNUSUAL else "看不见的字符删去或者改成空格"
        yield f"{one.place}: {what}"
