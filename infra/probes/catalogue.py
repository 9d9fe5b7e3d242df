"""How every route is asked: which kind of id each of its parameters takes. One line a route.

A value is a kind of id that `tests/builders/walled.py` collects; `=word` is that word itself, the
same in every township. Names that are not in the path go into the query, `form` into the body.
A route that is not here fails the probe.
"""

from __future__ import annotations

from .asked import Asked, asks
from .catalogue_console import CONSOLE

NEXT = {"next": "=/cases"}
CASE, TASK, PAPER = "crossing", "task", "document"

CATALOGUE: dict[str, Asked] = {
    # what everybody may look at
    "GET /": asks(query={"who": "=person", "letter": "=A", "name": "=花"}),
    "GET /design": asks(),
    "GET /design/desk": asks(),
    "GET /design/faces.css": asks(),
    "GET /design/questions": asks(),
    "GET /design/questions/{code}": asks(code="=table"),
    "GET /face.css": asks(),
    "GET /faces.css": asks(query={"of": "=430321101000-1b5a4b-b0413e"}),
    "GET /schemas/sheet.json": asks(),
    "GET /items": asks(
        query={"who": "=person", "theme": "=land", "event": "=old", "office": "=minzheng"}
    ),
    "GET /items/{code}": asks(code="=facility_farmland"),
    "GET /keys": asks(),
    "GET /keys.json": asks(),
    "GET /my": asks(),
    "GET /pages/{slug}": asks(slug="=about"),
    "GET /console/search": asks(query={"said": "=老倌子", "told": "=kept"}),
    "GET /search": asks(query={"q": "=地", "town": "slug"}),
    "GET /static/{name}": asks(name="=portal.css", alone=True),
    "GET /townships.css": asks(),
    "GET /view": asks(query={"lang": "=zh", "elder": "=1", "back": "=/items"}),
    "GET /notices": asks(),
    "GET /notices/{number}": asks(number="notice"),
    "GET /delivery-notices/{number}": asks(number="delivery notice"),
    # progress and papers, known by number or code
    "GET /progress": asks(query={"number": CASE}),
    "POST /progress": asks({"number": CASE, "last4": "=0000"}, once=True),
    "GET /v": asks(),
    "POST /v": asks({"letter": "verify code"}),
    "GET /v/{code}": asks(code="verify code"),
    "GET /files/{token}": asks(token="file token"),
    "PUT /files/{token}": asks({"x": "=y"}, token="file token"),
    # residents
    "GET /sign-in": asks(query=NEXT),
    "POST /sign-in": asks({"phone": "phone", **NEXT}, once=True),
    "GET /sign-in/code": asks(query=NEXT),
    "POST /sign-in/code": asks({"code": "=000000", **NEXT}),
    "POST /sign-in/again": asks(NEXT),
    "POST /sign-out": asks({}, ends=True),
    "GET /me": asks(),
    "POST /me": asks({"name": "=周秋生", "id_number": "="}),
    "POST /me/sign-ins/{id}/end": asks({}, id="resident's session"),
    "GET /messages": asks(),
    "GET /apply/{code}": asks(code="=facility_farmland"),
    "POST /apply/{code}": asks({"draft": "draft"}, code="=old_age_allowance"),
    "GET /cases": asks(),
    "GET /bundles/{number}": asks(number="bundle"),
    "GET /cases/{number}": asks(number=CASE),
    "POST /cases/{number}/correction": asks({}, number="mended"),
    "GET /cases/{number}/talk": asks(number=CASE),
    "POST /cases/{number}/talk": asks({"talk": "=您好"}, number=CASE),
    "GET /cases/{number}/receipt": asks(number=CASE),
    "GET /cases/{number}/delivery": asks(number="to receive"),
    "POST /cases/{number}/delivery": asks({"sure": "=yes"}, number="to receive"),
    "GET /cases/{number}/wish": asks(number="to receive"),
    "POST /cases/{number}/wish": asks({"serve_by": "=window"}, number="to receive"),
    "GET /cases/{number}/versions": asks(number="mended"),
    "GET /cases/{number}/withdrawal": asks(number="waiting"),
    "POST /cases/{number}/withdrawal": asks({"sure": "=yes"}, number="waiting"),
    "GET /notices/{number}/objection": asks(number="notice"),
    # Without words: a whole objection is anybody's right in any township, and is counted there.
    "POST /notices/{number}/objection": asks(
        {"name": "=肖", "words": "=", "submission_id": "submission"}, number="notice"
    ),
    "GET /objections/{number}": asks(number="objection"),
    "GET /documents/{id}": asks(id=PAPER, query={"look": "=1"}),
    "GET /letters/{id}": asks(id="letter", query={"look": "=1"}),
    "GET /drafts/{draft_id}/check": asks(draft_id="draft"),
    "GET /drafts/{draft_id}/stop": asks(draft_id="draft", query={"after": "=who"}),
    "POST /drafts/{draft_id}/submission": asks({"submission_id": "submission"}, draft_id="draft"),
    "POST /drafts/{draft_id}/removal": asks({}, draft_id="draft"),
    "POST /drafts/{draft_id}/without": asks({"item": "=severe_care_allowance"}, draft_id="draft"),
    "GET /drafts/{draft_id}/{code}": asks(draft_id="draft", code="=who"),
    "POST /drafts/{draft_id}/{code}": asks({"who": "=farmer"}, draft_id="draft", code="=who"),
    "POST /drafts/{draft_id}/{code}/removal": asks(
        {"paper": PAPER}, draft_id="draft", code="=plan_file"
    ),
    # officers
    "GET /workbench": asks(query={"item": "=facility_farmland", "light": "=green", "view": "view"}),
    "GET /workbench/done": asks(),
    "GET /workbench/cases": asks(query={"q": CASE}),
    "GET /workbench/figures": asks(),
    "GET /workbench/cases/{number}": asks(number=CASE, query={"paper": PAPER}),
    "GET /workbench/cases/{number}/lookers": asks(number=CASE),
    "GET /workbench/cases/{number}/papers": asks(number=CASE, query={"left": PAPER}),
    "GET /workbench/cases/{number}/print": asks(number=CASE),
    "POST /workbench/cases/{number}/notes": asks({"note": "=记一笔"}, number=CASE),
    "POST /workbench/cases/{number}/talk": asks({"talk": "=您好"}, number=CASE),
    "GET /workbench/opinions": asks(),
    "POST /workbench/opinions": asks({"act": "=review", "words": "=", "office": "=ziran"}),
    "POST /workbench/opinions/{id}/drop": asks({}, id="canned"),
    "GET /workbench/kept/{id}": asks(id="kept"),
    "POST /workbench/kept/{id}/drop": asks({}, id="kept"),
    "GET /console/kept/{id}": asks(id="kept"),
    "POST /console/kept/{id}/drop": asks({}, id="kept"),
    "GET /workbench/cases/{number}/documents/{id}": asks(
        number=CASE, id=PAPER, query={"look": "=1"}
    ),
    "POST /workbench/cases/{number}/acceptance": asks({}, number="waiting"),
    "POST /workbench/cases/{number}/correction": asks({"words": "=补一张"}, number="waiting"),
    "POST /workbench/cases/{number}/rejection": asks({"words": "=不归我们"}, number="waiting"),
    "POST /workbench/cases/{number}/tasks/{id}/opinion": asks(
        {"vote": "=agree", "opinion": "=好"}, number=CASE, id=TASK
    ),
    "GET /workbench/cases/{number}/extension": asks(number=CASE),
    "POST /workbench/cases/{number}/extension": asks({"why": "=要等回函"}, number=CASE),
    "POST /workbench/cases/{number}/extension/answer": asks({"answer": "=grant"}, number=CASE),
    "GET /workbench/cases/{number}/procedure": asks(number=CASE),
    "POST /workbench/cases/{number}/procedure": asks({"name": "=听证"}, number=CASE),
    "POST /workbench/cases/{number}/procedure/end": asks({"conclusion": "=可行"}, number=CASE),
    "GET /workbench/cases/{number}/procedure/papers/{id}": asks(
        number=CASE, id="procedure paper", query={"look": "=1"}
    ),
    "GET /workbench/cases/{number}/ending": asks(number=CASE),
    "POST /workbench/cases/{number}/ending": asks(
        {"ground": "=gone", "why": "=没有了"}, number=CASE
    ),
    "GET /workbench/cases/{number}/tasks/{id}/ways": asks(number=CASE, id=TASK),
    "POST /workbench/cases/{number}/tasks/{id}/ways": asks({"do": "=recall"}, number=CASE, id=TASK),
    **{
        f"{method} {desk}/roster{rest}": asked
        for desk in ("/workbench", "/console")
        for method, rest, asked in (
            ("GET", "", asks()),
            ("POST", "", asks({"from_on": "=2026-11-23", "until_on": "=2026-11-24"})),
            ("POST", "/{id}/end", asks({}, id="absence")),
        )
    },
    "GET /workbench/referrals/{id}/transfer": asks(id="referral"),
    "POST /workbench/referrals/{id}/transfer": asks({"to": "=", "why": "=1"}, id="referral"),
    "GET /workbench/copies": asks(query={"which": "=all"}),
    "GET /workbench/cases/{number}/copies": asks(number=CASE),
    "POST /workbench/cases/{number}/copies": asks({"why": "=看看"}, number=CASE),
    "POST /workbench/cases/{number}/copies/read": asks({}, number=CASE),
    "GET /workbench/cases/{number}/version": asks(number=CASE),
    "POST /workbench/cases/{number}/version": asks({"why": "=1"}, number=CASE),
    "POST /workbench/cases/{number}/decision": asks(
        {"outcome": "=granted", "opinion": "=好"}, number=CASE
    ),
    "GET /workbench/intakes": asks(query={"which": "=all"}),
    # Which townships there are is on every door: only one's own is asked about here.
    "GET /workbench/intakes/new": asks(query={"q": "=地"}),
    "GET /workbench/intakes/new/{code}": asks(code="=facility_farmland"),
    "POST /workbench/intakes/new/{code}": asks({"came": "=self"}, code="=facility_farmland"),
    "GET /workbench/intakes/{id}": asks(id="intake"),
    "GET /workbench/intakes/{id}/form": asks(id="intake draft", query={"at": "=1"}),
    "POST /workbench/intakes/{id}/form": asks({"who": "=farmer"}, id="intake draft"),
    "GET /workbench/intakes/{id}/papers/{paper}": asks(id="intake draft", paper="intake paper"),
    "GET /workbench/intakes/{id}/check": asks(id="intake draft"),
    "POST /workbench/intakes/{id}/submission": asks(
        {"agreed": "=yes", "how": "=registered", "day": "=2026-11-16"}, id="intake draft"
    ),
    "POST /workbench/intakes/{id}/removal": asks({}, id="intake draft"),
    "GET /workbench/intakes/{id}/bundle": asks(id="intake"),
    "POST /workbench/intakes/{id}/bundle": asks({}, id="intake"),
    "GET /workbench/cases/{number}/handover": asks(number="handed over"),
    "POST /workbench/cases/{number}/handover": asks({"came": "=户口本"}, number="handed over"),
    "POST /workbench/cases/{number}/handover/return": asks(
        {"words": "=不归我们"}, number="handed over"
    ),
    "GET /workbench/cases/{number}/bundle": asks(number=CASE),
    "POST /workbench/cases/{number}/bundle": asks({}, number=CASE),
    "GET /workbench/referrals/{id}/bundle": asks(id="referral"),
    "POST /workbench/referrals/{id}/bundle": asks({}, id="referral"),
    "GET /workbench/cases/{number}/passing": asks(number="waiting"),
    "POST /workbench/cases/{number}/passing": asks({"to": "=none", "why": "=1"}, number="waiting"),
    "GET /workbench/cases/{number}/clerical": asks(number=CASE, query={"letter": "letter"}),
    "POST /workbench/cases/{number}/clerical": asks(
        {"letter": "letter", "wrong": "=周", "right": "=周", "why": "=1"}, number=CASE
    ),
    "GET /workbench/cases/{number}/revocation": asks(number=CASE),
    "POST /workbench/cases/{number}/revocation": asks({"act": "=propose"}, number=CASE),
    "GET /workbench/deliveries": asks(),
    "GET /workbench/cases/{number}/delivery": asks(number="to receive"),
    "POST /workbench/cases/{number}/delivery": asks(
        {"act": "=post", "delivery": "delivery"}, number="to receive"
    ),
    "GET /workbench/cases/{number}/deliveries/{id}/slips/{paper}": asks(
        number="to receive", id="delivery", paper="delivery slip"
    ),
    "GET /workbench/cases/{number}/versions": asks(number="mended"),
    "GET /workbench/cases/{number}/versions/{id}": asks(number="mended", id="mended paper"),
    "POST /workbench/batch": asks({"id": TASK, "act": "=agree"}),
    "GET /workbench/batches": asks(),
    "GET /workbench/batches/{id}": asks(id="batch"),
    "GET /workbench/batches/{id}/letters": asks(id="batch of letters"),
    "GET /workbench/batches/{id}/list": asks(id="batch of a list"),
    "GET /workbench/export": asks(query={"list": "=cases", "q": CASE}),
    "GET /workbench/finding": asks(),
    "POST /workbench/finding": asks({"who": "applicant"}),
    "GET /workbench/print": asks(query={"list": "=cases", "q": CASE}),
    "GET /workbench/views": asks(),
    "POST /workbench/views": asks(
        {"name": "=今天要完", "asked": "=light=late", "office": "=ziran"}
    ),
    "POST /workbench/views/{id}": asks({"name": "=改名"}, id="view"),
    "GET /workbench/cases/{number}/watching": asks(number=CASE),
    "POST /workbench/cases/{number}/watching": asks({"watch": "=yes"}, number=CASE),
    "GET /workbench/referrals": asks(),
    "GET /workbench/referrals/{id}": asks(id="referral"),
    "GET /workbench/referrals/{id}/papers": asks(id="referral"),
    "GET /workbench/referrals/{id}/return": asks(id="referral"),
    "POST /workbench/referrals/{id}/return": asks({"reason": "=not_ours"}, id="referral"),
    "GET /workbench/referrals/{id}/asking-back": asks(id="referral"),
    "POST /workbench/referrals/{id}/asking-back": asks({"words": "="}, id="referral"),
    "GET /workbench/referrals/{id}/own-question": asks(id="referral"),
    "POST /workbench/referrals/{id}/own-question": asks({"words": "=哪块地"}, id="referral"),
    "GET /workbench/referrals/{id}/late-word": asks(id="referral"),
    "POST /workbench/referrals/{id}/late-word": asks({"vote": "=agree"}, id="referral"),
    "GET /workbench/referrals/{id}/recall": asks(id="referral"),
    "POST /workbench/referrals/{id}/recall": asks({"words": "="}, id="referral"),
    "GET /workbench/cases/{number}/threads/{id}": asks(number=CASE, id="thread"),
    "POST /workbench/cases/{number}/threads/{id}/explanation": asks(
        {"words": "="}, number=CASE, id="thread"
    ),
    "POST /workbench/cases/{number}/threads/{id}/question": asks(
        {"why": "=再看看"}, number=CASE, id="thread"
    ),
    "POST /workbench/cases/{number}/threads/{id}/renewal": asks({}, number=CASE, id="thread"),
    "GET /workbench/referrals/{id}/papers/{nth}": asks(id="referral", nth="=1"),
    "POST /workbench/referrals/{id}/answer": asks({"vote": "=agree"}, id="referral"),
    "POST /workbench/cases/{number}/tasks/{id}/visit": asks(
        {"who": "=陈、谭", "went_on": "=2026-11-16", "found": "=属实"}, number=CASE, id=TASK
    ),
    "GET /workbench/cases/{number}/visits/{id}/photos/{photo}": asks(
        number="shown", id="visit", photo="visit photo"
    ),
    "POST /workbench/referrals/{id}/visit": asks({"who": "=陈、谭"}, id="referral"),
    "GET /workbench/referrals/{id}/photos/{photo}": asks(id="referral", photo="referral photo"),
    "GET /workbench/notices": asks(query={"which": "=over"}),
    "GET /workbench/notices/{number}": asks(number="notice"),
    "POST /workbench/notices/{number}/proof": asks({"x": "=y"}, number="notice"),
    "GET /workbench/notices/{number}/papers/{id}": asks(number="notice", id="proof"),
    "GET /workbench/objections/{number}": asks(number="objection"),
    "GET /workbench/objections/{number}/papers/{id}": asks(
        number="objection", id="objection paper"
    ),
    "POST /workbench/objections/{number}/answer": asks(
        {"verdict": "=dismissed", "reasons": "=看过"}, number="objection"
    ),
    "GET /workbench/letters/{id}": asks(id="letter", query={"look": "=1"}),
    "GET /workbench/items": asks(),
    "GET /workbench/items/adoption": asks(
        query={"module": "=elderly", "code": "=old_age_allowance"}
    ),
    "POST /workbench/items/adoption": asks({"line": "=old_age_allowance-0"}),
    "POST /workbench/items/undoing": asks({"run": "=0"}),
    "POST /workbench/items/modules/{module}": asks({"on": "=yes"}, module="=elderly"),
    "GET /workbench/items/{code}/opening": asks(code="=facility_farmland"),
    "POST /workbench/items/{code}/opening": asks({"open": "=yes"}, code="=facility_farmland"),
    "GET /workbench/items/{code}/variation": asks(code="=facility_farmland"),
    "POST /workbench/items/{code}/variation": asks(
        {"promised_days": "=1"}, code="=facility_farmland"
    ),
    "GET /workbench/items/{code}/version": asks(code="=facility_farmland"),
    "POST /workbench/items/{code}/version": asks({"answer": "=take"}, code="=facility_farmland"),
    "GET /workbench/settings": asks(),
    "POST /workbench/settings": asks({"phone": "=0731-5555 0199"}),
    "GET /workbench/settings/pages/{slug}": asks(slug="=about"),
    "POST /workbench/settings/pages/{slug}": asks({"title": "=关于", "body": "=话"}, slug="=about"),
    "GET /workbench/settings/policy": asks(),
    "GET /workbench/settings/policy/{role}/{permission}": asks(
        role="=counter", permission="=case:read"
    ),
    "POST /workbench/settings/policy/{role}/{permission}": asks(
        {"give": "=yes"}, role="=counter", permission="=case:read"
    ),
    "GET /workbench/cases/{number}/received": asks(number=CASE),
    "POST /workbench/cases/{number}/received": asks({"how": "=ordinary"}, number=CASE),
    "GET /workbench/cases/{number}/urging": asks(number=CASE),
    "POST /workbench/cases/{number}/urging": asks({"task": TASK, "reason": "="}, number=CASE),
    "GET /workbench/referrals/{id}/urging": asks(id="referral"),
    "POST /workbench/referrals/{id}/urging": asks({"reason": "="}, id="referral"),
    "GET /workbench/supervision": asks(query={"show": "=late", "of": "=year"}),
    "GET /workbench/supervision/clocks/{id}/order": asks(id="clock"),
    "POST /workbench/supervision/clocks/{id}/order": asks(
        {"words": "=", "within": "=3"}, id="clock"
    ),
    "GET /workbench/supervision/orders/{id}": asks(id="order"),
    "POST /workbench/supervision/orders/{id}/reply": asks({"reason": "=hands"}, id="order"),
    "GET /console/supervision": asks(query={"of": "=last"}),
    "GET /console/supervision/townships/{code}": asks(code="division code"),
    "GET /console/supervision/townships/{code}/clocks/{id}": asks(code="division code", id="clock"),
    "POST /console/supervision/townships/{code}/clocks/{id}": asks(
        {"words": "=", "within": "=3"}, code="division code", id="clock"
    ),
    "GET /console/supervision/orders/{id}": asks(id="order"),
    # machines and twins
    "GET /healthz": asks(alone=True),
    "GET /readyz": asks(alone=True),
    "GET /metrics": asks(alone=True),
    "GET /twins/totp": asks(query={"login": "login"}, alone=True),
    "POST /twins/sms": asks({}, alone=True),
    "GET /twins/sms/inbox": asks(query={"phone": "phone"}, alone=True),
    "POST /twins/sms/faults": asks({}, alone=True),
}

CATALOGUE |= CONSOLE

AT_BOTH_DESKS = {
    "GET {desk}/reminders": asks(),
    "POST {desk}/reminders": asks({"id": "reminder"}),
    "GET {desk}/desk": asks(),
    "GET {desk}/desk/{id}": asks(id="matter"),
    "POST {desk}/desk/{id}/ruling": asks({"ruling": "=insist"}, id="matter"),
    "GET {desk}/sign-in": asks(query=NEXT),
    "POST {desk}/sign-in": asks({"login": "login", "password": "=no", **NEXT}, once=True),
    "GET {desk}/sign-in/second": asks(query=NEXT),
    "POST {desk}/sign-in/second": asks({"code": "=000000", **NEXT}),
    "GET {desk}/sign-in/first": asks(query=NEXT),
    "POST {desk}/sign-in/first": asks({"new_password": "=short", **NEXT}),
    "GET {desk}/sign-in/enrolment": asks(query=NEXT),
    "POST {desk}/sign-in/enrolment": asks({"code": "=000000", **NEXT}),
    "POST {desk}/sign-out": asks({}, ends=True),
    "GET {desk}/account": asks(),
    "POST {desk}/account/password": asks({"password": "=no", "new_password": "=short"}),
    "POST {desk}/account/sign-ins/{id}/end": asks({}, id="officer's session"),
    "GET {desk}/envelopes": asks(query={"check": "=1"}),
    "GET {desk}/journal": asks(query={"who": "officer id", "subject": "case subject"}),
    "GET {desk}/numbers": asks(),
    "GET {desk}/jobs": asks(),
    "GET {desk}/jobs/{id}": asks(id="job"),
    "POST {desk}/jobs/retry": asks({"job": "=exchange.deliver"}),
    "POST {desk}/jobs/{id}/retry": asks({}, id="job"),
    "POST {desk}/jobs/{id}/letting-go": asks({"why": "=x"}, id="job"),
    "GET {desk}/officers": asks(),
    "GET {desk}/officers/new": asks(),
    "POST {desk}/officers": asks({"login": "=x", "name": "=y", "office": "village"}),
    "GET {desk}/officers/{id}": asks(id="officer id"),
    "POST {desk}/officers/{id}/departure": asks({}, id="officer id"),
    "POST {desk}/officers/{id}/password": asks({}, id="officer id"),
    "POST {desk}/officers/{id}/posts": asks(
        {"office": "=zhengwu", "title": "=经办"}, id="officer id"
    ),
    "POST {desk}/officers/{id}/posts/{held}/end": asks({}, id="officer id", held="post"),
    "POST {desk}/officers/{id}/roles/{role}": asks(
        {"give": "=yes"}, id="officer id", role="=counter"
    ),
    "GET {desk}/offices": asks(),
    "POST {desk}/offices": asks({"name": "=", "kind": "=station"}),
    "GET {desk}/offices/{id}": asks(id="office id"),
    "POST {desk}/offices/{id}": asks({"name": "=改名", "phone": "=1"}, id="office id"),
}
"""The same acts at a township's desk and at the county's."""

CATALOGUE |= {
    key.replace("{desk}", desk): asked
    for key, asked in AT_BOTH_DESKS.items()
    for desk in ("/workbench", "/console")
}

BY_DESIGN = {
    "GET /v/{code}": "whoever holds a letter's code is shown that the letter is genuine",
    "POST /v": "the same, with the paper itself",
}
"""Routes that tell a stranger about one record at its own township's door: what they hold is the
proof. At another township's door there is no such record."""

BEARER = {
    "GET /files/{token}": "a signed address is the permission itself, and ends within minutes",
    "PUT /files/{token}": "a signed address is the permission itself, and takes one upload",
}
"""Routes that know no township: the tenant stands inside what is signed."""
