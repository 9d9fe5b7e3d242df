"""Making the demo county: itself, its townships from their sheet, its people, its cases."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import routes as _every_subject  # noqa: F401  what each gives a new tenant
from jointhall.house import tools_of
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.actions import adopt_missing, publish_library
from jointhall.service_items.editing.confirming import confirm_published
from jointhall.service_items.library import library
from jointhall.settings import Settings
from jointhall.tenancy.actions import confirm, make_county
from jointhall.tenancy.models import Status, Tenant
from jointhall.tenancy.onboarding import plan_for
from jointhall.tenancy.queries import county_coded, known_tenants
from jointhall.tenancy.sheet_in import read_sheet
from jointhall.web.place import Place

from .cases import Player
from .people import DEMO_PASSWORD, make_officers, make_resident
from .story import Story, read_story

Say = Callable[[str], None]


async def seed_once(
    settings: Settings, database_url: str, *, say: Say = lambda _words: None
) -> str:
    """Makes what is not there yet of the demo county; returns how to sign in, in words."""
    tools = tools_of(settings, database_url, name="hall seed", size=6)
    try:
        await tools.files.ready()
        story = read_story()
        if await _is_finished(tools, story):
            await _bring_new_items(tools, story)
        else:
            await make(tools, story, say=say)
    finally:
        await tools.database.close()
    return sign_ins(settings.public_url, story)


async def _is_finished(tools: Tools, story: Story) -> bool:
    """Whether the last thing the story tells is there."""
    county = await county_coded(tools.database, story.county["code"])
    if county is None:
        return False
    townships = await _townships(tools, county)
    if story.cases[-1]["township"] not in townships:
        return False
    return await Player(tools, county, townships).is_there(story.cases[-1])


async def _bring_new_items(tools: Tools, story: Story) -> None:
    """What the library has got since the demo county was made; nothing is read when it has not."""
    county = await county_coded(tools.database, story.county["code"])
    assert county is not None
    async with tools.database.transaction(county.standing()) as session:
        published = await publish_library(session, county, library(), who=SYSTEM)
        if published.changed:
            await _confirm(session, tools)
    townships = await _townships(tools, county)
    await _staff(tools, county, townships, story)
    if published.changed:
        for township in townships.values():
            async with tools.database.transaction(township.standing()) as session:
                await adopt_missing(session, township, who=SYSTEM)


async def _confirm(session: AsyncSession, tools: Tools) -> None:
    """A demo county has nobody who could check its local facts; each says that it is a demo."""
    await confirm_published(
        session, note=_("演示县，没有真的核对"), by=SYSTEM, now=tools.clock.now()
    )


async def _townships(tools: Tools, county: Place) -> dict[str, Place]:
    joined = await tools.outside["directory"].townships_of(county.tenant_id)
    return {place.slug: place for place in joined}


async def make(tools: Tools, story: Story, *, say: Say) -> None:
    """Every part in turn; whatever was made before an interruption is found and left."""
    today = on_which_day(tools.clock.now())
    told = dict(story.county)
    live = told.pop("live")
    county = await make_county(tools.database, told.pop("code"), told.pop("name"), on=today, **told)
    say(_("县：%(name)s", name=county.name))
    await _join(tools, county, story)
    async with tools.database.transaction(county.standing()) as session:
        await _confirm(session, tools)
    await _go_live(tools, county, live)
    townships = await _townships(tools, county)
    say(_("乡镇：%(count)s 个", count=len(townships)))
    await _staff(tools, county, townships, story)
    residents = {said["key"]: await make_resident(tools, said) for said in story.residents}
    player = Player(tools, county, townships)
    for said in story.cases:
        await player.play(said, residents[said["resident"]])
        say(_("办件：%(title)s", title=said["title"]))


async def _staff(tools: Tools, county: Place, townships: dict[str, Place], story: Story) -> None:
    """Everybody who works in the demo county; those who do already are left as they are."""
    for slug in dict.fromkeys(officer["tenant"] for officer in story.officers):
        place = county if slug == "county" else townships[slug]
        await make_officers(tools, place, [o for o in story.officers if o["tenant"] == slug])


async def _join(tools: Tools, county: Place, story: Story) -> None:
    sheet = read_sheet(story.townships_sheet.name, story.townships_sheet.read_bytes())
    plan = plan_for(
        sheet.rows, county_code=county.division_code, county_name=county.name,
        known=await known_tenants(tools.database),
    )  # fmt: skip
    assert not plan.refused, plan.refused
    async with tools.database.transaction(county.standing()) as session:
        today = on_which_day(tools.clock.now())
        await confirm(session, county, plan.create, who=SYSTEM, on=today)
    tools.outside["directory"].forget()


async def _go_live(tools: Tools, county: Place, slugs: list[str]) -> None:
    """The townships that the story says have been at work for a while."""
    async with tools.database.transaction(county.standing()) as session:
        found = await session.scalars(
            select(Tenant).where(Tenant.slug.in_(slugs), Tenant.status == Status.TRIAL)
        )
        for tenant in found:
            tenant.become(Status.LIVE)
            record(
                session, "tenant.live", who=SYSTEM, subject=f"tenant:{tenant.tenant_id}",
                words=_("%(name)s正式上线", name=tenant.name),
            )  # fmt: skip
    tools.outside["directory"].forget()


def sign_ins(base: str, story: Story) -> str:
    """The demo sign-ins, to be printed: who, where, with which login."""
    lines = ["", _("演示账号（密码都是 %(password)s，第二步的数字在 %(url)s 看）：",
                   password=DEMO_PASSWORD, url=f"{base}/twins/totp")]  # fmt: skip
    listed = [officer for officer in story.officers if officer.get("listed", True)]
    for officer in listed:
        post = officer["posts"][0]["title"] if officer["posts"] else ""
        door = (
            f"{base}/console"
            if "county_admin" in officer["roles"]
            else (
                f"{base}/workbench"
                if officer["tenant"] == "county"
                else f"{base}/t/{officer['tenant']}/workbench"
            )
        )
        lines.append(f"  {officer['login']:<16}{officer['name']}　{post}　{door}")
    if others := len(story.officers) - len(listed):
        lines.append(_("  还有 %(n)s 个账号，每个站所、县局都有人，见 %(file)s。", n=others,
                       file="tenants/demo/xiangtan/officers.yaml"))  # fmt: skip
    lines.append(
        _(
            "居民用手机号登录，短信在 %(url)s 看，比如 %(phone)s（%(name)s）。",
            url=f"{base}/twins/sms/inbox",
            phone=story.residents[0]["phone"],
            name=story.residents[0]["name"],
        )
    )
    return "\n".join(lines)
