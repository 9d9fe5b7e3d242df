"""One sheet made of several (合成一张表): every question once, under a code of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.asking import Answers, Choice, Condition, Question, Value
from jointhall.service_items.bundles.bundle import Bundle, Member
from jointhall.service_items.counter import Counter
from jointhall.service_items.limits import Limit
from jointhall.service_items.questions import Unclear, kind_of
from jointhall.service_items.sheets import Applicant, Material, Sheet

TOGETHER = "together"
"""Code of the question which of the items are done together (一起办)."""
MODULE = "bundles"
_HOURS = {"hour": 1, "day": 24, "workday": 34}
"""About how long a unit is, to say which of several limits ends last: five workdays are a week."""


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a bundle: its own sheet, and under which code each of its questions is asked."""

    member: Member
    sheet: Sheet
    codes: Mapping[str, str]
    """Question of the item → question of the bundle."""
    taken: Mapping[str, tuple[str, str]]
    """Question of the item → question of the bundle for a person, and the part of it."""
    known: Mapping[str, Any]
    """Question of the item → what the bundle itself says, as it would be written."""

    @property
    def code(self) -> str:
        return self.sheet.code

    def answers(self, answers: Answers, counter: Counter) -> dict[str, Value]:
        """What of the bundle's answers are answers to this item's own questions."""
        found: dict[str, Value] = {}
        for question in self.sheet.form:
            code = question.code
            if code in self.known:
                value = _as_kept(question, self.known[code], counter)
            elif code in self.taken:
                whole, part = self.taken[code]
                person = answers.get(whole)
                value = person.get(part) if isinstance(person, Mapping) else None
            else:
                value = answers.get(self.codes[code])
            if value is not None:
                found[code] = value
        return found

    def asks(self, code: str) -> bool:
        """Whether this question of the bundle is, or holds, one of the item's."""
        return code in {*self.codes.values(), *(whole for whole, _part in self.taken.values())}

    def asked_as(self, code: str) -> str | None:
        """Under which code the bundle asks this question; None when it does not ask it."""
        return self.taken[code][0] if code in self.taken else self.codes.get(code)


@dataclass(frozen=True)
class Bundled(Sheet):
    """A bundle as it is offered in one place: a sheet of all its items, and the items."""

    bundle: Bundle
    parts: tuple[Part, ...]

    def material(self, code: str) -> Material | None:
        """A material under the name its question gives it: `item__material`."""
        item, _two, own = code.partition("__")
        part = self.part(item)
        return part.sheet.material(own) if part is not None else None

    def part(self, code: str) -> Part | None:
        return next((one for one in self.parts if one.code == code), None)

    def parts_asking(self, code: str) -> tuple[Part, ...]:
        """The items that want the answer to this question of the bundle."""
        return tuple(part for part in self.parts if part.asks(code))


def compose(bundle: Bundle, sheets: Mapping[str, Sheet]) -> Bundled:
    """The bundle with these editions of its items; an item that is not there is left out."""
    members = [member for member in bundle.members if member.code in sheets]
    present = {member.code: sheets[member.code] for member in members}
    parts = tuple(_part(bundle, member, sheets[member.code], present) for member in members)
    form = _form(bundle, parts)
    held = [part.sheet for part in parts]
    first = held[0]
    said = {one.name: getattr(first, one.name) for one in fields(Sheet)}
    said |= {
        "code": bundle.code,
        "module": MODULE,
        "edition": edition_name(bundle, held),
        "title": bundle.title,
        "lede": bundle.lede,
        "common_names": bundle.common_names,
        "themes": bundle.themes,
        "life_events": bundle.life_events,
        "serves": _union(sheet.serves for sheet in held),
        "laws": _union(sheet.laws for sheet in held),
        "fees": _union(sheet.fees for sheet in held),
        "results": _union(sheet.results for sheet in held),
        "rights": _union(sheet.rights for sheet in held),
        "duties": _union(sheet.duties for sheet in held),
        "conditions": _union(sheet.conditions for sheet in held),
        "materials": materials_of(held),
        "kind": max(held, key=_length).kind,
        "promised_limit": max((sheet.promised_limit for sheet in held), key=_hours),
        "statutory_limit": None,
        "limit_explained": None,
        "visits": max(sheet.visits for sheet in held),
        "form": form,
        "ineligible": (),
        "applicant": _applicant(parts[0]),
        "rules": "",
        "faq": (),
        "examples": (),
    }
    return Bundled(**said, bundle=bundle, parts=parts)


def edition_name(bundle: Bundle, sheets: Sequence[Sheet]) -> str:
    """Which bundle and which editions of its items, so that it can be composed again."""
    return "/".join((bundle.fingerprint, *(f"{one.code}:{one.edition}" for one in sheets)))


def editions_named(edition: str) -> list[tuple[str, str]]:
    """The items and their editions that an edition of a bundle was composed of."""
    split = (one.partition(":") for one in edition.split("/")[1:])
    return [(code, own) for code, _colon, own in split]


def materials_of(sheets: Sequence[Sheet]) -> tuple[Material, ...]:
    """What all of them want, each thing once: what one of them must have is a must."""
    found: dict[str, Material] = {}
    for sheet in sheets:
        for material in sheet.materials:
            known = found.get(material.name)
            if known is None or (material.is_required and not known.is_required):
                found[material.name] = material
    return tuple(found.values())


def compatible(one: Question, other: Question) -> bool:
    """Whether an answer to the one is an answer to the other."""
    return (
        (one.kind, one.several, one.unit) == (other.kind, other.several, other.unit)
        and _coded(one.choices) == _coded(other.choices)
        and len(one.columns) == len(other.columns)
        and all(
            a.code == b.code and compatible(a, b)
            for a, b in zip(one.columns, other.columns, strict=True)
        )
    )


def together_of(members: Iterable[Member]) -> Question:
    """The question which of these are done together."""
    return Question(
        TOGETHER,
        "several_choices",
        _("这次一起办哪几件？"),
        hint=_("打了勾的会一起办，一张表填完，各办各的。不想办的把勾去掉。"),
        choices=tuple(Choice(one.code, one.name) for one in members),
    )


def _part(bundle: Bundle, member: Member, sheet: Sheet, present: Mapping[str, Sheet]) -> Part:
    codes = {question.code: f"{sheet.code}__{question.code}" for question in sheet.form}
    taken: dict[str, tuple[str, str]] = {}
    for shared in bundle.shared:
        for code in _codes_of(shared.same_as, sheet):
            codes[code] = shared.code
        if any(_codes_of(shared.same_as, one) for one in present.values()):
            for one in shared.parts:
                for code in _codes_of((one.question,), sheet):
                    taken[code] = (shared.code, one.part)
    known = {code: one.given for one in bundle.known for code in _codes_of((one.question,), sheet)}
    asked = {code: as_ for code, as_ in codes.items() if code not in known and code not in taken}
    return Part(member, sheet, asked, taken, known)


def _form(bundle: Bundle, parts: Sequence[Part]) -> tuple[Question, ...]:
    """The bundle's own questions, which items, then the items' in order; shared ones once.

    What one signs that all of it is true comes last.
    """
    whole = {
        code: _own(question, code, part)
        for part in reversed(parts)
        for question in part.sheet.form
        if (code := part.codes.get(question.code)) is not None
    }
    shared = {one.code: one for one in bundle.shared}
    asked: dict[str, Question] = {question.code: question for question in bundle.first}
    asked[TOGETHER] = together_of(part.member for part in parts)
    for part in parts:
        for question in part.sheet.form:
            code = part.asked_as(question.code)
            if code is None or code not in whole:
                continue
            if code not in asked:
                said = shared.get(code)
                own = whole[code]
                label, hint = (said.label, said.hint) if said else (None, None)
                asked[code] = replace(own, label=label or own.label, hint=hint or own.hint)
            elif code in shared and question.is_required:
                # One of them must know it: then it has to be answered.
                asked[code] = replace(asked[code], is_required=True)
    return tuple(sorted(asked.values(), key=lambda question: question.kind == "consent"))


def _own(question: Question, code: str, part: Part) -> Question:
    """A question of an item as the bundle asks it; when it is asked, the item's own form says."""
    prefill = tuple(
        replace(one, only_if=_renamed(one.only_if, part) if one.only_if else None)
        for one in question.prefill
    )
    return replace(
        question, code=code, only_if=None, adds_up=(), prefill=prefill,
        material=f"{part.code}__{question.material}" if question.material else None,
    )  # fmt: skip


def _renamed(condition: Condition, part: Part) -> Condition:
    def named(question: str) -> str:
        code, dot, column = question.partition(".")
        return f"{part.asked_as(code) or code}{dot}{column}"

    clauses = tuple(replace(one, question=named(one.question)) for one in condition.clauses)
    return replace(condition, clauses=clauses)


def _applicant(part: Part) -> Applicant:
    own = part.sheet.applicant

    def asked(code: str | None) -> str | None:
        return part.asked_as(code) if code else None

    return Applicant(
        name=asked(own.name) or own.name,
        id_number=asked(own.id_number),
        phone=asked(own.phone),
        org_name=asked(own.org_name),
        credit_code=asked(own.credit_code),
    )


def _codes_of(named: Iterable[str], sheet: Sheet) -> list[str]:
    """The questions of this item among `item.question`."""
    split = (one.partition(".") for one in named)
    return [code for item, _dot, code in split if item == sheet.code and sheet.question(code)]


def _as_kept(question: Question, given: Any, counter: Counter) -> Value | None:
    kind = kind_of(question)
    try:
        return kind.answer(question, kind.told(question, given), counter)
    except Unclear:
        return None


def _union(held: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(one for each in held for one in each))


def _coded(choices: tuple[Choice, ...]) -> tuple[Any, ...]:
    return tuple((one.code, _coded(one.below)) for one in choices)


def _length(sheet: Sheet) -> int:
    return _hours(sheet.promised_limit)


def _hours(limit: Limit) -> int:
    return limit.count * _HOURS[limit.unit.code]
