"""An item as its guide shows it (办事指南): tiles, facts at a glance, the way it will go."""

from __future__ import annotations

from collections.abc import Callable

from jointhall.kernel.words import _
from jointhall.service_items.asking import Condition
from jointhall.service_items.glyphs import glyph_of
from jointhall.service_items.offers import Offer
from jointhall.service_items.prose.saying import condition_said
from jointhall.service_items.sheets import Material, Sheet
from jointhall.service_items.stations import Notice, Task, Where
from jointhall.tenancy.starter import starter
from jointhall.web.place import Place
from jointhall.web.stations import Fork, Line, Party, Station

ON_THE_SPOT = "1"
"""Code of 即办件: done while one waits."""


def tile_of(offer: Offer, at: Callable[[str], str]) -> dict[str, str]:
    """An item as a tile: sign, name, how often one has to come and how long it takes."""
    sheet = offer.sheet
    return {
        "glyph": glyph_of(sheet),
        "name": sheet.title,
        "note": _("%(visits)s，%(time)s", visits=_visits(sheet), time=_how_long(sheet)),
        "href": at(f"/items/{sheet.code}"),
    }


def told_tile(offer: Offer, at: Callable[[str], str]) -> dict[str, str]:
    """The same with what it is for, where somebody is not sure that it is the one."""
    note = offer.sheet.lede
    if not offer.is_open:
        stopped = _("已经不办了") if offer.status == "withdrawn" else _("现在暂停收件")
        instead = offer.closed.instead or offer.closed.instead_title
        note = "".join(f"{words.rstrip('。')}。" for words in (stopped, offer.closed.why, instead)
                       if words)  # fmt: skip
    return tile_of(offer, at) | {"note": note}


def facts_of(sheet: Sheet) -> list[tuple[str, object, str]]:
    """Three facts at a glance: how long, how often, how much."""
    limit = sheet.promised_limit
    unit = {"workday": _("个工作日"), "day": _("个自然日"), "hour": _("小时")}[limit.unit.code]
    fee: tuple[str, object, str] = (_("收费"), 0, _("元"))
    if sheet.fees:
        fee = (_("收费"), len(sheet.fees), _("项，见下面"))
    return [
        (_("多久办完"), limit.count, unit),
        (_("要跑几次"), sheet.visits, _("次")),
        fee,
    ]


def line_of(sheet: Sheet, place: Place) -> Line:
    """The way a case will go: nobody is named yet but the offices that will be asked."""
    offices = {
        office.code: office.name
        for kind in ("county", "township")
        for office in starter(kind).offices
    }

    def office(code: str) -> str:
        return offices.get(code, place.name)

    received = [office(sheet.acceptance.office)]
    if sheet.acceptance.routes:
        received.append(
            _("有的情形由%(others)s受理", others=_("、").join(_elsewhere(sheet, office)))
        )
    stops: list[Station | Fork] = [
        Station(_("您来申请"), "coming", (_("一页一题，填到哪存到哪"),)),
        Station(_("受理"), "coming", (*received, _("5 个工作日内"))),
    ]
    for step in sheet.steps:
        sometimes = (_when(step.only_if, sheet),) if step.only_if is not None else ()
        if step.notice is not None:
            stops.append(Station(step.name, "coming", (*sometimes, *_notice(step.notice))))
            continue
        parties = tuple(_party(task, offices, place) for task in step.tasks)
        if 2 <= len(parties) <= 5:
            told = (*sometimes, _("一起看，您不用挨家跑"))
            stops.append(Fork(parties, name=step.name, state="coming", lines=told))
        else:
            days = max((task.within_days for task in step.tasks), default=0)
            said = tuple(party.name for party in parties[:2])
            days_words = _("%(n)s 个工作日内", n=days)
            stops.append(Station(step.name, "coming", (*sometimes, *said, days_words)))
    decision = sheet.decision
    days_words = _("%(n)s 个工作日内", n=decision.within_days)
    stops.append(Station(_("决定"), "coming", (office(decision.addressee.office), days_words)))
    stops.append(Station(_("送达"), "coming", (_("发到手机，也可以到窗口取"),)))
    return Line(tuple(stops))


def materials_by_circumstance(sheet: Sheet) -> list[tuple[str, tuple[Material, ...]]]:
    """What everybody hands in, then what each circumstance (情形) asks for besides."""
    groups: dict[Condition | None, list[Material]] = {}
    for material in sheet.materials:
        groups.setdefault(material.only_if, []).append(material)
    everybody = groups.pop(None, [])
    told = [("", tuple(everybody))] if everybody else []
    return told + [
        (_when(condition, sheet), tuple(found)) for condition, found in groups.items() if condition
    ]


def _when(condition: Condition, sheet: Sheet) -> str:
    return _("视情况：%(when)s的", when=condition_said(condition, sheet))


def _elsewhere(sheet: Sheet, office: Callable[[str], str]) -> list[str]:
    return list(dict.fromkeys(office(route.office) for route in sheet.acceptance.routes))


def _notice(notice: Notice) -> tuple[str, ...]:
    """How long it hangs, where, and that anybody may object."""
    return (
        _("公示%(limit)s", limit=notice.period),
        _("、").join(notice.places),
        _("谁都可以提异议"),
    )


def _party(task: Task, offices: dict[str, str], place: Place) -> Party:
    office = offices.get(task.addressee.office, "")
    if task.addressee.where is Where.ANSWER:
        name = _("涉及的别的乡镇")
    elif task.addressee.where is Where.COUNTY or place.is_county:
        name = office or place.county_name or place.name
    else:
        name = office or place.name
    words = _("%(n)s 个工作日", n=task.within_days)
    if task.only_if is not None:
        words = _("视情况问，%(n)s 个工作日", n=task.within_days)
    return Party(name, task.words, "asked", "none", words)


def _visits(sheet: Sheet) -> str:
    return _("跑 %(n)s 次", n=sheet.visits) if sheet.visits else _("不用跑")


def _how_long(sheet: Sheet) -> str:
    return _("当场办好") if sheet.kind.code == ON_THE_SPOT else str(sheet.promised_limit)
