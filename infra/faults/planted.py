"""Faults of our own making, to see that the oracle finds them; never part of the product."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from jointhall.kernel import jobs
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import run


@contextmanager
def effects_more_than_once() -> Iterator[None]:
    """A job is taken although it was done, and a text message forgets that it was sent."""
    careless = jobs._TAKE.replace("and done_at is null", "")
    send = jobs.REGISTER["messages.send_sms"]

    async def send_again(work: jobs.Work, *, message_id: str) -> None:
        await run(
            work.session, "update messages set sms_state = 'waiting' where id = $1", message_id
        )
        await send.body(replace(work, id=new_id()), message_id=message_id)

    forgetful = replace(send, body=send_again)
    with (
        patch.object(jobs, "_TAKE", careless),
        patch.dict(jobs.REGISTER, {send.name: forgetful}),
    ):
        yield
