"""What is another, said in a sentence (怎么说)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items import headings_form as form
from jointhall.service_items.prose.kinds import Kind
from jointhall.service_items.prose.naming import (
    DONE_WHEN,
    listed_rows,
    name_of,
    reworded,
    settled_data,
    shown,
)
from jointhall.service_items.prose.places import Place
from jointhall.service_items.prose.saying import condition_said, settings_of
from jointhall.service_items.shapes import Content, Either, Line, Under, Words, shape_for
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.tree import Told, Trail, planted

_A_FEW = 15
"""Texts no longer than this are told as a change of value rather than of words."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is another in the new version."""

    path: Trail
    """Where it stands in the new sheet; in the old one when it was taken out."""
    words: str
    kind: Kind
    code: str = ""
    """The code of the question, material or step it is about, if it has one."""
    before: str = ""
    after: str = ""


class Telling:
    """Tells what is another between two versions of a sheet."""

    def __init__(self, old: Sheet, new: Sheet) -> None:
        self.old, self.new = old, new

    def place_of(
        self, place: Place, content: Under, row: Any, number: int, *, is_new: bool = False
    ) -> Place:
        """A row under this heading, called as it is called in one of the versions."""
        shape = shape_for(content, row) if isinstance(row, Mapping) else None
        code = str(row.get("编号", "")) if isinstance(row, Mapping) else ""
        return place.at_row(
            number, shape.name if shape else place.heading,
            name_of(row, self.new if is_new else self.old), code,
            is_question=shape is form.QUESTION,
        )  # fmt: skip

    def row(
        self, place: Place, content: Under, row: Any, number: int, *, is_new: bool,
        above: list[Any] | None = None,
    ) -> Difference:  # fmt: skip
        sheet = self.new if is_new else self.old
        at = self.place_of(place, content, row, number, is_new=is_new)
        said = listed_rows(row, sheet, place.heading)
        if at.is_question and place.is_top:
            kind = Kind.QUESTION_ADDED if is_new else Kind.QUESTION_REMOVED
            label = name_of(row, sheet)
            if not is_new:
                words = _("去掉一题“%(label)s”", label=label)
            elif above:
                words = _("新增一题“%(label)s”（%(kind)s），在“%(above)s”后面", label=label,
                          kind=row.get("类型", ""), above=name_of(above[-1], sheet))  # fmt: skip
            else:
                words = _("新增一题“%(label)s”（%(kind)s），在最前面", label=label,
                          kind=row.get("类型", ""))  # fmt: skip
            at = replace(at, kind=kind)
        else:
            words = _("新增%(row)s", row=at.name) if is_new else _("去掉%(row)s", row=at.name)
        return self._one(at, words, "" if is_new else said, said if is_new else "")

    def moved(self, at: Place, above: list[Any]) -> Difference:
        kind = Kind.QUESTION_MOVED if at.is_question and len(at.path) == 2 else at.kind
        if above:
            words = _("%(row)s挪到“%(above)s”后面", row=at.name, above=name_of(above[-1], self.new))
        else:
            words = _("%(row)s挪到最前面", row=at.name)
        return self._one(replace(at, kind=kind), words, "", "")

    def list(self, place: Place, before: list[Any], after: list[Any]) -> Difference:
        old = {one: shown(place.heading, one, self.old) for one in before}
        new = {one: shown(place.heading, one, self.new) for one in after}
        parts = [_("新增“%(name)s”", name=new[one]) for one in new if one not in old]
        parts += [_("去掉“%(name)s”", name=old[one]) for one in old if one not in new]
        words = "，".join(parts) or _("换了次序")
        said = "\n".join(old.values()), "\n".join(new.values())
        return self._one(place, _("%(place)s：%(words)s", place=place.name, words=words), *said)

    def there_or_not(self, place: Place, before: Any, after: Any) -> Difference:
        is_new = before is None
        sheet = self.new if is_new else self.old
        said = listed_rows(after if is_new else before, sheet, place.heading)
        if is_new:
            words = _("新增%(place)s：%(said)s", place=place.name, said=said)
        else:
            words = _("去掉%(place)s（原来是：%(said)s）", place=place.name, said=said)
        return self._one(place, words, "" if is_new else said, said if is_new else "")

    def text(self, place: Place, content: Content | None, before: str, after: str) -> Difference:
        said = shown(place.heading, before, self.old), shown(place.heading, after, self.new)
        if _is_figure(content):
            kind = place.kind if place.is_question else Kind.FIGURE
            return self.changed(replace(place, kind=kind), *said)
        if place.heading == "必答":
            words = _("%(row)s改成必须填") if after == "是" else _("%(row)s改成可以不填")
            return self._one(place, words % {"row": place.row}, *said)
        if place.heading == "值" and place.kind is Kind.COUNTY:
            return self._setting(place, before, after)
        is_its_name = place.heading in ("问", "名称", "文字") and not place.is_top
        is_short = max(map(len, said)) <= _A_FEW and "。" not in before + after
        is_value = _is_closed(content) or is_short
        if (is_value and not is_its_name) or said[0] == said[1]:
            return self.changed(place, *said)
        name = place.row if is_its_name else place.name
        words = _("%(place)s改了说法：%(words)s", place=name, words=reworded(*said))
        return self._one(place, words, *said)

    def _setting(self, place: Place, before: str, after: str) -> Difference:
        """A figure of the county, with its unit."""
        place = replace(place, kind=Kind.FIGURE, name=place.row)
        units = []
        for sheet in (self.old, self.new):
            found = sheet.setting(place.code)
            units.append(found.unit or "" if found else "")
        return self.changed(place, before + units[0], after + units[1])

    def condition(self, place: Place, before: Any, after: Any) -> Difference:
        """When something is asked, wanted or taken; or in which circumstances something holds."""
        old, new = _condition_said(before, self.old), _condition_said(after, self.new)
        row, do = place.row, DONE_WHEN.get(place.heading)
        if do is None:
            words = _("%(place)s改了：原来是%(old)s，现在是%(new)s",
                      place=place.name, old=old, new=new)  # fmt: skip
        elif not old:
            words = _("%(row)s改成只在%(new)s时才%(do)s，原来都%(do)s", row=row, new=new, do=_(do))
        elif not new:
            words = _("%(row)s改成都%(do)s，原来只在%(old)s时才%(do)s", row=row, old=old, do=_(do))
        else:
            words = _("%(row)s改成只在%(new)s时才%(do)s，原来只在%(old)s时",
                      row=row, new=new, old=old, do=_(do))  # fmt: skip
        return self._one(place, words, old, new)

    def changed(self, place: Place, before: str, after: str) -> Difference:
        words = _(
            "%(place)s由%(before)s改为%(after)s", place=place.name, before=before, after=after
        )
        return self._one(place, words, before, after)

    def _one(self, place: Place, words: str, before: Any, after: Any) -> Difference:
        said = [one if isinstance(one, str) else "" for one in (before, after)]
        return Difference(place.path, words, place.kind, place.code, *said)

    def example(self, place: Place, after: Any) -> Difference:
        """What is another in an example is not told: nobody but its author needs it."""
        words = _("样例“%(name)s”改了", name=name_of(after, self.new))
        return self._one(place, words, "", "")

    def rules(self, place: Place) -> Difference:
        """The program beside the sheet is another; a fingerprint says nothing to people."""
        return self._one(place, _("随表的规则（rules.py）改了"), "", "")

    def otherwise(self, place: Place, before: Any, after: Any) -> Difference:
        """Another sort of content, such as fees where there were none."""
        old = listed_rows(before, self.old, place.heading)
        return self.changed(place, old, listed_rows(after, self.new, place.heading))


def _is_closed(content: Content | None) -> bool:
    """Whether only certain words may stand there."""
    if isinstance(content, Either):
        return all(_is_closed(one) for one in content.contents)
    return isinstance(content, Words) or (isinstance(content, Line) and content.pattern is not None)


def _is_figure(content: Content | None) -> bool:
    """Whether what stands there is a number, a length of time or a day."""
    if isinstance(content, Either):
        return any(_is_figure(one) for one in content.contents)
    return isinstance(content, Line) and content.is_figure


def _condition_said(source: Any, sheet: Sheet) -> str:
    if source is None:
        return ""
    settled = settled_data(source, settings_of(sheet))
    return condition_said(form.condition(planted(settled), Told(""), ""), sheet)
