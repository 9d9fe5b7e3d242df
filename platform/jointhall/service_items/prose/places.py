"""Where in a sheet a difference is (在哪里), and how that place is called."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jointhall.kernel.words import _
from jointhall.service_items.prose.kinds import Kind
from jointhall.service_items.prose.naming import called
from jointhall.service_items.tree import Trail

_KINDS = {
    **dict.fromkeys(("法定办结时限", "承诺办结时限", "到现场次数"), Kind.FIGURE),
    **dict.fromkeys(
        ("名称", "一句话", "俗称", "时限说明", "到现场原因", "常见问题", "权利", "义务",
         "救济途径", "公开摘要"),
        Kind.WORDING,
    ),
    **dict.fromkeys(("受理条件", "不符合条件"), Kind.CONDITIONS),
    **dict.fromkeys(("受理", "步骤", "决定"), Kind.STEPS),
    **dict.fromkeys(("县里设定", "县里要确认", "乡镇可调整"), Kind.COUNTY),
    "材料": Kind.MATERIALS,
    "表单": Kind.QUESTION_CHANGED,
    "文书": Kind.LETTERS,
    "样例": Kind.EXAMPLES,
}  # fmt: skip
_STILL_FITS = {"问", "提示", "文字", "带出", "再问原因", "个人信息"}
"""Headings of a question after whose change an answer given before still fits."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a sheet: the way there, how it is called, what it belongs to."""

    path: Trail
    name: str
    kind: Kind
    code: str = ""
    """The code of the row at the top: a question, a material, a step."""
    is_question: bool = False

    @classmethod
    def of(cls, heading: str) -> Place:
        """A heading at the top of the sheet."""
        return cls((heading,), called(heading), _KINDS.get(heading, Kind.FACT))

    @property
    def heading(self) -> str:
        """The last heading on the way."""
        return next((str(one) for one in reversed(self.path) if isinstance(one, str)), "")

    @property
    def row(self) -> str:
        """How the row is called in which the heading stands."""
        return self.name.removesuffix(_("的%(heading)s", heading=called(self.heading)))

    @property
    def is_top(self) -> bool:
        return len(self.path) == 1

    def under(self, heading: str) -> Place:
        name = _("%(place)s的%(heading)s", place=self.name, heading=called(heading))
        kind = Kind.QUESTION_REWORDED if heading in _STILL_FITS else self.kind
        return replace(
            self, path=(*self.path, heading), name=name,
            kind=kind if self.is_question else self.kind,
        )  # fmt: skip

    def at_row(self, number: int, what: str, name: str, code: str, *, is_question: bool) -> Place:
        """One of the rows under this heading; `what` it is and its own name."""
        if is_question:
            row = _("“%(name)s”这一题", name=name)
        else:
            row = _("%(what)s“%(name)s”", what=what, name=name)
        if not self.is_top:
            row = _("%(above)s里的%(row)s", above=self.row, row=row)
        return Place(
            (*self.path, number), row, self.kind, code if self.is_top else self.code,
            self.is_question or is_question,
        )  # fmt: skip
