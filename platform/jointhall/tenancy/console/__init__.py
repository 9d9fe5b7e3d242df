"""The county's pages of its townships: all of them, bringing them on, one of them, the rules."""

from . import county, faces, joining, merging, policy, township

ROUTES = [
    *county.ROUTES,
    *faces.ROUTES,
    *joining.ROUTES,
    *township.ROUTES,
    *policy.ROUTES,
    *merging.ROUTES,
]
