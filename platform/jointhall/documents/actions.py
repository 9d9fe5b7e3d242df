"""Papers taken in, letters issued: each in the transaction of the act that needs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import at_commit, tenant_of
from jointhall.kernel.files import Presigned, StoreRefused, StoreUnreachable, new_key
from jointhall.kernel.ids import new_code, new_id
from jointhall.kernel.jobs import later
from jointhall.kernel.plain import put, run
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _, speaking
from jointhall.records.journal import record
from jointhall.records.void_numbers import Counter, numbered_by
from jointhall.web.place import Place

from . import letters
from .inspection import MAX_SIZE, Inspected, inspect
from .kinds import KINDS, in_series, mark_of, numbered
from .letters import LetterText
from .models import Document, Letter, LetterStatus, Owner
from .names import display_name
from .press import erase_file, make_letter, when_made
from .taking import put_away
from .unfit import Unfit
from .words import addressed

__all__ = [
    "issue_letter",
    "keep_offered",
    "keep_upload",
    "offer_upload",
    "revoke_letter",
    "throw_away",
    "when_made",
]

UPLOAD_WITHIN = timedelta(minutes=15)


async def keep_upload(
    session: AsyncSession,
    tools: Tools,
    data: bytes,
    *,
    owner_kind: Owner,
    owner_id: UUID,
    purpose: str,
    filename: str,
    by: Actor,
    resident_id: UUID | None = None,
    max_size: int = MAX_SIZE,
) -> tuple[Document, tuple[str, ...]]:
    """Inspects and keeps a paper; gives it with what was changed in it, in words.

    Raises Unfit with a plain reason when it cannot be taken.
    """
    kept = await inspect(data, max_size=max_size)
    tenant_id = tenant_of(session)
    key = new_key(tenant_id, "paper")
    try:
        await put_away(
            tools, tenant_id, key, kept.data, media_type=kept.media_type, sha256=kept.sha256
        )
    except StoreUnreachable as away:
        raise Unfit(
            _("现在收不了文件，不是您的文件有毛病"), _("填好的都存着，过几分钟再传这一份")
        ) from away
    document = Document(
        tenant_id=tenant_id,
        id=new_id(),
        owner_kind=owner_kind,
        owner_id=owner_id,
        resident_id=resident_id,
        purpose=purpose,
        name=display_name(filename, kept.media_type),
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        pages=kept.pages,
        store_key=key,
        uploaded_by=_known_as(by),
        created_at=tools.clock.now(),
    )
    session.add(document)
    _note(session, document, kept, by)
    return document, kept.changed


async def offer_upload(tools: Tools, tenant_id: UUID, *, media_type: str) -> tuple[str, Presigned]:
    """A key, and an address that takes one upload for it without passing through this service."""
    key = new_key(tenant_id, "incoming")
    link = await tools.files.presigned_put(
        tenant_id, key, max_size=MAX_SIZE, media_type=media_type, expires=UPLOAD_WITHIN
    )
    return key, link


async def keep_offered(
    session: AsyncSession,
    tools: Tools,
    key: str,
    *,
    media_type: str,
    owner_kind: Owner,
    owner_id: UUID,
    purpose: str,
    filename: str,
    by: Actor,
    resident_id: UUID | None = None,
) -> tuple[Document, tuple[str, ...]]:
    """What `offer_upload` brought, inspected and kept like any other paper; raises Unfit."""
    tenant_id = tenant_of(session)
    try:
        await tools.files.confirm(tenant_id, key, max_size=MAX_SIZE, media_type=media_type)
        data = await tools.files.get(tenant_id, key)
    except StoreRefused as refused:
        raise Unfit(_("文件没有传完整"), _("请重新传一次")) from refused
    made = await keep_upload(
        session, tools, data, owner_kind=owner_kind, owner_id=owner_id, purpose=purpose,
        filename=filename, by=by, resident_id=resident_id,
    )  # fmt: skip
    await tools.files.erase(tenant_id, key)
    return made


async def throw_away(session: AsyncSession, document: Document, *, by: Actor) -> None:
    """Drops a paper that its owner took out of a draft; the file is erased, not only hidden."""
    record(
        session, "document.dropped", who=by, subject=f"document:{document.id}",
        words=_("删掉了一份材料"), for_whom=document.resident_id,
    )  # fmt: skip
    await session.delete(document)
    await later(session, erase_file, store_key=document.store_key)


async def issue_letter(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    *,
    kind: str,
    title: str,
    text: str,
    by: Actor,
    case_id: UUID | None = None,
    resident_id: UUID | None = None,
    addressee: str = "",
    remedies: Sequence[str] = (),
    replaces: Letter | None = None,
) -> Letter:
    """Issues a letter: numbered with this transaction, printed and sealed in the background.

    `text` may begin with its addressee ("冯建设："). The number is given as one of the last things
    before the commit, so that a township's series is locked as briefly as can be.
    """
    now = tools.clock.now()
    day = on_which_day(now)
    code = new_code()
    named, body = addressed(text)
    # A letter is Chinese in whatever language the page that caused it was read.
    with speaking("zh"):
        words = LetterText(
            kind=kind,
            head=issuer_of(place),
            number="",
            title=title,
            addressee=addressee or named,
            text=body,
            signer=issuer_of(place),
            seal_name=issuer_of(place),
            made_on=day,
            verify_url=f"{tools.public_url}{place.prefix}/v/{code}",
            verify_code=code,
            remedies=tuple(remedies),
            mark=_("试运行，不作正式文书") if place.in_trial else "",
        )
    letter = Letter(
        tenant_id=place.tenant_id,
        id=new_id(),
        case_id=case_id,
        resident_id=resident_id,
        kind=kind,
        series=KINDS[kind].series,
        year=day.year,
        title=title,
        verify_code=code,
        status=LetterStatus.WAITING.value,
        told=letters.as_told(words),
        issued_at=now,
    )
    mark = mark_of(place.name)
    session.info.setdefault("letters", []).append((letter, mark, replaces, by))
    at_commit(session, "letters", _number_all)
    return letter


async def _number_all(session: AsyncSession) -> None:
    # Always in the same order of series, so that two who write several never wait in a ring.
    issued: list[tuple[Letter, str, Letter | None, Actor]] = session.info.pop("letters")
    for letter, mark, replaces, by in sorted(issued, key=lambda one: one[0].series):
        letter.number = await _next_number(session, letter.series, letter.year)
        day = on_which_day(letter.issued_at)
        letter.number_words = numbered(mark, letter.kind, day, letter.number)
        letter.told = {**letter.told, "number": letter.number_words}
        await put(session, letter)
        if replaces is not None:
            replaces.supersede(letter, at=letter.issued_at)
        record(
            session, "letter.issued", who=by, subject=f"letter:{letter.id}",
            words=_("发出%(title)s（%(number)s）", title=letter.title, number=letter.number_words),
            for_whom=letter.resident_id, case=letter.case_id,
        )  # fmt: skip
        await later(session, make_letter, letter_id=str(letter.id))


async def revoke_letter(
    session: AsyncSession, tools: Tools, letter: Letter, *, why: str, by: Actor
) -> None:
    """Takes a letter back (撤销文书): from now on its code says that it no longer holds."""
    letter.revoke(at=tools.clock.now(), why=why)
    record(
        session, "letter.revoked", who=by, subject=f"letter:{letter.id}",
        words=_("撤销了%(title)s（%(number)s）", title=letter.title, number=letter.number_words),
        for_whom=letter.resident_id,
    )  # fmt: skip


def issuer_of(place: Place) -> str:
    """The full name in the red head and the seal: 湘潭县花石镇人民政府."""
    bare = place.name if place.is_county else f"{place.county_name}{place.name}"
    if bare.endswith("街道"):
        return _("%(name)s办事处", name=bare)
    return _("%(name)s人民政府", name=bare)


def _known_as(by: Actor) -> str:
    return f"{by.kind}:{by.id}" if by.id else by.kind


def _note(session: AsyncSession, document: Document, kept: Inspected, by: Actor) -> None:
    record(
        session, "document.kept", who=by, subject=f"document:{document.id}",
        words=_("交了一份材料"), for_whom=document.resident_id,
        owner=f"{document.owner_kind}:{document.owner_id}", purpose=document.purpose,
        media_type=kept.media_type, size=kept.size, sha256=kept.sha256,
    )  # fmt: skip


async def _next_number(session: AsyncSession, series: str, year: int) -> int:
    rows = await run(session, _NEXT, tenant_of(session), series, year)
    number: int = rows[0]["last"]
    return number


_NEXT = """
    insert into letter_series as s (tenant_id, series, year, last) values ($1, $2, $3, 1)
    on conflict (tenant_id, series, year) do update set last = s.last + 1
    returning last
    """

numbered_by(
    Counter(
        "letter_series", lambda: _("文书"), lambda day: {"year": day.year},
        lambda place, key, numbers: in_series(
            mark_of(place.name), key["series"], key["year"], numbers
        ),
        codes="""
            select tenant_id, jsonb_build_object('series', series, 'year', year)::text as key,
                   number, verify_code as code
            from letters where issued_at > $1
            """,
    )
)  # fmt: skip
