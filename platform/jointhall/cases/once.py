"""One sending, one content (一次提交): what is sent is what was seen, and a number is used once."""

from __future__ import annotations

from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _

from .answers import answers_of
from .models import Case, Draft


def print_of(tools: Tools, draft: Draft) -> str:
    """What tells these answers from any others, and tells nothing of them."""
    told = orjson.dumps(answers_of(tools.secrets, draft), option=orjson.OPT_SORT_KEYS)
    return tools.secrets.blind_index("answers", told.decode()).hex()


async def must_fit(
    session: AsyncSession, tools: Tools, draft: Draft, *, number: UUID, seen: str
) -> None:
    """Refuses a sending whose page showed other answers, or whose number was used for another.

    `seen` is the print of the answers the page showed; empty when it did not say.
    """
    if draft.sent_at is None and draft.submission_id != number:
        await _must_be_nobodys(session, draft, number)
    if not seen or seen == print_of(tools, draft):
        return
    if draft.sent_at is None:
        raise Refusal(
            _("这一页放久了，草稿后来又改过。"), what_next=_("请回去再核对一遍，然后提交。")
        )
    raise Refusal(
        _("这份申请已经交过了，交的内容和您这一页上的不一样。这一页上的没有收。"), status=422,
        what_next=_("到“我的办件”里看看交上去的是什么；要改，可以先撤回，再重新申请。"),
    )  # fmt: skip


async def _must_be_nobodys(session: AsyncSession, draft: Draft, number: UUID) -> None:
    for kind in (Case, Draft):
        others = select(kind.id).where(
            kind.tenant_id == draft.tenant_id, kind.submission_id == number, kind.id != draft.id
        )
        if await session.scalar(others.limit(1)) is not None:
            raise Refusal(
                _("这个提交编号是另一份申请的，这一份没有收。"), status=422,
                what_next=_("请回到这份草稿，再核对一遍，然后提交。"),
            )  # fmt: skip
