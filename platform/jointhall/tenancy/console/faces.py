"""Colours of many townships on one page: a stylesheet made from its address, a class for each.

Nothing is looked up: a page that shows faces names them in the link, so the sheet is anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from litestar import Response, get

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.web.access import machine
from jointhall.web.faces import face_css, is_colour
from jointhall.web.given import InQuery

MOST_FACES = 120
_ONE = re.compile(r"(\d{12})-([0-9a-f]{6})-([0-9a-f]{6})")


@get("/faces.css", guards=[machine], sync_to_thread=False)
def faces(of: InQuery[str]) -> Response[str]:
    """One class `.f-<code>` for each face named as code-colour-accent."""
    named = [_ONE.fullmatch(one) for one in of.split(".")[:MOST_FACES]]
    rules = []
    for one in named:
        if one is None:
            raise NotHere(_("没有这一页。"))
        face = {"colour": f"#{one[2]}", "accent": f"#{one[3]}"}
        rules.append(face_css(face).replace(":root", f".f-{one[1]}"))
    return Response(
        "".join(rules),
        media_type="text/css; charset=utf-8",
        headers={"Cache-Control": "public, max-age=31536000, immutable", "x-hall-public": "1"},
    )


def faces_path(shown: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """The address of a stylesheet for these codes and faces; empty when there are none."""
    named = []
    for code, face in shown:
        colour, accent = str(face.get("colour", "")), str(face.get("accent", ""))
        if is_colour(colour) and is_colour(accent):
            named.append(f"{code}-{colour[1:].lower()}-{accent[1:].lower()}")
    return f"/faces.css?of={'.'.join(named[:MOST_FACES])}" if named else ""


ROUTES = [faces]
