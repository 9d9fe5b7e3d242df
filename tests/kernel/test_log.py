"""Logs as they are written: one object a line, and nobody's number in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from jointhall.kernel.log import masked, set_up


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    out = io.StringIO()
    set_up(as_json=True, to=out)
    yield out
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_is_one_object_with_tenant_and_request(written: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(tenant="huashi", request_id="r-1"):
        structlog.get_logger("hall.test").info("answered", status=200)
    (line,) = lines(written)
    assert (line["event"], line["tenant"], line["request_id"]) == ("answered", "huashi", "r-1")
    assert (line["level"], line["logger"], line["status"]) == ("info", "hall.test", 200)


def test_what_libraries_log_goes_the_same_way(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("called %s", "13800138000")
    (line,) = lines(written)
    assert line["event"] == "called 138***00"


@pytest.mark.parametrize(
    "personal",
    [
        "13800138000", "138 0013 8000", "138-0013-8000", "+86 13800138000", "8613800138000",
        "430321199001011234", "43032119900101123X", "430321900101123", "6222021234567890123",
    ],
)  # fmt: skip
def test_numbers_of_persons_are_masked(personal: str) -> None:
    for text in (personal, f"手机{personal}，", f'{{"a":"{personal}"}}'):
        assert personal not in masked(text)
        assert "***" in masked(text)


@pytest.mark.parametrize(
    "plain",
    [
        "2026-11-16T09:30:00+08:00", "430321000000", "430321106000", "20261116000123",
        "01932c5e-7d1b-7c00-8a3c-138001380001", "1763256600123",
    ],
)  # fmt: skip
def test_other_numbers_stay(plain: str) -> None:
    assert masked(plain) == plain


def test_nested_values_and_telling_keys(written: io.StringIO) -> None:
    structlog.get_logger("hall.test").info(
        "sent", to=["13800138000"], more={"id": 430321199001011234, "phone": "110"},
        password="x", csrf_token="y", count=3, wide=True,
    )  # fmt: skip
    text = written.getvalue()
    assert "13800138000" not in text
    assert "199001011234" not in text
    (line,) = lines(written)
    assert line["more"]["phone"] == line["password"] == line["csrf_token"] == "***"
    assert (line["count"], line["wide"]) == (3, True)


def test_tracebacks_are_masked_and_rows_of_the_database_left_out(written: io.StringIO) -> None:
    log = structlog.get_logger("hall.test")
    try:
        raise ValueError(
            "duplicate key\nDETAIL:  Key (name)=(罗月桂) already exists.\n"
            "[parameters: ('罗月桂', '13800138000')]"
        )
    except ValueError:
        log.exception("failed")
    text = written.getvalue()
    assert "罗月桂" not in text
    assert "13800138000" not in text
    assert "ValueError: duplicate key" in lines(written)[0]["exception"]


def test_text_for_a_terminal_says_the_same() -> None:
    before = logging.getLogger().handlers[:]
    out = io.StringIO()
    set_up(as_json=False, to=out)
    try:
        try:
            raise ValueError("13800138000")
        except ValueError:
            structlog.get_logger("hall.test").exception("failed")
    finally:
        logging.getLogger().handlers[:] = before
        structlog.reset_defaults()
    assert "failed" in out.getvalue()
    assert "ValueError: 138***00" in out.getvalue()


def test_what_a_library_says_line_by_line_is_left_out(written: io.StringIO) -> None:
    # casbin switches its own loggers off when the first policy is judged, so it is not among them.
    for name in ("asyncio.events", "dramatiq.worker.WorkerThread", "pikepdf._core"):
        logging.getLogger(name).info("officer:1, role")
        logging.getLogger(name).warning("something is wrong")
    assert [line["event"] for line in lines(written)] == ["something is wrong"] * 3
