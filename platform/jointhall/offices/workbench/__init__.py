"""Who works in this tenant and in which offices, at workbench and console alike."""

from . import appointments, officers, offices, roster

ROUTES = [*officers.ROUTES, *appointments.ROUTES, *offices.ROUTES, *roster.ROUTES]
