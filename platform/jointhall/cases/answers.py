"""Answers at rest: sealed whole, because nobody can say beforehand which of them is personal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson

from jointhall.kernel.secrets import Secrets
from jointhall.service_items.sheets import Answers, Sheet

from .models import Case, Draft

PURPOSE = "case answers"


def seal_answers(secrets: Secrets, tenant_id: UUID, answers: Answers) -> bytes:
    return secrets.seal(tenant_id, PURPOSE, orjson.dumps(dict(answers)))


def open_answers(secrets: Secrets, tenant_id: UUID, sealed: bytes) -> dict[str, Any]:
    opened: dict[str, Any] = orjson.loads(secrets.open(tenant_id, PURPOSE, sealed))
    return opened


def answers_of(secrets: Secrets, kept: Draft | Case) -> dict[str, Any]:
    """What is answered so far in a draft, or was answered in a case."""
    return open_answers(secrets, kept.tenant_id, kept.answers_sealed)


def applicant_of(sheet: Sheet, answers: Answers) -> str:
    """The applicant's name as given: the organisation's where one applies."""
    asked = (sheet.applicant.org_name, sheet.applicant.name)
    return next((str(answers[code]) for code in asked if code and answers.get(code)), "")


def phone_of(sheet: Sheet, answers: Answers) -> str:
    """The telephone number given in the form, empty when it asks for none."""
    return str(answers.get(sheet.applicant.phone or "", ""))
