"""The county hands its items down (下发): who stands where, terms, modules, closing for all."""

from . import closing, item, standing, township

ROUTES = [*standing.ROUTES, *item.ROUTES, *township.ROUTES, *closing.ROUTES]
