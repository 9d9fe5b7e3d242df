"""Every route of every slice, gathered door by door; and what each slice gives a new tenant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jointhall.cases import demand as _demand  # noqa: F401
from jointhall.cases import filed as _filed  # noqa: F401
from jointhall.cases import portal as cases
from jointhall.cases import tidying as _drafts  # noqa: F401
from jointhall.cases import workbench as desk
from jointhall.cases.supervision import console as supervised
from jointhall.cases.supervision import orders as supervision_orders
from jointhall.cases.supervision import workbench as supervising
from jointhall.deadlines import console as deadlines
from jointhall.documents import portal as papers
from jointhall.documents import tidying as _tidying  # noqa: F401
from jointhall.documents import workbench as desk_papers
from jointhall.exchange import console as envelopes
from jointhall.front import portal as front
from jointhall.messages import portal as messages
from jointhall.messages import twins as sms_twin
from jointhall.offices import console as administrators
from jointhall.offices import joining as _offices  # noqa: F401
from jointhall.offices import readiness as _readiness  # noqa: F401
from jointhall.offices import workbench as staff
from jointhall.people import portal as residents
from jointhall.people import twins as totp_twin
from jointhall.people import workbench as officers
from jointhall.records import console as journal
from jointhall.records import numbers, unfinished
from jointhall.search import console as searching
from jointhall.service_items import console as published
from jointhall.service_items import joining as _service_items  # noqa: F401
from jointhall.service_items import portal as items
from jointhall.service_items import specimens_shown as specimens
from jointhall.service_items import vocabulary_shown as headings
from jointhall.service_items.adoption import console as handed_down
from jointhall.service_items.adoption import workbench as offered
from jointhall.service_items.editing import console as edited
from jointhall.service_items.editing import readiness as _facts  # noqa: F401
from jointhall.tenancy import catching_up as _catching_up  # noqa: F401
from jointhall.tenancy import console as county
from jointhall.tenancy import portal as standing_pages
from jointhall.tenancy import workbench as settings_of_tenants
from jointhall.web import assets, design, preferences
from jointhall.web.visit import House

ROUTES = [
    *assets.ROUTES,
    *design.ROUTES,
    *preferences.ROUTES,
    *residents.ROUTES,
    *officers.ROUTES,
    *messages.ROUTES,
    *deadlines.ROUTES,
    *county.ROUTES,
    *administrators.ROUTES,
    *published.ROUTES,
    *headings.ROUTES,
    *specimens.ROUTES,
    *searching.ROUTES,
    *edited.ROUTES,
    *handed_down.ROUTES,
    *offered.ROUTES,
    *staff.ROUTES,
    *settings_of_tenants.ROUTES,
    *standing_pages.ROUTES,
    *journal.ROUTES,
    *numbers.ROUTES,
    *unfinished.ROUTES,
    *papers.ROUTES,
    *desk_papers.ROUTES,
    *desk.ROUTES,
    *supervising.ROUTES,
    *supervision_orders.ROUTES,
    *supervised.ROUTES,
    *envelopes.ROUTES,
    *items.ROUTES,
    *cases.ROUTES,
    *front.ROUTES,
]


def twins(house: Callable[[], House | None]) -> list[Any]:
    """The local twins of outside parties, mounted in a demo only."""
    return [*totp_twin.routes(house), *sms_twin.routes(house)]
