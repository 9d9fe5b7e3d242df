"""The officers' doors: signing in to workbench and console, and an officer's own account."""

from . import account, first_time, kept, sign_in

ROUTES = [*sign_in.ROUTES, *first_time.ROUTES, *account.ROUTES, *kept.ROUTES]
