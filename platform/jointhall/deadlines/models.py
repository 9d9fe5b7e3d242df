"""A deadline (时限) of some subject, and the days a county sets itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.clock import on_which_day
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.deadline import Pause, extended, reckon
from jointhall.kernel.clock.light import Light, light
from jointhall.kernel.clock.reckoning import Extended, Reckoning, Unit
from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _


class CalendarDay(Base):
    """A day the county works or has off, over what the State Council's notice says."""

    __tablename__ = "calendar_days"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    is_off: Mapped[bool]
    name: Mapped[str]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class CalendarYear(Base):
    """A year whose notice the county has read in, and where it was published."""

    __tablename__ = "calendar_years"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class CalendarImport(OfTenant, Base):
    """Once a notice was read in: what it brought, and what stood there before, for the undoing."""

    __tablename__ = "calendar_imports"

    year: Mapped[int]
    source: Mapped[str]
    brought: Mapped[list[Any]] = mapped_column(default=list)
    replaced: Mapped[dict[str, Any]] = mapped_column(default=dict)
    read_in_at: Mapped[datetime]
    read_in_by: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(default="")


class Deadline(OfTenant, Base):
    """One limit on one subject, with all it was reckoned from; open until met or cancelled.

    `key` says which limit it is: promised, statutory, answer. `due_on` is the last day, and while
    the clock stands still the earliest it can be.
    """

    __tablename__ = "deadlines"

    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    key: Mapped[str]
    owner: Mapped[str]
    start_at: Mapped[datetime]
    rule: Mapped[str]
    length: Mapped[int]
    unit: Mapped[str]
    basis: Mapped[str]
    pauses: Mapped[list[Any]] = mapped_column(default=list)
    calendar_edition: Mapped[str]
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    is_provisional: Mapped[bool]
    opened_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    extended_by: Mapped[int] = mapped_column(default=0)
    """How much longer it was made (延期), in `extended_unit`; 0 when it never was."""
    extended_unit: Mapped[str] = mapped_column(default="")
    extended_basis: Mapped[str] = mapped_column(default="")

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.cancelled_at is None

    @property
    def is_paused(self) -> bool:
        return any(pause["last"] is None for pause in self.pauses)

    def meet(self, at: datetime) -> None:
        """What was due is done."""
        self._must_be_open()
        self.met_at = at

    def run_on(self, calendar: Calendar, *, as_of: date) -> bool:
        """What was done is undone; whether the calendar has moved its day meanwhile."""
        self.met_at = None
        return self.reckon_again(calendar, as_of=as_of)

    def cancel(self, at: datetime) -> None:
        """The limit no longer applies: withdrawn, ended, passed on."""
        self._must_be_open()
        self.cancelled_at = at

    def extend(self, longer: Extended, calendar: Calendar, *, as_of: date) -> None:
        """Makes it longer (延期), once."""
        self._must_be_open()
        if self.extended_by:
            raise Refusal(_("这个时限已经延过一次了。"))
        self.extended_by, self.extended_unit = longer.length, longer.unit.value
        self.extended_basis = longer.basis
        self.reckon_again(calendar, as_of=as_of)

    def pause(
        self,
        first: date,
        ground: str,
        calendar: Calendar,
        *,
        document: str = "",
        expected: date | None = None,
    ) -> None:
        """The clock stands still from this day on (停表), on a ground that law knows.

        While it stands, its last day is reckoned as if it went on after the day that is expected.
        """
        self._must_be_open()
        if self.is_paused:
            raise Refusal(_("已经在停表了。"))
        if first < on_which_day(self.start_at):
            raise Refusal(_("停表不能早于起算的那天。"))
        pause = {"first": first.isoformat(), "last": None, "ground": ground, "document": document}
        if expected is not None:
            pause["expected"] = expected.isoformat()
        self.pauses = [*self.pauses, pause]
        self.reckon_again(calendar, as_of=first)

    def expect(self, expected: date, calendar: Calendar) -> None:
        """While it stands still: the day it is expected to go on after."""
        self.pauses = [
            pause if pause["last"] else {**pause, "expected": expected.isoformat()}
            for pause in self.pauses
        ]
        self.reckon_again(calendar, as_of=expected)

    def leave_out(self, first: date, last: date, ground: str, calendar: Calendar) -> None:
        """Days known beforehand do not count, whether or not the clock stands still as well.

        Said again of the same first day, the new last day holds.
        """
        self._must_be_open()
        if first < on_which_day(self.start_at):
            raise Refusal(_("停表不能早于起算的那天。"))
        pause = {"first": first.isoformat(), "last": last.isoformat(), "ground": ground}
        rest = [
            one for one in self.pauses
            if one["last"] is None or (one["first"], one["ground"]) != (pause["first"], ground)
        ]  # fmt: skip
        self.pauses = [*rest, {**pause, "document": ""}]
        self.reckon_again(calendar, as_of=last)

    def resume(self, on: date, calendar: Calendar) -> None:
        """The clock goes on from the day after (恢复计时): the day of the event is not counted."""
        self._must_be_open()
        if not self.is_paused:
            raise Refusal(_("现在没有停表。"))
        running = next(pause for pause in self.pauses if pause["last"] is None)
        rest = [pause for pause in self.pauses if pause is not running]
        if on < date.fromisoformat(running["first"]):
            # Over before its first day: no day was lost.
            self.pauses = rest
        else:
            self.pauses = [*rest, {**running, "last": on.isoformat()}]
        self.reckon_again(calendar, as_of=on)

    def stand_like(
        self, pauses: Iterable[dict[str, Any]], calendar: Calendar, *, as_of: date
    ) -> None:
        """Stands where another clock stands or stood, as far as that is after it began."""
        self._must_be_open()
        after = on_which_day(self.start_at) + timedelta(days=1)
        kept = []
        for pause in pauses:
            first = max(date.fromisoformat(pause["first"]), after).isoformat()
            if pause["last"] is None and first != pause["first"]:
                continue  # begun while that one stood: its days are left out when it goes on
            if pause["last"] is None or first <= pause["last"]:
                kept.append({**pause, "first": first})
        self.pauses = kept
        self.reckon_again(calendar, as_of=as_of)

    def reckon_again(self, calendar: Calendar, *, as_of: date) -> bool:
        """Reckon with this calendar; whether the day it is due has moved."""
        told = self.reckoning(calendar, as_of=as_of)
        moved = told.due_at != self.due_at
        self.due_on, self.due_at = told.due_on, told.due_at
        self.is_provisional, self.calendar_edition = told.provisional, told.edition
        return moved

    def reckoning(
        self, calendar: Calendar, *, as_of: date, longer: Extended | None = None
    ) -> Reckoning:
        """The whole reckoning, to print or to show as a strip of days.

        `longer` is an extension still to be decided on, to see where it would lead.
        """
        pauses = [_pause_of(pause) for pause in self.pauses]
        expected = [pause["expected"] for pause in self.pauses if _is_expected(pause)]
        as_of = max(as_of, *map(date.fromisoformat, expected)) if expected else as_of
        if self.extended_by:
            longer = Extended(self.extended_by, Unit(self.extended_unit), self.extended_basis)
        if longer is not None:
            return extended(
                self.start_at, self.length, self.unit, longer, calendar, self.basis, pauses,
                as_of=as_of,
            )  # fmt: skip
        return reckon(
            self.start_at, self.length, self.unit, calendar, self.basis, pauses, as_of=as_of
        )

    def light(self, now: datetime, calendar: Calendar) -> Light:
        """Its light at this moment."""
        return light(self.due_at, now, unit=self.unit, calendar=calendar, paused=self.is_paused)

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise Refusal(_("这个时限已经结束了。"))


def _is_expected(stored: dict[str, Any]) -> bool:
    return stored["last"] is None and bool(stored.get("expected"))


def _pause_of(stored: dict[str, Any]) -> Pause:
    last = stored["last"]
    return Pause(
        date.fromisoformat(stored["first"]),
        None if last is None else date.fromisoformat(last),
        stored["ground"],
    )
