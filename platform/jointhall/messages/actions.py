"""Telling a resident something: in the inbox at once, by SMS right after the commit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.jobs import later
from jointhall.kernel.plain import put
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.words import in_chinese

from .jobs import send_sms
from .models import WORDS, Message, SmsState


async def tell(
    session: AsyncSession,
    secrets: Secrets,
    resident_id: UUID,
    kind: str,
    words: str,
    link_path: str = "",
    *,
    now: datetime,
    by_sms: bool = True,
) -> Message:
    """Tells a resident in this tenant's name; `link_path` is a path of the portal, unprefixed.

    The first 35 characters go by SMS, so the news itself stands first. It is all one transaction
    with the act that causes it: what is undone was never told.
    """
    tenant_id = tenant_of(session)
    message = Message(
        tenant_id=tenant_id,
        resident_id=resident_id,
        kind=kind,
        words_sealed=secrets.seal_text(tenant_id, WORDS, in_chinese(words)),
        link_path=link_path,
        created_at=now,
        sms_state=(SmsState.WAITING if by_sms else SmsState.NO_SMS).value,
    )
    await put(session, message)
    if by_sms:
        await later(session, send_sms, message_id=str(message.id))
    return message
