"""Styles, scripts and faces: what pages load, kept by browsers until it changes."""

from __future__ import annotations

import mimetypes
from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from .access import machine
from .faces import face_css
from .given import InPath, Place
from .pages import STATIC

_KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}


@get("/static/{name:path}", guards=[machine], sync_to_thread=False)
def static_file(name: InPath[str]) -> Response[bytes]:
    """A file of ours by name; nothing outside the folder is reached."""
    path = (STATIC / name.lstrip("/")).resolve()
    if STATIC.resolve() not in path.parents or not path.is_file():
        raise NotFoundException
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=media_type, headers=_KEPT)


@get("/face.css", guards=[machine])
async def face(place: Place) -> Response[Any]:
    """The colours of this place as custom properties; the address carries the face's version."""
    return Response(
        face_css(place.face),
        media_type="text/css; charset=utf-8",
        headers={**_KEPT, "x-hall-public": "1"},
    )


ROUTES = [static_file, face]
