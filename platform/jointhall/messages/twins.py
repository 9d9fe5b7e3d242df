"""The pages of the SMS twin: its protocol's address, what phones received, what is to go wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Template

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.people.numbers import phone_of
from jointhall.web.access import machine
from jointhall.web.given import InQuery
from jointhall.web.visit import House

from .aliyun_sms import AliyunSms
from .sms_twin import Asked, Fault, SmsTwin

MOST_SHOWN = 100
FAULTS: tuple[Fault, ...] = ("error", "hang", "late", "lost")


def routes(house: Callable[[], House | None]) -> list[Any]:
    """The twin's routes, around the gateway of the house; mounted in a demo only."""

    def twin_of_house() -> SmsTwin:
        there = house()
        gateway = None if there is None else there.tools.outside.get("sms")
        if not isinstance(gateway, AliyunSms) or gateway.twin is None:
            raise NotHere(_("没有这一页。"))
        return gateway.twin

    @post("/twins/sms", guards=[machine], status_code=200)
    async def send_sms(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
        """SendSms, as the gateway answers it."""
        there = house()
        assert there is not None
        asked = Asked(
            method=request.method,
            path=request.scope["path"],
            params=dict(request.query_params.items()),
            headers=dict(request.headers.items()),
            body=await request.body(),
        )
        status, body = await twin_of_house().answer(asked, now=there.tools.clock.now())
        return Response(body, status_code=status, media_type="application/json")

    @get("/twins/sms/inbox", guards=[machine])
    async def inbox(phone: InQuery[str | None] = None) -> Template:
        """What phones received, the latest first; of one phone when it is given."""
        twin, number = twin_of_house(), phone_of(phone or "")
        shown = twin.to(number) if number else twin.received
        return Template(
            "messages/twins/inbox.html",
            context={"messages": shown[::-1][:MOST_SHOWN], "phone": phone or ""},
        )

    @post("/twins/sms/faults", guards=[machine], status_code=200)
    async def break_next(request: Request[Any, Any, Any]) -> Response[dict[str, int]]:
        """Makes the next requests go wrong: `{"next": ["error", "late"]}`; none ends it."""
        asked = await request.json()
        twin = twin_of_house()
        twin.faults.clear()
        twin.faults.extend(one for one in asked.get("next", []) if one in FAULTS)
        return Response({"waiting": len(twin.faults)})

    return [send_sms, inbox, break_next]
