"""A bundle as its guide shows it (一件事指南): what is in it, for whom, and the way that forks."""

from __future__ import annotations

from dataclasses import dataclass

from jointhall.kernel.words import _
from jointhall.service_items.bundles.composing import Bundled, Part
from jointhall.service_items.prose.saying import condition_said
from jointhall.web.stations import Fork, Line, Party, Station


@dataclass(frozen=True, slots=True)
class Shown:
    """An item of the bundle; `when` says whom it suits, empty when everybody."""

    part: Part
    when: str


def items_shown(sheet: Bundled) -> tuple[Shown, ...]:
    """The items in their order, each with when it applies."""
    return tuple(
        Shown(part, condition_said(part.member.only_if, sheet) if part.member.only_if else "")
        for part in sheet.parts
    )


def line_of_bundle(sheet: Bundled) -> Line:
    """The way of all of them: one form, then each goes its own way, at the same time."""
    parties = tuple(
        Party(
            part.member.name, _("单独一个办件号"), "asked", "none",
            _("%(limit)s内", limit=part.sheet.promised_limit),
        )
        for part in sheet.parts
    )  # fmt: skip
    each = Fork(parties, name=_("各办各的"), state="coming", lines=(_("同时走，一件不等另一件"),))
    return Line(
        (
            Station(_("您来申请"), "coming", (_("一张表，填一遍，交一次"),)),
            Station(_("分成几件"), "coming", (_("一张回执，一个总编号"),)),
            each,
            Station(_("送达"), "coming", (_("哪件先办好，先告诉您"),)),
        )
    )
