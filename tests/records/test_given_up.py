"""Why something could not be done, in words for the one who has to do something about it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from jointhall.records.given_up import GivenUp

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def a_job(error: str, job: str = "documents.make_letter") -> GivenUp:
    return GivenUp(UUID(int=1), job, "{}", 12, NOW, NOW, error, [], None, "")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "磁盘满了"),
        ("DiskFullError: could not extend file: No space left on device", "磁盘满了"),
        ("StoreUnreachable: minio:9000", "没有答应"),
        ("ConnectTimeout: ", "没有答应"),
        ("SmsBroken: no SMS account is set", "短信平台没有收下"),
        ("SmsLater: isv.OUT_OF_SERVICE", "短信平台没有收下"),
        ("DBAPIError: (asyncpg.exceptions.DeadlockDetectedError)", "数据库断了，或者太忙"),
        ("its worker never came back", "进程每次都断掉"),
        ("KeyError: 'cases.long_gone'", "不认识这项任务"),
        ("Refusal: 这件已经办结了。", "这件已经办结了。"),
        ("ZeroDivisionError: division by zero", "没有料到的错"),
    ],
)
def test_each_reason_has_its_sentence_and_what_to_do(error: str, said: str) -> None:
    job = a_job(error)
    assert said in job.why
    assert job.what_next


def test_a_job_is_called_what_the_officers_call_it() -> None:
    assert a_job("", "documents.make_letter").work == "印文书、盖章"
    assert a_job("", "documents.of_tomorrow").work == "文书和文件"
    assert a_job("", "nobody.knows").work == "nobody.knows"
