"""Every route of every slice, gathered door by door."""

from __future__ import annotations

from jointhall.web import assets, preferences

ROUTES = [*assets.ROUTES, *preferences.ROUTES]
