"""Which database a command works on: the one it is told, or the private one of this home."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from jointhall.kernel.words import _
from jointhall.settings import Settings
from jointhall.starting import CannotStart


@dataclass(frozen=True, slots=True)
class Databases:
    """Addresses for the service's role and for the owner who migrates.

    `was_started`: a private server that did not run before, and is ours to stop.
    """

    service: str
    owner: str | None
    was_started: bool = False


def databases_of(settings: Settings) -> Databases:
    """Starts the private PostgreSQL where no address is given."""
    if settings.database_url is not None:
        return Databases(settings.database_url, settings.owner_database_url)
    from jointhall.kernel.private_postgres import start

    server = start(settings.home)
    return Databases(server.app_url, server.owner_url, server.was_started)


@contextmanager
def databases_while(
    settings: Settings, *, meanwhile: Callable[[], None] = lambda: None
) -> Iterator[Databases]:
    """The databases of a service while it runs: a server started for it stops with it.

    `meanwhile` is done on this thread while the server comes up, as each takes a second or more.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="database") as beside:
        starting = beside.submit(databases_of, settings)
        try:
            meanwhile()
            yield starting.result()
        finally:
            if starting.exception() is None and starting.result().was_started:
                from jointhall.kernel.private_postgres import stop

                stop(settings.home)


def load(code: str) -> None:
    """Reads a module in, with all that stands beneath it."""
    # None of it is garbage: looking for some costs a tenth of the start, and again at each look.
    gc.disable()
    import_module(code)
    gc.freeze()
    gc.enable()


def stop_at_sigterm() -> None:
    """Makes SIGTERM end a start in order, as Ctrl-C does: what was started already is stopped."""

    def leave(_number: int, _frame: Any) -> None:
        sys.exit(128 + signal.SIGTERM)

    signal.signal(signal.SIGTERM, leave)


def leave_now() -> None:
    """Leaves although threads of the server still wait for requests that were cut off."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def owner_of(databases: Databases) -> str:
    if databases.owner is None:
        raise CannotStart(_("迁移要用拥有表的角色，请写 OWNER_DATABASE_URL。"))
    return databases.owner
