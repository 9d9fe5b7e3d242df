"""A sheet as a file (导出): the same YAML that can be read in again."""

from __future__ import annotations

from litestar import get
from litestar.response import Response

from jointhall.kernel.files.disposition import attachment
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.editing.console.item import listed
from jointhall.service_items.editing.queries import text_of, the_draft
from jointhall.service_items.writing import written
from jointhall.web.access import may
from jointhall.web.given import InPath, InQuery, Session


@get("/console/items/{code:str}/sheet.yaml", guards=[may("item:edit")])
async def download(
    session: Session, code: InPath[str], of: InQuery[str | None] = None
) -> Response[str]:
    """The published edition, or the draft, as `sheet.yaml`."""
    if of == "draft":
        draft = await the_draft(session, code)
        source, title = await text_of(session, draft), draft.title
    else:
        item, edition = await listed(session, code)
        if item is None or edition is None:
            raise NotHere(_("没有这个事项。"))
        source, title = edition.sheet, edition.title
    return Response(
        written(source), media_type="application/yaml; charset=utf-8",
        headers={"content-disposition": attachment(f"{title}.yaml")},
    )  # fmt: skip


ROUTES = [download]
