"""目录的页码：目录写第几页，标题就在第几页。

应当如何：目录里的页码与标题所在页印的页码一致；没有印页码的，与标题所在的是第几页相差同样多（封面、目录不计）。

合格的例子::

    2025
    〔第 1 页〕
    一、部门职责………………………………1
    二、机构设置………………………………1
    三、别的说明………………………………2
    〔第 2 页〕
    一、部门职责
    二、机构设置
    〔第 3 页〕
    三、别的说明

不合格的例子（A803）::

    2025
    〔第 1 页〕
    一、部门职责………………………………1
    二、机构设置………………………………1
    三、别的说明………………………………2
    四、名词解释………………………………7
    〔第 2 页〕
    一、部门职责
    二、机构设置
    〔第 3 页〕
    三、别的说明
    〔第 4 页〕
    四、名词解释
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from generator.audit.document import AuditedDocument, entry_words
from generator.audit.remark import SMALL, AuditRemark
from generator.base.frozen import frozen
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import tight

ELSEWHERE = Kind("A803", "目录的页码不对", Severity.HINT, "目录写的页码不是标题所在的页。")
_NUMBER = re.compile(r"[.…·．。\s]([0-9]{1,4})\s*$")
_ASIDE = re.compile(r"[（()）“”《》：:]")
_FEWEST, _MOST_WRONG = 3, 0.4  # entries that agree; the share of those that do not
_SHOWN = 3


@frozen
class _Entry:
    """A line of the contents: the page that it says, where its heading stands, and how far the two are apart."""

    words: str
    place: Place
    said: int
    heading: Place
    page: int  # the number that is printed on it, or which page it is

    @property
    def apart(self) -> int:
        return self.page - self.said


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the page numbers of the contents with where the headings stand: all that differ are one finding."""
    entries = list(_entries(document))
    usual, count = Counter(one.apart for one in entries).most_common(1)[0] if entries else (0, 0)
    wrong = [one for one in entries if one.apart != usual]
    if count < _FEWEST or not wrong or len(wrong) > len(entries) * _MOST_WRONG:
        return
    said = [f"“{one.words}”写 {one.said}，应是 {one.page - usual}" for one in wrong[:_SHOWN]]
    more = f"等 {len(wrong)} 处" if len(wrong) > _SHOWN else ""
    related = tuple((one.heading, f"“{one.words}”在这里") for one in wrong)
    message = f"目录的页码与标题所在的页不符：{'；'.join(said)}{more}。"
    yield AuditRemark(SMALL, ELSEWHERE.at(wrong[0].place, message, "请更新目录。", related=related))


def _entries(document: AuditedDocument) -> Iterator[_Entry]:
    """Yield the lines of the contents that say a page and whose heading stands at one place only."""
    headings: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    own = {id(one) for one in document.contents}
    for line in document.source.file.lines:
        if line.page and id(line) not in own:
            headings[_bare(line.text)].append((line.page, line.place))
    for table in document.tables:
        first = table.grids[0]
        for words in {_bare(one) for one in (table.title, *table.head) if one}:
            if words not in headings and first.page:
                headings[words].append((first.page, first.place))
    pages = document.source.file.pages
    counted = bool(document.contents) and sum(bool(page.printed) for page in pages.values()) * 2 > len(pages)
    for entry in document.contents:
        found = _NUMBER.search(entry.text)
        stands = headings.get(_bare(entry_words(entry)), [])
        if found is None or len({page for page, _ in stands}) != 1:
            continue
        page, place = stands[0]
        printed = pages[page].printed if counted and page in pages else page
        if printed:
            yield _Entry(entry_words(entry), _narrow(entry, found), int(found[1]), place, printed)


def _narrow(entry: Passage, found: re.Match[str]) -> Place:
    start, end = found.span(1)
    return entry.place._replace(column=start + 1, length=end - start)


def _bare(words: str) -> str:
    return _ASIDE.sub("", tight(words))
