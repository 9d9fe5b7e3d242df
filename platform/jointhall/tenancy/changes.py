"""Changing a tenant that is there: what stands on its door, and where it is in its life."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import acting_in, after_commit, tenant_of
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.place import Directory

from .checklist import checklist
from .models import Status, Tenant
from .onboarding import field_name
from .queries import place_of

FACE = ("colour", "accent", "motifs")


async def change_door(
    session: AsyncSession,
    tenant: Tenant,
    fields: dict[str, Any],
    *,
    who: Actor,
    directory: Directory,
) -> list[str]:
    """New words or a new face for a tenant's door; by itself or by its county, journalled in it."""
    face = dict(tenant.face) | {name: fields[name] for name in FACE if name in fields}
    words = {name: value for name, value in fields.items() if name not in FACE}
    before = dict(tenant.face)
    changed = tenant.change(face=face, **words)
    if not changed:
        return []
    named = [name for name in changed if name != "face"]
    named += [name for name in FACE if before.get(name) != face.get(name)]
    await _note(
        session, tenant, "tenant.changed", who=who, directory=directory,
        words=_("改了%(fields)s", fields="、".join(field_name(name) for name in named)),
    )  # fmt: skip
    return named


async def move_on(
    session: AsyncSession, county_name: str, tenant: Tenant, status: Status, *, who: Actor,
    directory: Directory,
) -> None:  # fmt: skip
    """The county moves a township on in its life; going live wants its list complete."""
    if status is Status.LIVE and tenant.status == Status.TRIAL:
        lines = await checklist(session, place_of(tenant, county_name))
        lacking = [line.name for line in lines if not line.done]
        if lacking:
            raise Refusal(
                _("上线清单还差：%(lacking)s。", lacking="、".join(lacking)),
                what_next=_("清单由数据推出，补齐了这里自然就好。"),
            )
    tenant.become(status)
    await _note(
        session, tenant, f"tenant.{status.value}", who=who, directory=directory,
        words=_("%(name)s：%(status)s", name=tenant.name, status=status_name(status)),
    )  # fmt: skip
    await tell_of_life(session, tenant)


LifeChanges = Callable[[AsyncSession, Tenant], Awaitable[None]]
_told: list[LifeChanges] = []


def when_life_changes(act: LifeChanges) -> LifeChanges:
    """Registers what a subject does when a township goes on in its life, standing in it."""
    _told.append(act)
    return act


async def tell_of_life(session: AsyncSession, tenant: Tenant) -> None:
    """Lets every subject do what follows, in the township and in this transaction."""
    async with acting_in(session, place_of(tenant, "").standing()):
        for act in _told:
            await act(session, tenant)


async def _note(
    session: AsyncSession, tenant: Tenant, act: str, *, who: Actor, directory: Directory, words: str
) -> None:
    """In the journal of the one who acts, and in the tenant's own when that is another."""
    subject = f"tenant:{tenant.tenant_id}"
    record(session, act, who=who, subject=subject, words=words)
    if tenant.tenant_id != tenant_of(session):
        place = place_of(tenant, "")
        async with acting_in(session, place.standing()):
            record(session, act, who=who, subject=subject, words=words)
    after_commit(session, "directory", directory.forget)


def status_name(status: str) -> str:
    """Where a tenant is in its life, in words."""
    return {
        Status.TRIAL: _("试运行"),
        Status.LIVE: _("正式上线"),
        Status.READ_ONLY: _("只能查看"),
        Status.CLOSED: _("已停用"),
    }[Status(status)]
