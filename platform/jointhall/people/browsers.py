"""The browser somebody signs in from: what is kept of it, and the cookies it is given."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from litestar.datastructures import Cookie

from jointhall.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a sign-in comes from: enough for its owner to recognise, little for others."""

    peer: str
    agent: str

    @classmethod
    def of(cls, visit: Visit, user_agent: str) -> Browser:
        return cls(_masked(visit.peer), _short(user_agent))


def cookie(name: str, token: str, *, lasts: timedelta | None = None) -> Cookie:
    """A cookie only this host gets back, only over TLS, and no script can read."""
    return Cookie(
        key=name, value=token, path="/", secure=True, httponly=True, samesite="lax",
        max_age=None if lasts is None else int(lasts.total_seconds()),
    )  # fmt: skip


def no_cookie(name: str) -> Cookie:
    return Cookie(
        key=name, value="", path="/", secure=True, httponly=True, samesite="lax", max_age=0
    )


def _masked(peer: str) -> str:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return ""
    if address.version == 4:
        return ".".join([*peer.split(".")[:2], "*", "*"])
    return ":".join([*address.exploded.split(":")[:3], "*"])


_AGENTS = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def _short(user_agent: str) -> str:
    """`Chrome · Windows`: enough to recognise one's own."""
    said = [
        next((words for mark, words in known if mark in user_agent), "")
        for known in (_AGENTS, _SYSTEMS)
    ]
    return " · ".join(part for part in said if part)
