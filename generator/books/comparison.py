"""Comparisons (增减): the difference, the rate and the share of two amounts, by one set of rules.

What a reader sees must add up: the difference is that of the figures as they are shown (a pack may choose the exact
ones), a rate is the shown difference by the shown base, and both are rounded once, half up. A rate on nothing is none.
"""

from __future__ import annotations

from decimal import Decimal

from generator.base import money
from generator.base.frozen import frozen
from generator.ledger import Amount

LEVEL, MORE, LESS = "持平", "增加", "减少"


@frozen
class Change:
    """This year's amount beside that of another book (its base). `exact`: the difference of the exact figures."""

    now: Amount
    base: Amount
    exact: bool = False

    @property
    def origins(self) -> tuple[tuple[str | int, ...], ...]:
        """The paths behind both amounts."""
        return self.now.origins + self.base.origins

    def __bool__(self) -> bool:
        return self.now.value != self.base.value

    def difference(self, scale: int, places: int) -> Decimal:
        """Give the increase (negative: decrease) in units of 10**scale 元, as shown."""
        if self.exact:
            return money.shown(money.total((self.now.value, -self.base.value)), scale, places)
        return money.shown(self.now.value, scale, places) - money.shown(self.base.value, scale, places)

    def direction(self, scale: int, places: int) -> str:
        """Say 增加, 减少 or 持平, of the difference as shown."""
        found = self.difference(scale, places)
        return LEVEL if not found else MORE if found > 0 else LESS

    def rate(self, scale: int, places: int, rate_places: int = 2) -> Decimal | None:
        """Give the increase in percent of the base, both as shown; None where the base is shown as nothing."""
        return money.percent(self.difference(scale, places), money.shown(self.base.value, scale, places), rate_places)


def share(part: Amount, whole: Amount, scale: int, places: int, rate_places: int = 2) -> Decimal | None:
    """Give a part in percent of the whole, both as shown; None where the whole is shown as nothing."""
    return money.percent(money.shown(part.value, scale, places), money.shown(whole.value, scale, places), rate_places)
