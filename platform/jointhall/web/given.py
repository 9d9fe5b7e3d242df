"""What a handler is given, by the type it asks for. The framework's own spellings stay in here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath as InPath
from litestar.params import FromQuery as InQuery
from sqlalchemy.ext.asyncio import AsyncSession

from .place import Place as _Place
from .viewer import Viewer as _Viewer
from .visit import Visit as _Visit

Session = NamedDependency[AsyncSession]
Visit = NamedDependency[_Visit]
Viewer = NamedDependency[_Viewer]
Place = NamedDependency[_Place]
Form = NamedDependency[FormMultiDict]

__all__ = ["GIVEN", "Form", "InPath", "InQuery", "Place", "Session", "Viewer", "Visit"]


async def provide_visit(request: Request[Any, Any, Any]) -> _Visit:
    visit = request.scope["state"]["visit"]
    assert isinstance(visit, _Visit)
    return visit


async def provide_session(request: Request[Any, Any, Any]) -> AsyncIterator[AsyncSession]:
    """The visit's transaction, committed when the page is made and before it is sent."""
    visit = await provide_visit(request)
    session = await visit.session()
    try:
        yield session
    except BaseException as error:
        await visit.undo(error)
        raise
    await visit.commit()


async def provide_viewer(request: Request[Any, Any, Any]) -> _Viewer:
    return await (await provide_visit(request)).identify()


async def provide_place(request: Request[Any, Any, Any]) -> _Place:
    return (await provide_visit(request)).place


# Nobody types these, and the database takes none of the first.
_UNSEEN = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r")


async def provide_form(request: Request[Any, Any, Any]) -> FormMultiDict:
    """The fields and files sent, without what nobody can type; each subject reads them itself."""
    came = await request.form()
    return FormMultiDict(
        (name, value.translate(_UNSEEN) if isinstance(value, str) else value)
        for name, value in came.multi_items()
    )


GIVEN = {
    "form": Provide(provide_form),
    "session": Provide(provide_session),
    "visit": Provide(provide_visit),
    "viewer": Provide(provide_viewer),
    "place": Provide(provide_place),
}
