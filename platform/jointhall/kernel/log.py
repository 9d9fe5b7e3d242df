"""Logs: one JSON object a line, or text on a terminal; never with personal data in it."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

# Phones, 18- and 15-digit identity numbers and bank cards, with or without gaps in a phone.
_DIGITS = re.compile(
    r"(?<!\d)(?:"
    r"(?P<phone>(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4})"
    r"|(?P<identity>\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])"
    r"|(?P<old_identity>\d{6}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})"
    r"|(?P<card>62\d{14,17})"
    r")(?![\dXx])"
)
# What a database puts beside its complaint is somebody's row.
_ROWS = re.compile(r"(DETAIL: |\[parameters: ).*")
_HIDDEN_KEYS = re.compile(
    r"(?:^|_)(?:phone|mobile|identity|id_number|password|secret|token|cookie|answers?|address|"
    r"applicant|totp|code)$"
)
HIDDEN = "***"

QUIET = (
    "alembic", "asyncio", "casbin", "dramatiq", "fontTools", "httpx", "pikepdf",
    "sqlalchemy", "urllib3",
)  # fmt: skip


def set_up(*, level: str = "info", as_json: bool | None = None, to: TextIO | None = None) -> None:
    """Send all logs, the libraries' too, one way; `as_json` None means text on a terminal only."""
    out = to or sys.stderr
    if as_json is None:
        as_json = not out.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        without_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Their lines at this level are a line for each message or query: too much, and too telling.
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    # What pika complains of it raises as well; each time it adds a stack trace or six.
    logging.getLogger("pika").setLevel(logging.CRITICAL)


def without_personal_data(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The last look before a line is written: what looks like a person's number is masked."""
    for key, value in event.items():
        if not key.startswith("_"):
            event[key] = HIDDEN if _HIDDEN_KEYS.search(key) else _masked(value)
    return event


def masked(text: str) -> str:
    """The text with phones, identity numbers, cards and database rows made unreadable."""
    return _DIGITS.sub(_cover, _ROWS.sub(r"\1" + HIDDEN, text))


def _cover(found: re.Match[str]) -> str:
    text = found.group()
    return f"{text[:3]}{HIDDEN}{text[-2:]}"


def _masked(value: Any) -> Any:
    match value:
        case bool() | None | float():
            return value
        case int():
            text = str(value)
            return masked(text) if _DIGITS.search(text) else value
        case str():
            return masked(value)
        case dict():
            return {
                key: HIDDEN if _HIDDEN_KEYS.search(str(key)) else _masked(inner)
                for key, inner in value.items()
            }
        case list() | tuple() | set() | frozenset():
            return [_masked(inner) for inner in value]
        case _:
            return masked(str(value))
