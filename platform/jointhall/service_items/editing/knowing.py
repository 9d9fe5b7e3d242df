"""What a sheet names elsewhere (引用): its questions, materials and steps, and the offices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jointhall.service_items.editing.words import COUNTYS, NO, YES
from jointhall.service_items.vocabulary import HERE, NEIGHBOURS
from jointhall.tenancy.starter import starter

Option = tuple[str, str]
"""What is kept, and the words shown for it."""

_OF_QUESTIONS = frozenset({"题", "按题", "可看答案", "公示答案", "填错"})
_OF_MATERIALS = frozenset({"收材料", "可看材料"})
_OF_OFFICES = frozenset({"站所", "异议站所"})
STEPS, TASKS, OFFICE, WHERE = "步骤", "交给", "站所", "在"
_NUMBERS = frozenset({"数量", "金额", "自动合计"})


@dataclass(frozen=True)
class Known:
    """The sheet being edited, and where in it one is."""

    source: Mapping[str, Any]
    kind: Any = None
    where: Any = None
    shape: str = ""
    beside: Mapping[str, Any] | None = None

    def choices(self, label: str) -> tuple[Option, ...] | None:
        """What a heading may name; None when it names nothing."""
        if label in _OF_QUESTIONS or self.shape == "申请人":
            return self.questions()
        if label in _OF_MATERIALS:
            return _named(self.source.get("材料"), "名称")
        if label == "步骤" and self.shape == "样例经过":
            return _named(self.source.get("步骤"), "名称")
        if label in _OF_OFFICES:
            return self.offices()
        if label == "加总":
            return self.numbers()
        return None

    def questions(self) -> tuple[Option, ...]:
        return _named(self.source.get("表单"), "问")

    def question(self, code: Any) -> Mapping[str, Any] | None:
        rows = self.source.get("表单")
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping) and row.get("编号") == code:
                return row
        return None

    def columns(self) -> tuple[Option, ...]:
        """Columns of tables, as `question.column`."""
        return tuple(
            (f"{code}.{column}", f"{words} · {column_words}")
            for code, words in self.questions()
            for column, column_words in _named((self.question(code) or {}).get("列"), "问")
        )

    def numbers(self) -> tuple[Option, ...]:
        """Whatever can be added up."""
        questions = [
            (code, words)
            for code, words in self.questions()
            if (self.question(code) or {}).get("类型") in _NUMBERS
        ]
        return (*questions, *self.columns())

    def answers(self, code: Any) -> tuple[str, ...]:
        """The words a question may be answered with; none when they are free."""
        question = self.question(code) or {}
        if question.get("类型") == "是否":
            return (YES, NO)
        if question.get("类型") == "单选":
            return tuple(words for _code, words in _named(question.get("选项"), "文字"))
        return ()

    def values(self, code: Any) -> tuple[Option, ...]:
        """The answers a condition may look for, as kept in the sheet."""
        question = self.question(code) or {}
        if question.get("类型") == "是否":
            return ((YES, YES), (NO, NO))
        return _named(question.get("选项"), "文字")

    def parties(self) -> tuple[Option, ...]:
        """Who may be asked in a step, as a worked example names them: the house and the office."""
        names = dict(self.offices())
        found: dict[str, str] = {}
        for step in _rows(self.source.get(STEPS)):
            for task in _rows(step.get(TASKS)):
                office, where = str(task.get(OFFICE, "")), str(task.get(WHERE, ""))
                houses = (where,) if where in (HERE, COUNTYS) else NEIGHBOURS
                for house in houses:
                    found[f"{house} {office}"] = f"{house} {names.get(office, office)}"
        return tuple(found.items())

    def offices(self) -> tuple[Option, ...]:
        kinds = ("county",) if self.where == COUNTYS else ("township", "county")
        return tuple((one.code, one.name) for kind in kinds for one in starter(kind).offices)


def _rows(rows: Any) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _named(rows: Any, word: str) -> tuple[Option, ...]:
    """Rows by their codes, and what they are called."""
    return tuple(
        (str(row["编号"]), str(row.get(word) or row["编号"]))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, Mapping) and row.get("编号")
    )
