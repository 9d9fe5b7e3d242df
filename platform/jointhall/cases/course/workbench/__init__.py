"""What changes the course of a case, at the desk: each a page of its own."""

from . import ending, extension, procedure

ROUTES = [*extension.ROUTES, *procedure.ROUTES, *ending.ROUTES]
