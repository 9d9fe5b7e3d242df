"""What commands at the terminal share: the database they are given, progress, exit codes."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

import click

from .tools import Tools

OK, ERROR, USAGE, NOT_FOUND, CONFLICT = 0, 1, 2, 3, 5
"""Exit codes: done, refused, asked wrongly, not there, in the way of something else."""

PLAIN_EVERY_SECONDS = 10.0

OpenTools = Callable[[], AbstractAsyncContextManager[Tools]]
"""How a command reaches the database: click's `obj`, put there where the commands are gathered."""

T = TypeVar("T")


def with_tools(context: click.Context, act: Callable[[Tools], Awaitable[T]]) -> T:
    """Runs an act with the tools this terminal works with."""
    opened: OpenTools = context.find_root().obj

    async def run() -> T:
        async with opened() as tools:
            return await act(tools)

    return asyncio.run(run())


class Progress:
    """How far a long act has come, on stderr: a bar on a terminal, else a line now and then."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._said_at = time.monotonic()
        self._is_terminal = sys.stderr.isatty()

    def __call__(self, done: int, of: int) -> None:
        if self._is_terminal:
            filled = 30 * done // max(of, 1)
            bar = "█" * filled + "·" * (30 - filled)
            click.echo(f"\r{self._words} {bar} {done}/{of}", err=True, nl=done == of)
        elif done == of or time.monotonic() - self._said_at >= PLAIN_EVERY_SECONDS:
            self._said_at = time.monotonic()
            click.echo(f"{self._words} {done}/{of}", err=True)
