"""Opinions often given (常用意见), one key each; they are put into the field and can be changed."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.words import _, speaking

from ..dossier.canned import canned_here
from ..standing_in import Desk


async def opinions_for(session: AsyncSession, desk: Desk, act: str) -> tuple[str, ...]:
    """Those that fit what is asked: the officer's own, their offices', then what everyone has."""
    own = [one.words for one in await canned_here(session, desk, act)] if act else []
    return (*own, *for_act(act))


def for_act(act: str) -> tuple[str, ...]:
    """Those that everyone has."""
    fitting = {
        "review": on_a_task,
        "referral": on_a_task,
        "decide": on_a_decision,
        "accept": on_what_is_missing,
    }
    # They are filed as they stand, and what is filed is Chinese.
    with speaking("zh"):
        return fitting[act]() if act in fitting else ()


def on_a_task() -> tuple[str, ...]:
    """For an office that is asked whether it agrees."""
    return (
        _("经核对，情况属实，同意。"),
        _("材料齐全，符合条件，同意。"),
        _("已到现场看过，与申请一致，同意。"),
        _("同意，请按申请的用途和范围使用。"),
        _("位置和范围与现状不符，不同意，请核实后再报。"),
        _("材料与实际情况不一致，不同意。"),
    )


def on_a_decision() -> tuple[str, ...]:
    """For whoever decides."""
    return (
        _("各方意见一致，符合条件。"),
        _("符合条件，请按申请的用途和范围使用。"),
        _("有一方不同意，理由成立。"),
        _("不符合受理条件中的要求。"),
    )


def on_what_is_missing() -> tuple[str, ...]:
    """For whoever takes papers in and finds some missing."""
    return (
        _("照片看不清，请重新拍一张，字要能看清。"),
        _("缺签字页，请补齐后重新上传。"),
        _("填的号码和材料上的不一致，请核对。"),
    )
