"""Whose document it is, by the fixed words of the form: titles, the lines above tables, the first lines."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from generator.base.files import NOT_IN_NAMES
from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.pack.spec import Pack
from generator.recognition.amounts import SCALES
from generator.recognition.sentences import ReadSentences
from generator.recognition.tables import RecognisedFile

_JINJA = re.compile(r"\{\{\s*(.+?)\s*\}\}|\{%.*?%\}")
_CAPTURED = {
    "主体": r"(?P<name>[一-鿿][^\s：:，。；]{1,39}?)",
    "编码": r"(?P<code>[0-9A-Za-z]{3,20})",
    "年度": "(?:[0-9]{4}|[二〇○零一三四五六七八九]{4})",
    "版本": "(?:部门|单位)",
}
_WIDE = str.maketrans("()", "（）")  # as Chinese names are written
_NAMES: tuple[ValuePath, ...] = (("部门", "名称"), ("单位", 0, "名称"))
_FIRST = 30  # passages at the beginning that may hold the title
_BESIDE = r"(?:\s.*|(?:金额)?单位:.*)?"  # on the same line: of a PDF the white space between them is lost
_OF_COVER = re.compile(
    r"\s*(?:\S{1,8}表\s?)?(?:预算主管部门|部门名称|单位名称|(?:填报|编制|预算)(?:部门|单位)|部门):\s*"
    r"(?P<name>[一-鿿][^\s：:，。；]{1,39}?)" + _BESIDE
)
_STOP = re.compile("[：:，,。；;]")  # of a sentence, which is no name
_FILE_NAME = re.compile(r"^(?P<code>[0-9]{3,12})[-_ 　]+(?P<name>[^-_]{1,40}?)(?:[-_].*|[0-9]{4}年.*)?$")


@frozen
class Identity:
    """Code and name of the department or unit that a file is about; empty where it says neither."""

    code: str
    name: str


def identity(read: RecognisedFile, sentences: ReadSentences) -> Identity:
    """Find out whose document a file is: what most of its titles, lines and sentences say."""
    texts = (text.text for text in sentences.texts if text.path in _NAMES)
    names: Counter[str] = Counter(text for text in texts if not _STOP.search(text))
    codes: Counter[str] = Counter()
    patterns = _patterns(read.form.pack)
    for text in _lines(read):
        for pattern in patterns:
            found = pattern.fullmatch(text)
            if found is not None:
                groups = found.groupdict()
                names.update([groups["name"]] if groups.get("name") and groups["name"] not in SCALES else [])
                codes.update([groups["code"]] if groups.get("code") else [])
                break
    stem = _FILE_NAME.match(read.file.name.rpartition("/")[2].rpartition("\\")[2].rpartition(".")[0])
    if stem is not None:
        codes[stem["code"]] += 1
        names[stem["name"]] += not names
    name = names.most_common(1)[0][0] if names else ""
    name = NOT_IN_NAMES.sub("", name).translate(_WIDE)
    return Identity(codes.most_common(1)[0][0] if codes else "", name)


def _lines(read: RecognisedFile) -> Iterator[str]:
    for passage in read.passages[:_FIRST]:
        yield _tight(passage.text)
    for table in read.tables:
        yield from (_tight(text) for text in table.head)


def _tight(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _patterns(pack: Pack) -> tuple[re.Pattern[str], ...]:
    """Turn the titles and lines of the form that name the subject into patterns that read its name back."""
    titles = [pack.title, *(spec.title for spec in pack.tables.values())]
    lines = [line for spec in pack.tables.values() for line in spec.line if "主体" in line]
    found = dict.fromkeys([_pattern(one) for one in titles if "主体" in one] + [_line_pattern(one) for one in lines])
    return (_OF_COVER, *(re.compile(one) for one in found if one))


def _pattern(source: str) -> str:
    """Write a text of the form as a pattern: the name and the code are read, all else that it fills in may be any."""
    written, end, seen = "", 0, set[str]()
    for found in _JINJA.finditer(source):
        written += _fixed(source[end : found.start()])
        what = found[1] or ""
        written += _CAPTURED[what] if what in _CAPTURED and what not in seen else ".{0,40}?"
        seen.add(what)
        end = found.end()
    return written + _fixed(source[end:])


def _line_pattern(source: str) -> str:
    """A line above a table: others may stand on the same line after it."""
    return _pattern(source) + _BESIDE


def _fixed(text: str) -> str:
    """Write the words between two blanks of a pattern: white space stays, since it parts a code from a name."""
    return r"\s*".join(
        re.escape("".join(part.split())) for part in re.split(r"\s+", unicodedata.normalize("NFKC", text))
    )
