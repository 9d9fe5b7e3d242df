"""A letter with its places filled (文书正文), and the line of a case that anyone may read."""

import re
from collections.abc import Mapping

from jointhall.kernel.words import _
from jointhall.service_items.asking import Answers
from jointhall.service_items.form import Form
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Letter

_PLACEHOLDER = re.compile(r"【([^】]*)】")
_GAP = re.compile(r"\n{3,}")


def filled(
    letter: Letter, said: Mapping[str, str], form: Form, answers: Answers
) -> tuple[str, str]:
    """Title and text of a letter; `said` gives the values of `vocabulary.PLACEHOLDERS`.

    A place without a value stays empty: the check has seen to it that the law's own are there.
    """
    title = _fill(letter.title, said, form, answers)
    return title, _GAP.sub("\n\n", _fill(letter.text, said, form, answers)).strip()


def remedies(sheet: Sheet) -> str:
    """How to object, as every refusal must say (行政复议法, 行政诉讼法)."""
    return _(
        "不服本决定的：%(review)s%(lawsuit)s",
        review=sheet.remedies.review,
        lawsuit=sheet.remedies.lawsuit,
    )


def public_title(form: Form, answers: Answers) -> str:
    """The case in one line without personal data (公开摘要)."""
    here = {"事项": form.sheet.title, "乡镇": form.counter.here.name}
    return _fill(form.sheet.public_title, here, form, answers)


def _fill(text: str, said: Mapping[str, str], form: Form, answers: Answers) -> str:
    counted = form.applying(answers)

    def value(found: re.Match[str]) -> str:
        name, _space, code = found[1].partition(" ")
        if name != "答":
            return said.get(found[1], "")
        question = form.sheet.question(code.strip())
        if question is None or question.code not in counted:
            return ""
        return kind_of(question).show(question, counted[question.code], form.counter)

    return _PLACEHOLDER.sub(value, text)
