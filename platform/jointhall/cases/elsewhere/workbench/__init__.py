"""The window's desk (收件): whom it is for, what is filled in, what is sent, what has come."""

from . import choosing, filling, handover, sending

ROUTES = [*choosing.ROUTES, *filling.ROUTES, *sending.ROUTES, *handover.ROUTES]
