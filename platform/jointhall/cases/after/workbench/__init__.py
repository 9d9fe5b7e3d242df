"""At the desk, after a decision: serve, mend, revoke, pass on."""

from . import delivery

ROUTES = [*delivery.ROUTES]
