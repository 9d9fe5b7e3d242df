"""Keeping a version (留存): the answers a correction is about to take the place of."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import later
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.service_items.sheets import Answers

from ..answers import answers_of, open_answers
from ..joint.outdated import look_for_outdated
from ..models import Case
from .models import Version, versions_of


async def keep_version(
    session: AsyncSession, tools: Tools, case: Case, *, asked: str, sent_at: datetime, at: datetime
) -> Version:
    """Keeps what the case says now, before it says something else."""
    plain = answers_of(tools.secrets, case)
    made = Version(
        tenant_id=case.tenant_id,
        id=new_id(),
        case_id=case.id,
        resident_id=case.resident_id,
        seq=len(await versions_of(session, case)) + 1,
        edition=case.edition,
        answers_sealed=case.answers_sealed,
        sha256=digest_of(plain),
        sent_at=sent_at,
        replaced_at=at,
        asked=asked,
    )
    await put(session, made)
    # Whoever was asked holds what it said until now.
    await later(session, look_for_outdated, case_id=str(case.id))
    return made


def answers_then(tools: Tools, version: Version) -> dict[str, Any]:
    """The answers of a version as they lay open."""
    return open_answers(tools.secrets, version.tenant_id, version.answers_sealed)


def digest_of(answers: Answers) -> str:
    """SHA-256 in hex over the answers as plain JSON with sorted keys."""
    return hashlib.sha256(orjson.dumps(dict(answers), option=orjson.OPT_SORT_KEYS)).hexdigest()


async def papers_sent(session: AsyncSession, tools: Tools, case: Case) -> frozenset[UUID]:
    """Every paper that was ever sent with a case: none of them may be erased (材料不得毁弃)."""
    every = [answers_of(tools.secrets, case)]
    every += [answers_then(tools, one) for one in await versions_of(session, case)]
    return frozenset(id for answers in every for id in _files(answers))


def _files(answers: Answers) -> list[UUID]:
    found = []
    for value in answers.values():
        if isinstance(value, list):
            for one in value:
                if isinstance(one, dict) and "id" in one and "name" in one:
                    try:
                        found.append(UUID(str(one["id"])))
                    except ValueError:
                        continue
    return found
