"""A township's own items (本单位事项): what is new, what is offered, what is said our way."""

from . import closing, confirming, items, variation, version

ROUTES = [
    *items.ROUTES,
    *confirming.ROUTES,
    *version.ROUTES,
    *variation.ROUTES,
    *closing.ROUTES,
]
