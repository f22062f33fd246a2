"""A remark (审核意见): a finding in somebody's document, with how certain it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.findings.finding import Finding

WRONG, UNLAWFUL, SMALL, DOUBTFUL = CERTAINTIES = ("矛盾", "不合规定", "细小", "可疑")
MEANINGS = {
    WRONG: "算得出的错误，或者两处印的不能同时成立，超出一切舍入",
    UNLAWFUL: "公开的规定要求的没有做到",
    SMALL: "末位、用词、标点",
    DOUBTFUL: "多半不对，要人来判断",
}
_PAGE = re.compile("第 ([0-9]+) 页")


@dataclass(frozen=True, slots=True)
class AuditRemark:
    """What is remarked: how certain, and the finding with its places."""

    certainty: str
    finding: Finding

    @property
    def page(self) -> int:
        """The page on which it stands, from 1; 0 where the file has no pages."""
        place = self.finding.place
        found = _PAGE.search(place.named) if place is not None else None
        return int(found[1]) if found else 0
