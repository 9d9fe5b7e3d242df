"""One case on one page: what is asked of me, its clock, its way, its papers beside its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import deadlines_of
from jointhall.documents.queries import documents_by_id, letters_of_case
from jointhall.exchange.queries import envelopes_about
from jointhall.kernel.clock.light import light
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again
from jointhall.web.given import InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ..after.workbench.archived import archived_page
from ..answers import answers_of
from ..bundled import siblings_of
from ..counters import counter_at
from ..desk.watching import note_seen
from ..dossier.beside import beside_of
from ..fitting import ends_too_late
from ..history import broken_at
from ..joint.out import waiting_for_us
from ..models import Case
from ..moving import newer_version
from ..progress import Seen, progress_of
from ..queries import case_numbered, history_of
from ..sight import Paper, answers_shown, files_in, lent_to, papers_shown, scope_of
from ..signers.second_person import is_waiting_for_another, proposal_shown
from ..standing_in import Desk, desk_of
from ..status import Status
from ..steps import Task
from ..versions.differing import how_many_changes
from ..whereabouts import seen_case
from .clock import clock_of
from .envelopes import envelope_rows
from .notice_light import standing_of
from .offers import offered
from .opinions import opinions_for
from .visit_rows import asking_where, today_of, visits_shown
from .votes import vote_tables
from .waiting import next_up

DONE = {
    "mended": N_("更正了。新的文书正在盖章，旧的扫码会显示已经换新。"),
    "revocation_proposed": N_("提出来了，等另一位负责人批准。"),
    "revocation_settled": N_("处理好了，决定照旧。"),
    "revoked": N_("撤销了。撤销决定书正在盖章，申请人会收到短信。"),
    "watched": N_("关注了，它在您的“关注”里。"),
    "unwatched": N_("不再关注了。"),
    "passed_on": N_("转过去了。那边收下以后，申请人会收到短信。"),
    "extension_asked": N_("延期申请交上去了，等负责人批。批下来以前，原来的期限照算。"),
    "extension_granted": N_("批准延期了。告知书正在盖章，申请人会收到短信。"),
    "extension_refused": N_("没有批准延期，还按原来的期限办。提的人看得到您的理由。"),
    "procedure_started": N_("启动了，从明天起停表。告知书正在盖章，申请人会收到短信。"),
    "procedure_ended": N_("结束了，从明天起接着计时。告知书正在盖章，申请人会收到短信。"),
    "ended": N_("终止了。告知书正在盖章，申请人会收到短信；别处还没答的都不用再答。"),
    "acceptance": N_("受理了。受理通知书正在盖章，申请人会收到短信。"),
    "correction": N_("请申请人补正了。补齐以后它会再回到待办。"),
    "rejection": N_("不予受理了。通知书正在盖章，申请人会收到短信。"),
    "opinion": N_("意见交了。"),
    "visit": N_("到场情况记下了，可以提意见了。"),
    "moved": N_("换到新版了，申请人会收到消息。"),
    "noted": N_("备注存好了。"),
    "said": N_("发给申请人了，短信和消息都会告诉他。"),
    "received": N_("收到的日子记下了，受理的期限照它重新算了。"),
    "urged": N_("催过了。本单位的在“提醒”里看得到，别处的收到一封催办信封。"),
    "proposal": N_("拟好了，等另一位负责人签。"),
    "transfer": N_("转办了。别家已经答的都还在。"),
    "delegation": N_("委托出去了，责任还在您，随时可以收回。"),
    "reclaim": N_("收回来了，现在等您办。"),
    "renewed": N_("新的一份送出去了，旧的作废，对方从今天重新算日子。"),
    "handing_back": N_("交回去了。"),
    "signer_before": N_("请他先看了，他看完会回到您这里。"),
    "signer_after": N_("加上了，您同意以后轮到他签。"),
    "signer_removal": N_("不用他看了。"),
    "recall": N_("意见撤回来了，请重新提。"),
    "sending_back": N_("退回去了，申请人看得到走到哪一步。"),
    "copied": N_("抄送了，他们会在“待阅”里看到。"),
    "decision": N_("决定了。决定书正在盖章，盖好就送达；要纸质的，到待办里等送达。"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of this desk now: `act` names the panel, `task` is what it answers."""

    act: str
    words: str
    state: str = "none"
    lamp: str = ""
    due: Any = None
    task: Task | None = None


@get("/workbench/cases/{number:str}", guards=[may("case:read")])
async def show(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    paper: InQuery[str | None] = None,
    done: InQuery[str | None] = None,
) -> Template:
    """The case, for an officer of the township that handles it; who looked is put on record."""
    case = await case_numbered(session, number)
    return await case_page(visit, session, viewer, case, paper=paper, done=DONE.get(done or "", ""))


async def again(
    visit: TheVisit,
    viewer: Who,
    number: str,
    refusal: Refusal,
    typed: Mapping[str, str],
) -> Template:
    """The page once more after a refusal, with what was typed; what was begun is undone."""
    session, filled = await begun_again(visit, refusal, typed)
    return await case_page(visit, session, viewer, await case_numbered(session, number), filled)


async def case_page(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    case: Case,
    filled: Filled = BLANK,
    *,
    paper: str | None = None,
    done: str = "",
) -> Template:
    """All that the page of a case shows."""
    tools, place = visit.tools, visit.place
    visit.afterwards(_note(viewer, case, visit.now()))
    if case.status == Status.PASSED_ON:
        return await archived_page(visit, session, case, filled, done=_(done) if done else "")
    desk = await desk_of(session, viewer)
    seen = await seen_case(session, tools, place, case)
    counter = await counter_at(tools, place)
    answers = answers_of(tools.secrets, case)
    found = await documents_by_id(session, files_in(seen.sheet, answers, counter))
    lent = lent_to(desk, seen.sheet, seen.steps, seen.tasks)
    scope = scope_of(desk, case, seen.sheet, answers, counter, lent=lent)
    papers = papers_shown(scope, seen.sheet, answers, counter, found)
    history = await history_of(session, case)
    threads = [task.id for task in seen.tasks if task.peer_id is not None]
    limits = await deadlines_of(session, "case", case.id)
    asked = asked_of(visit, desk, seen)
    visits = await visits_shown(session, visit, desk, scope, case, seen)
    task = asked.task
    going = next((one for one in visits if task and one.visit.task_id == task.id), None)
    made = page(
        visit,
        "cases/workbench/case.html",
        **filled.on_page(),
        case=case,
        has_newer=viewer.may("case:move") and await newer_version(session, place, case) is not None,
        sheet=seen.sheet,
        applicant=tools.secrets.open_text(case.tenant_id, "applicant", case.applicant_sealed),
        asked=asked,
        progress=progress_of(seen),
        clock=clock_of(case, limits, now=visit.now(), calendar=seen.calendar),
        answers=answers_shown(scope, seen.sheet, answers, counter),
        is_partly_hidden=scope.answers is not None,
        papers=[_tab(visit, case, one, paper, papers) for one in papers],
        paper=_chosen(visit, case, papers, paper),
        votes=vote_tables(seen, now=visit.now()),
        visits=[one for one in visits if one.visit.is_recorded],
        going=going,
        went=going.typed(filled.typed, today_of(visit)) if going else {},
        notices=[(one, standing_of(one, seen.today)) for one in seen.notices],
        envelopes=envelope_rows(
            visit, seen, await envelopes_about(session, threads), tools.secrets
        ),
        history=list(reversed(history)),
        broken=broken_at(history),
        chain_end=history[-1].hash.hex() if history else "",
        letters=await letters_of_case(session, case.id),
        mended=await how_many_changes(session, tools, place, case, scope),
        canned=await opinions_for(session, desk, asked.act),
        beside=await beside_of(visit, session, case),
        too_late=ends_too_late(case, seen.tasks),
        out_waiting=waiting_for_us(visit, seen),
        done=_(done) if done else "",
        offers=offered(visit, desk, seen),
        together=await siblings_of(session, case),
        upcoming=await next_up(visit, session, viewer) if done else None,
        proposal=proposal_shown(seen.sheet, asked.task),
    )
    return asking_where(made, going)


def asked_of(visit: TheVisit, desk: Desk, seen: Seen) -> Asked:
    """What the case asks of this desk now, or of whom it waits when that is nobody here."""
    case, viewer = seen.case, desk.viewer
    if (
        seen.status is Status.SUBMITTED
        and viewer.may("case:accept")
        and desk.answers_for(case.office)
    ):
        face = clock_of(case, (), now=visit.now(), calendar=seen.calendar)
        assert face is not None, "what waits for acceptance has five days"
        words = seen.sheet.acceptance.words or _("看材料齐不齐，决定受理、请补正还是不予受理。")
        end = face.ends[0]
        return Asked("accept", words, end.state, end.words, end.due_on)
    mine = [task for task in seen.tasks if _is_mine(desk, task)]
    if seen.status is Status.UNDER_REVIEW and mine:
        task = min(mine, key=lambda one: one.due_on)
        lamp = light(
            task.due_on, visit.now(), calendar=seen.calendar,
            paused=seen.course.running is not None,
        )  # fmt: skip
        state = lamp.state
        return Asked(task.kind, task.words, state, lamp.words, task.due_on, task)
    return Asked("", progress_of(seen).heading)


def _is_mine(desk: Desk, task: Task) -> bool:
    permission = "case:decide" if task.kind == "decide" else "case:review"
    return (
        task.status == "open"
        and task.peer_id is None
        and desk.viewer.may(permission)
        and desk.holds(task)
        and not is_waiting_for_another(task, desk.viewer.id)
    )


def _note(viewer: Who, case: Case, now: datetime) -> Any:
    async def note(session: AsyncSession) -> None:
        await note_seen(session, case, viewer, now=now)
        record(
            session, "case.viewed", who=viewer.actor(), subject=f"case:{case.id}",
            words=_("看了办件"), for_whom=case.resident_id,
        )  # fmt: skip

    return note


def _tab(
    visit: TheVisit, case: Case, one: Paper, chosen: str | None, papers: Sequence[Paper]
) -> dict[str, Any]:
    current = _find(papers, chosen)
    return {
        "name": one.material,
        "href": f"{visit.at(f'/workbench/cases/{case.number}')}?paper={one.document.id}#papers",
        "is_current": current is not None and current.document.id == one.document.id,
    }


def _chosen(
    visit: TheVisit, case: Case, papers: Sequence[Paper], chosen: str | None
) -> dict[str, Any] | None:
    current = _find(papers, chosen)
    if current is None:
        return None
    document = current.document
    return {
        "name": document.name,
        "href": visit.at(f"/workbench/cases/{case.number}/documents/{document.id}?look=1"),
        "image": document.is_picture,
        "note": _("校验码 %(begin)s…%(end)s", begin=document.sha256[:4], end=document.sha256[-4:]),
    }


def _find(papers: Sequence[Paper], chosen: str | None) -> Paper | None:
    try:
        wanted = UUID(chosen or "")
    except ValueError:
        wanted = None
    by_id = {one.document.id: one for one in papers}
    if wanted in by_id:
        return by_id[wanted]
    pictures = [one for one in papers if one.document.is_picture]
    return next(iter(pictures or papers), None)


ROUTES = [show]
