"""The residents' door to papers and letters: download what is mine, check what I was shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post, put
from litestar.datastructures import UploadFile
from litestar.response import Stream, Template

from jointhall.kernel.files import FolderStore, LinkRefused, NoSuchFile, TooLarge
from jointhall.kernel.refusals import NotAllowed, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.people.limits import HOUR, Bucket, take
from jointhall.web.access import machine, resident
from jointhall.web.given import Form, InPath, InQuery, Session, Visit
from jointhall.web.pages import page

from .queries import document_of, letter_of
from .serving import sent
from .showing import shown
from .verification import Verdict, verdict_on_code, verdict_on_pdf

LARGEST_LETTER = 2 * 1024 * 1024
CHECKS_AN_HOUR = 60


# Open to everyone and the same for everyone: whoever is signed in is not looked up, because the
# database would then show a resident only their own letters.
@get("/v/{code:str}", guards=[machine])
async def show(visit: Visit, session: Session, code: InPath[str]) -> Template:
    """What the code on a letter says: genuine, taken back, replaced, or not known here."""
    return _verdict(visit, await verdict_on_code(session, code))


@get("/v", guards=[machine])
async def ask(visit: Visit) -> Template:
    """Where a letter without a readable code can be checked by its PDF."""
    return page(visit, "documents/portal/check.html", errors={})


@post("/v", guards=[machine], status_code=200)
async def check(visit: Visit, session: Session, form: Form) -> Template:
    """Compares a PDF with what was issued, and looks at its seal; nothing of it is kept."""
    await take(visit.tools, [Bucket("letter-check", visit.peer, CHECKS_AN_HOUR, HOUR)])
    file = form.get("letter")
    if not isinstance(file, UploadFile) or not file.filename:
        return _again(visit, _("请选一个 PDF 文件。"))
    data = await file.read()
    if len(data) > LARGEST_LETTER or not data.startswith(b"%PDF-"):
        return _again(visit, _("这不是我们发的文书：文书都是很小的 PDF 文件。"))
    return _verdict(visit, await verdict_on_pdf(session, visit.tools, data))


@get("/letters/{id:uuid}", guards=[resident])
async def letter(
    visit: Visit, session: Session, id: InPath[UUID], look: InQuery[str | None] = None
) -> Stream:
    """A letter of mine, as a download."""
    found = await letter_of(session, id)
    if found.document_id is None:
        raise Refusal(_("这份文书正在盖章。"), what_next=_("一般一分钟内就好，过一会儿再来下载。"))
    shown(visit, found)
    return await _document(visit, session, found.document_id, look)


@get("/documents/{id:uuid}", guards=[resident])
async def document(
    visit: Visit, session: Session, id: InPath[UUID], look: InQuery[str | None] = None
) -> Stream:
    """A paper of mine; `?look=1` shows it in place."""
    return await _document(visit, session, id, look)


@get("/files/{token:str}", guards=[machine])
async def give(visit: Visit, token: InPath[str]) -> Stream:
    """What a signed address of the folder store gives; a store of its own serves by itself."""
    store = _folder(visit)
    try:
        grant = store.grant(token, method="GET")
        known = await store.stat(grant.tenant_id, grant.key)
    except (LinkRefused, NoSuchFile) as refused:
        raise _no_such_link() from refused
    return await sent(
        visit.tools, grant.tenant_id, grant.key, name=grant.filename, media_type=known.media_type
    )


# The signature in the address stands for the token a form would carry.
@put("/files/{token:str}", guards=[machine], opt={"exclude_from_csrf": True}, status_code=204)
async def receive(visit: Visit, request: Request[Any, Any, Any], token: InPath[str]) -> None:
    """Takes the one upload a signed address allows."""
    media_type = request.headers.get("content-type", "")
    try:
        await _folder(visit).take(token, request.stream(), media_type=media_type)
    except LinkRefused as refused:
        raise _no_such_link() from refused
    except TooLarge as large:
        raise Refusal(_("文件太大了，没有收下。"), status=413) from large


async def _document(visit: Visit, session: Session, id: UUID, look: str | None) -> Stream:
    found = await document_of(session, id)
    return await sent(
        visit.tools,
        found.tenant_id,
        found.store_key,
        name=found.name,
        media_type=found.media_type,
        in_place=look == "1",
    )


def _verdict(visit: Visit, verdict: Verdict) -> Template:
    status = 404 if verdict.standing == "unknown" else 200
    return page(visit, "documents/portal/verify.html", status=status, verdict=verdict)


def _again(visit: Visit, words: str) -> Template:
    return page(visit, "documents/portal/check.html", status=422, errors={"letter": words})


def _folder(visit: Visit) -> FolderStore:
    store = visit.tools.files
    if not isinstance(store, FolderStore):
        raise NotHere(_("没有这一页。"))
    return store


def _no_such_link() -> Refusal:
    return NotAllowed(_("这个链接已经失效。"), what_next=_("请回到原来的页面，再点一次。"))


ROUTES = [show, ask, check, letter, document, give, receive]
