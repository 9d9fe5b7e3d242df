"""The text message that goes with a message in the inbox."""

from __future__ import annotations

from uuid import UUID

from jointhall.kernel.db import tenant_of
from jointhall.kernel.jobs import Work, job
from jointhall.kernel.who import SYSTEM
from jointhall.people.queries import resident_by_id
from jointhall.people.sms import SmsRefused, sms_of
from jointhall.records.journal import record
from jointhall.tenancy.models import Tenant
from jointhall.web.visit import speak_as_resident

from .models import Message, SmsState
from .queries import message_by_id
from .templates import NEWS, shortened


@job("messages.send_sms", queue="messages")
async def send_sms(work: Work, *, message_id: str) -> None:
    """Sends it once; a township in trial sends nothing real."""
    session, secrets, now = work.session, work.tools.secrets, work.tools.clock.now()
    message = await message_by_id(session, UUID(message_id))
    if message is None or message.sms_state != SmsState.WAITING:
        return
    gateway = sms_of(work.tools)
    tenant = await session.get(Tenant, tenant_of(session))
    assert tenant is not None
    if tenant.status == "trial" and not gateway.is_twin:
        message.sms_became(SmsState.HELD_IN_TRIAL, now=now)
        return
    # The resident's row opens for them alone; the message is theirs.
    await speak_as_resident(session, message.resident_id)
    resident = await resident_by_id(session, message.resident_id)
    assert resident is not None
    params = {"place": shortened(tenant.name), "words": shortened(message.words(secrets))}
    try:
        number = await gateway.send(resident.phone(secrets), NEWS, params, str(work.id))
    except SmsRefused as refused:
        _note_refusal(work, message, refused.why)
        return
    message.sms_became(SmsState.SENT, now=now, number=number)


def _note_refusal(work: Work, message: Message, why: str) -> None:
    message.sms_became(SmsState.REFUSED, now=work.tools.clock.now())
    record(
        work.session, "message.sms_refused", who=SYSTEM, subject=f"message:{message.id}",
        words="短信没发出去，消息在对方的收件箱里", why=why,
    )  # fmt: skip
