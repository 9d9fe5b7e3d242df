"""The residents' door: signing in with a code, and what the hall keeps about me."""

from . import me, sign_in

ROUTES = [*sign_in.ROUTES, *me.ROUTES]
