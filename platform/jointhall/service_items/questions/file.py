"""A document to hand in (文件), as a PDF.

The door stores what is uploaded and puts `<id> <name>` into the field; it must also make sure
that the id belongs to this very draft, which this kind cannot know.
"""

from typing import Any, ClassVar
from uuid import UUID

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear, rows_of


class File(Kind):
    """Kept as a list of {"id", "name"}, even when only one is taken."""

    code = "file"
    is_file = True
    needs_material = True
    fits_column = False
    accepts: ClassVar[tuple[str, ...]] = ("application/pdf",)
    most = 9

    def told(self, question: Question, given: Any) -> Raw:
        """Files are told by their names; each gets an id of its own."""
        names = () if given is None else rows_of(given)
        return Raw({"": [f"{UUID(int=row)} {name}" for row, name in enumerate(names, start=1)]})

    def missing(self, question: Question) -> str:
        return _("请传一个 PDF 文件")

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        files = [_stored(said) for said in raw.texts()]
        most = self.most if question.several else 1
        if len(files) > most:
            raise Unclear(_("最多传%(most)s个", most=most))
        return files

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return "、".join(each["name"] for each in value)

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw({"": [f"{each['id']} {each['name']}" for each in value]})


def _stored(said: str) -> dict[str, str]:
    file_id, _space, name = said.partition(" ")
    try:
        return {"id": str(UUID(file_id)), "name": name[:200] or _("文件")}
    except ValueError:
        raise Unclear(_("文件没有传上来，请再传一次")) from None
