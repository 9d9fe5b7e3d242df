"""What signing in leaves to be done: codes to send after the commit, what is over to forget."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text

from jointhall.kernel.jobs import Work, job
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Standing
from jointhall.records.journal import record

from .models import PHONE
from .sms import SIGN_IN_CODE, SmsRefused, sms_of

SWEEP = Standing(door="sweep")
KEPT_AFTER_THE_END = timedelta(days=1)


@job("people.send_code", queue="urgent")
async def send_code(work: Work, *, phone_sealed: str, code_sealed: str, until: str) -> None:
    """Sends a sign-in code by SMS; one that is over is not sent any more.

    Sent from a township in trial too: whoever asked for it is whom it goes to.
    """
    if work.tools.clock.now() >= datetime.fromisoformat(until):
        return
    secrets = work.tools.secrets
    phone = secrets.open_text(None, PHONE, bytes.fromhex(phone_sealed))
    code = secrets.open_text(None, SIGN_IN_CODE, bytes.fromhex(code_sealed))
    try:
        await sms_of(work.tools).send(phone, SIGN_IN_CODE, {"code": code}, str(work.id))
    except SmsRefused as refused:
        record(
            work.session, "resident.code_not_sent", who=SYSTEM, subject="resident:-",
            words="登录验证码没发出去", why=refused.why,
        )  # fmt: skip


@each("people.forget", seconds=3600)
async def forget_what_is_over(tools: Tools) -> None:
    """Sessions, codes and rate windows that ended a day ago are rubbish, and partly personal."""
    over = {"before": tools.clock.now() - KEPT_AFTER_THE_END}
    async with tools.database.transaction(SWEEP) as session:
        await session.execute(text("delete from sessions where expires_at < :before"), over)
        await session.execute(text("delete from sign_in_codes where expires_at < :before"), over)
        await session.execute(text("delete from rate_windows where ends_at < :before"), over)
