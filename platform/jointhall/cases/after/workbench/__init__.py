"""At the desk, after a decision: serve, mend, revoke, pass on."""

# What envelopes, timers and the press cause is registered with the door that leads there.
from .. import serving as serving
from .. import taking_over as taking_over
from . import clerical, delivery, passing, revocation

ROUTES = [*delivery.ROUTES, *passing.ROUTES, *clerical.ROUTES, *revocation.ROUTES]
