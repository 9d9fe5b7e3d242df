"""Copies are put before people once, and read."""

from __future__ import annotations

import pytest

from jointhall.cases.queries import case_numbered
from jointhall.cases.signers.copying import (
    copies_for,
    copies_of,
    copy_to,
    mark_read,
)
from jointhall.cases.signers.hands import readers
from jointhall.kernel.refusals import BadForm
from tests.builders.sheets_signed import Signed, desk_at, hand


async def test_a_copy_is_read_once(signed: Signed) -> None:
    case = await signed.filed()
    reader = signed.people["ziran"].id
    now = signed.tools.clock.now()
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        by = (await desk_at(session, signed, "minzheng")).viewer.actor()
        to = [await hand(session, signed, "ziran"), await hand(session, signed, "linye")]
        await copy_to(session, signed.tools, held, to, by=by, words="请知悉")
        await session.flush()
        with pytest.raises(BadForm, match="还没有读"):
            await copy_to(session, signed.tools, held, to[:1], by=by, words="")
        assert len(await readers(session, signed.people["minzheng"].id)) == 7
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        ((copy, _case),) = await copies_for(session, reader)
        assert copy.words == "请知悉"
        assert await mark_read(session, case.id, reader, now) == 1
        assert await mark_read(session, case.id, reader, now) == 0
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        assert await copies_for(session, reader) == []
        read = {copy.officer_name: copy.read_at for copy in await copies_of(session, case)}
    assert read == {"周晓岚": now, "谭四清": None}
