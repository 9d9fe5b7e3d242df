"""The routes of the county's console, as the probe asks them; see `catalogue`."""

from __future__ import annotations

from .asked import Asked, asks

CONSOLE: dict[str, Asked] = {
    "GET /console": asks(query={"q": "=花"}),
    "GET /console/join": asks(),
    "POST /console/join/township": asks({"code": "division code", "name": "=花石镇"}),
    "POST /console/join/sheet": asks({"sheet": "=none"}),
    "GET /console/join/example.csv": asks(),
    "GET /console/join/{id}": asks(id="import"),
    "GET /console/join/{id}/refused.csv": asks(id="import"),
    "POST /console/join/{id}/confirmation": asks({}, id="import"),
    "POST /console/join/{id}/dropping": asks({}, id="import"),
    "GET /console/townships/{code}": asks(code="division code"),
    "POST /console/townships/{code}/door": asks({"phone": "=1"}, code="division code"),
    "POST /console/townships/{code}/status": asks({"status": "=closed"}, code="division code"),
    "GET /console/townships/{code}/policy": asks(code="division code"),
    "GET /console/townships/{code}/merging": asks(code="division code"),
    "POST /console/townships/{code}/merging": asks({"into": "=0"}, code="division code"),
    "GET /console/townships/{code}/administrator": asks(code="division code"),
    "POST /console/townships/{code}/administrator": asks(
        {"name": "=陈建", "login": "=chenjian"}, code="division code"
    ),
    "POST /console/townships/{code}/administrator/{id}/password": asks(
        {}, code="division code", id="officer id"
    ),
    "GET /console/items": asks(),
    "GET /console/headings": asks(),
    "GET /console/handing-down": asks(query={"stands": "=newer", "module": "=elderly"}),
    "GET /console/handing-down/{code}": asks(code="=facility_farmland"),
    "POST /console/handing-down/{code}/terms": asks(
        {"postpone_days": "=30"}, code="=facility_farmland"
    ),
    "GET /console/handing-down/{code}/opening": asks(code="=facility_farmland"),
    "POST /console/handing-down/{code}/opening": asks({"open": "=yes"}, code="=facility_farmland"),
    "GET /console/handing-down/townships/{code}": asks(code="division code"),
    "POST /console/handing-down/townships/{code}/modules/{module}": asks(
        {"setting": "=free"}, code="division code", module="=elderly"
    ),
    "POST /console/items/publication": asks({"module": "=agriculture", "edition": "=0"}),
    "GET /console/items/{code}": asks(code="=facility_farmland"),
    "GET /console/items/{code}/sheet.yaml": asks(
        code="=facility_farmland", query={"of": "=published"}
    ),
    "POST /console/items/{code}/confirmations": asks(
        {"number": "=0", "note": "=x"}, code="=facility_farmland"
    ),
    "GET /console/new-item": asks(),
    "POST /console/new-item": asks({"title": "=新事项", "of": "=facility_farmland"}),
    "POST /console/new-item/sheet": asks({"into": "=facility_farmland"}),
    "POST /console/items/{code}/draft/beginning": asks(
        {"of": "=edition"}, code="=facility_farmland"
    ),
    "GET /console/items/{code}/draft": asks(code="=facility_farmland", query={"part": "=form"}),
    "POST /console/items/{code}/draft": asks(
        {"part": "=guide", "do": "=save", "version": "=1"}, code="=facility_farmland"
    ),
    "GET /console/items/{code}/draft/history": asks(code="=facility_farmland"),
    "POST /console/items/{code}/draft/history": asks({"step": "=1"}, code="=facility_farmland"),
    "GET /console/items/{code}/drafts/{id}": asks(code="=facility_farmland", id="item draft"),
    "GET /console/items/{code}/draft/both/{number}": asks(
        code="=facility_farmland", number="draft aside"
    ),
    "POST /console/items/{code}/draft/both/{number}": asks(
        {"place-0": "=mine"}, code="=facility_farmland", number="draft aside"
    ),
    "POST /console/items/{code}/draft/dropping": asks({}, code="=facility_farmland"),
    "GET /console/items/{code}/draft/review": asks(code="=facility_farmland"),
    "POST /console/items/{code}/draft/review": asks(
        {"take_back": "=yes"}, code="=facility_farmland"
    ),
    "POST /console/items/{code}/draft/approval": asks({"version": "=0"}, code="=facility_farmland"),
    "POST /console/items/{code}/draft/return": asks({"reason": "=改"}, code="=facility_farmland"),
    "GET /console/items/{code}/preview/guide": asks(code="=facility_farmland"),
    "GET /console/items/{code}/preview/question": asks(
        code="=facility_farmland", query={"at": "=0"}
    ),
    "GET /console/policy": asks(),
    "GET /console/policy/{role}/{permission}": asks(
        role="=bureau_reviewer", permission="=case:read"
    ),
    "POST /console/policy/{role}/{permission}": asks(
        {"give": "=yes"}, role="=bureau_reviewer", permission="=case:read"
    ),
    "GET /console/calendar": asks(query={"year": "=2027", "day": "=2027-03-03"}),
    "POST /console/search/words": asks({"said": "=讨米", "means": "=低保"}),
    "POST /console/search/words/{id}/removal": asks({}, id="synonym"),
    "POST /console/calendar/days": asks({"day": "=2027-03-04", "kind": "=off", "name": "=节"}),
    "POST /console/calendar/notices": asks({"days": "=none"}),
    "POST /console/calendar/texts": asks({"text": "=一、元旦：1月1日放假"}),
    "POST /console/calendar/imports/{id}/undoing": asks({}, id="calendar import"),
}
