"""Verification (核验): what anybody with the code, or with the PDF, may learn about a letter.

Facts of the letter only: no name, no address, nothing of the case (个人信息保护法 art 6).
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools
from jointhall.records.void_numbers import void_code

from .letters import from_told
from .models import Letter, LetterStatus
from .press import seal_keys
from .queries import letter_coded, letter_printed

if TYPE_CHECKING:
    from .seals import SealReport


class Standing(StrEnum):
    """What is found out about a letter, or about a PDF that says it is one."""

    GENUINE = "genuine"
    WAITING = "waiting"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    CHANGED = "changed"
    FOREIGN = "foreign"
    VOID = "void"
    UNKNOWN = "unknown"


OF_LETTER = {
    LetterStatus.WAITING: Standing.WAITING,
    LetterStatus.MADE: Standing.GENUINE,
    LetterStatus.SUPERSEDED: Standing.SUPERSEDED,
    LetterStatus.REVOKED: Standing.REVOKED,
}


@dataclass(frozen=True)
class Verdict:
    """What the page shows; the facts are empty where there is no such letter."""

    standing: Standing
    title: str = ""
    number: str = ""
    issuer: str = ""
    made_on: date | None = None
    ended_on: date | None = None
    ended_why: str = ""
    signer: str = ""
    mark: str = ""


async def verdict_on_code(session: AsyncSession, code: str) -> Verdict:
    """What the code from a letter says."""
    letter = await letter_coded(session, code)
    if letter is not None:
        return _facts(letter)
    return Verdict(Standing.VOID if await void_code(session, code) else Standing.UNKNOWN)


async def verdict_on_pdf(session: AsyncSession, tools: Tools, pdf: bytes) -> Verdict:
    """Whether a PDF is, byte for byte, a letter issued here; and if not, what its seal says.

    A letter of another township of ours is genuine too: its seal says so, its page says the rest.
    """
    letter = await letter_printed(session, hashlib.sha256(pdf).hexdigest())
    if letter is not None:
        return _facts(letter)
    report = await asyncio.to_thread(_check_seal, tools, pdf)
    if not report.sealed:
        return Verdict(Standing.UNKNOWN)
    if not report.intact:
        return Verdict(Standing.CHANGED)
    if report.known:
        return Verdict(Standing.FOREIGN, signer=report.signer or "")
    return Verdict(Standing.UNKNOWN)


def _check_seal(tools: Tools, pdf: bytes) -> SealReport:
    # Loaded with the first PDF to be checked: the library takes half a second to come up.
    from .seals import verify

    return verify(pdf, seal_keys(tools).authorities())


def _facts(letter: Letter) -> Verdict:
    words = from_told(letter.told)
    return Verdict(
        standing=OF_LETTER[LetterStatus(letter.status)],
        title=letter.title,
        number=letter.number_words,
        issuer=words.signer,
        made_on=words.made_on,
        ended_on=on_which_day(letter.ended_at) if letter.ended_at else None,
        ended_why=letter.ended_why,
        mark=words.mark,
    )
