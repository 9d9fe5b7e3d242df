"""Before the first question at the window: what was taken in, for which township, who came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.words import N_, _
from jointhall.service_items.offers import Offer
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query
from jointhall.web.place import Place
from jointhall.web.visit import Visit as TheVisit

from ...counters import directory_of
from ..opening import OPEN_DOORS
from ..queries import PAGE, handovers_here, intakes_here, taken_in_for
from ..records import CAME
from ..taking_in import begin_intake, mandate_said
from .table import reading_there

TABS = {
    "draft": N_("没收完的"),
    "elsewhere": N_("替别处收的"),
    "all": N_("全部"),
    "came": N_("别处替我们收的"),
}
FIELDS = (
    "came", "applicant", "id_number", "phone", "agent", "agent_id_number", "agent_phone", "ground",
)  # fmt: skip


@get("/workbench/intakes", guards=[may("case:accept")])
async def intakes(
    visit: Visit,
    session: Session,
    which: InQuery[str | None] = None,
    at: InQuery[int | None] = None,
) -> Template:
    """What our window took in, and how it stands where it went."""
    shown, number = which if which in TABS else "all", max(at or 1, 1)
    came = await handovers_here(session, page=number) if shown == "came" else []
    rows = [] if shown == "came" else await intakes_here(session, which=shown, page=number)

    def link(**to: object) -> str:
        return visit.at("/workbench/intakes") + query(to)

    return page(
        visit, "cases/workbench/intakes.html", rows=rows[:PAGE], shown=shown,
        tabs_of=[(_(words), link(which=key), key == shown) for key, words in TABS.items()],
        names=[
            visit.tools.secrets.open_text(one.tenant_id, "applicant", one.applicant_sealed)
            for one in rows[:PAGE]
        ],
        newer=link(which=shown, at=number - 1) if number > 1 else None,
        older=link(which=shown, at=number + 1) if len(rows or came) > PAGE else None,
        came=came[:PAGE],
        page_number=number,
    )  # fmt: skip


@get("/workbench/intakes/new", guards=[may("case:accept")])
async def choose(
    visit: Visit, session: Session, town: InQuery[str | None] = None, q: InQuery[str | None] = None
) -> Template:
    """Which township it belongs to, and which of its items."""
    there = await _township(visit, town)
    offers = await _offers(visit, session, there)
    said = (q or "").strip()[:40]
    shown = [one for one in offers if said in one.title] if said else offers
    return page(
        visit, "cases/workbench/intake_choose.html", there=there, offers=shown, said=said,
        townships=await _open_townships(visit),
    )  # fmt: skip


@get("/workbench/intakes/new/{code:str}", guards=[may("case:accept")])
async def ask_who(
    visit: Visit, session: Session, code: InPath[str], town: InQuery[str | None] = None
) -> Template:
    """Who came, for whom, on what ground."""
    there = await _township(visit, town)
    return _who(visit, there, await _offer(visit, session, there, code), {}, {})


@post("/workbench/intakes/new/{code:str}", guards=[may("case:accept")], status_code=200)
async def begin(
    visit: Visit, session: Session, viewer: Viewer, form: Form, code: InPath[str]
) -> Template | Redirect:
    """Begins taking in; the applicant's own data is not asked twice."""
    by = viewer.actor()
    there = await _township(visit, str(form.get("town", "")))
    offer = await _offer(visit, session, there, code)
    said = {name: str(form.get(name, "")) for name in FIELDS}
    try:
        mandate = mandate_said(said)
    except BadForm as bad:
        return _who(visit, there, offer, said, bad.troubles)
    session = await visit.session()
    intake = await begin_intake(
        session, visit.tools, visit.place, there, offer.sheet, mandate, by=by
    )
    return Redirect(visit.at(f"/workbench/intakes/{intake.id}"), status_code=303)


def _who(
    visit: TheVisit,
    there: Place,
    offer: Offer,
    said: Mapping[str, str],
    errors: Mapping[str, str],
) -> Template:
    made: Template = page(
        visit, "cases/workbench/intake_who.html", status=422 if errors else 200, there=there,
        sheet=offer.sheet, said=said, errors=errors,
        came=[(code, _(words)) for code, words in CAME.items()],
        is_elsewhere=there.tenant_id != visit.place.tenant_id,
        path=visit.at(f"/workbench/intakes/new/{offer.code}"),
        back_to=visit.at("/workbench/intakes/new") + query({"town": there.slug}),
    )  # fmt: skip
    return made


async def _township(visit: TheVisit, slug: str | None) -> Place:
    """The township it is for: this one, unless another of the county is named."""
    if visit.place.is_county and not slug:
        # The county's own window takes in for its townships only.
        slug = next((one.slug for one in await _open_townships(visit)), "")
    if not visit.place.is_county and (not slug or slug == visit.place.slug):
        return visit.place
    found = await visit.house.directory.by_slug(slug or "")
    if found is None or found.is_county or found.county_id != visit.place.county_id:
        raise NotHere(_("县里没有这个乡镇。"), what_next=_("回去从单子里选一个。"))
    return found


async def _open_townships(visit: TheVisit) -> list[Place]:
    townships = await directory_of(visit.tools).townships_of(visit.place.county_id)
    return [one for one in townships if one.status in OPEN_DOORS]


async def _offers(visit: TheVisit, session: AsyncSession, there: Place) -> list[Offer]:
    is_ours = there.tenant_id == visit.place.tenant_id
    async with reading_there(visit, session, there) as theirs:
        return await taken_in_for(theirs, there, is_ours=is_ours)


async def _offer(visit: TheVisit, session: AsyncSession, there: Place, code: str) -> Offer:
    for one in await _offers(visit, session, there):
        if one.code == code:
            return one
    raise NotHere(
        _("%(there)s的这个事项现在不能在这里收。", there=there.name),
        what_next=_("打%(phone)s问问对方怎么办。", phone=there.phone),
    )


ROUTES: list[Any] = [intakes, choose, ask_who, begin]
