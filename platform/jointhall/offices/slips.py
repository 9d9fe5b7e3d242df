"""The slip (交接单) for a new officer: login, first password, where to sign in; shown once."""

from __future__ import annotations

from litestar.response import Template

from jointhall.people.models import INITIAL_PASSWORD_WITHIN, Officer
from jointhall.web.codes import qr_svg
from jointhall.web.pages import page
from jointhall.web.place import Place
from jointhall.web.visit import Visit


def slip(
    visit: Visit, place: Place, officer: Officer, password: str, *, back: str, again: bool = False
) -> Template:
    """The page that says the first password, the only time; `back` is a path of this door."""
    door = "console" if place.is_county and visit.door == "console" else "workbench"
    address = f"{visit.tools.public_url}{place.prefix}/{door}/sign-in"
    return page(
        visit, "offices/desk/slip.html", layout=f"web/{visit.door}.html", whose=place,
        officer=officer, password=password, address=address, code=qr_svg(address),
        until=officer.invited_until, days=INITIAL_PASSWORD_WITHIN.days, back_path=back, again=again,
    )  # fmt: skip
