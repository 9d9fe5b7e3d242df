"""Time limits as a sheet writes them (时限)."""

from dataclasses import dataclass

from jointhall.kernel.words import N_, _
from jointhall.service_items.coded import Coded

_LIMITS = {"workday": N_("%(n)s个工作日"), "day": N_("%(n)s个自然日"), "hour": N_("%(n)s小时")}


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit (时限): a count and its unit (工作日, 自然日, 小时)."""

    count: int
    unit: Coded

    def __str__(self) -> str:
        return _(_LIMITS[self.unit.code], n=self.count)
