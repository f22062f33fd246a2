"""A remark (审核意见): a finding in somebody's document, with how certain it is."""

from __future__ import annotations

from decimal import Decimal

from generator.base.frozen import frozen
from generator.findings.finding import Finding, Place
from generator.grids.spots import PageSpot, page_of

WRONG, UNLAWFUL, SMALL, DOUBTFUL = CERTAINTIES = ("矛盾", "不合规定", "细小", "可疑")
MEANINGS = {
    WRONG: "算得出的错误，或者两处印的不能同时成立，超出一切舍入",
    UNLAWFUL: "公开的规定要求的没有做到",
    SMALL: "末位、用词、标点",
    DOUBTFUL: "多半不对，要人来判断",
}


def moved(difference: Decimal) -> str:
    """Say in a message how an amount (元) has changed: 增加 5.00 元, 减少 5.00 元, 持平."""
    return f"{'减少' if difference < 0 else '增加'} {abs(difference):,.2f} 元" if difference else "持平"


@frozen
class AuditRemark:
    """What is remarked: how certain, and the finding with its places.

    `spots` are the boxes of its place on the pages, then those of each related place; a place may have none.
    `words` are those of the paragraph at its place: some before what is meant, this itself, and some after it.
    `reckoned` are the places of the figures from which it was reckoned, `apart` by how much amounts differ (元).
    """

    certainty: str
    finding: Finding
    spots: tuple[tuple[PageSpot, ...], ...] = ()
    words: tuple[str, str, str] = ("", "", "")
    reckoned: tuple[Place, ...] = ()
    apart: Decimal = Decimal(0)

    @property
    def page(self) -> int:
        """The page on which it stands, from 1; 0 where the file has no pages."""
        return page_of(self.finding.place)
