"""公务用车购置费与购置数：说了购置几辆的，有购置费；说不购置的，没有购置费。

应当如何：同一句里公务用车购置费是零，购置数也是零；购置费不是零，购置数也不是零。上年的数不算。
也许车款在别的资金里，所以要人来判断。

合格的例子::

    2025
    三、别的说明
    公务用车购置费18.00万元，计划购置公务用车1辆；公务用车运行维护费3.00万元，保有公务用车5辆。
    公务用车购置费0万元，比上年购置公务用车1辆减少18.00万元。

不合格的例子（A181）::

    2025
    三、别的说明
    公务用车购置费0万元，计划购置公务用车2辆。

不合格的例子（A181）::

    2025
    三、别的说明
    公务用车购置费18.00万元，购置数0辆。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.recognition.patterns import tight_text

UNLIKE_COST = Kind("A181", "购置费与购置数不合", Severity.WARNING, "购置公务用车要花钱：一个是零，另一个不是零。")

_BOUGHT = re.compile(
    "购置费(?:支出|预算|安排|预算数|数|为)*(?P<money>[0-9]+(?:[.][0-9]+)?)万?元"
    "(?P<between>[^。；]*?)(?:购置|新购|购买|更新)(?:公务用车|车辆|公车|汽车|轿车|数量|数|为|共|了)*(?P<cars>[0-9]{1,3})[辆台]"
)
_SHOWN = 40  # characters
_OTHER_YEAR = re.compile("(?:上年|去年|20[0-9]{2}年)(?:度|实际|预算|执行)*$")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare what is paid for cars with how many are bought, where one sentence says both."""
    for passage in document.passages:
        whole = tight_text(passage)
        for found in _BOUGHT.finditer(whole.text):
            money = Decimal(found["money"])
            if _OTHER_YEAR.search(found["between"]) or bool(money) == bool(int(found["cars"])):
                continue
            message = f"“{found[0][:_SHOWN]}”：购置费是 {found['money']}，购置数是 {found['cars']} 辆。"
            related = ((whole.at(*found.span("cars")), f"{found['cars']} 辆"),)
            place = whole.at(*found.span("money"))
            yield AuditRemark(DOUBTFUL, UNLIKE_COST.at(place, message, "请核对购置费和购置数。", related=related))
