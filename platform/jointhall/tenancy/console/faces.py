"""Colours of many townships on one page: a stylesheet with one class for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get

from jointhall.tenancy.imports import import_numbered, plan_of
from jointhall.tenancy.queries import townships_of
from jointhall.web.access import may
from jointhall.web.faces import face_css
from jointhall.web.given import InPath, Session, Visit


@get("/console/faces.css", guards=[may("tenant:read")])
async def of_the_county(visit: Visit, session: Session) -> Response[str]:
    """The faces of all townships that are here."""
    rows = await townships_of(session, visit.place.tenant_id)
    return _stylesheet((row.division_code, row.face) for row in rows)


@get("/console/join/{id:uuid}/faces.css", guards=[may("tenant:onboard")])
async def of_an_import(visit: Visit, session: Session, id: InPath[UUID]) -> Response[str]:
    """The faces a sheet would make."""
    plan = plan_of(await import_numbered(session, visit.place.tenant_id, id))
    return _stylesheet((new.code, new.face) for new in plan.create)


def _stylesheet(faces: Iterable[tuple[str, Mapping[str, Any]]]) -> Response[str]:
    rules = [face_css(face).replace(":root", f".f-{code}") for code, face in faces]
    return Response(
        "".join(rules),
        media_type="text/css; charset=utf-8",
        headers={"Cache-Control": "private, no-cache"},
    )


ROUTES = [of_the_county, of_an_import]
