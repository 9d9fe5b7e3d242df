"""What happens after filing (步骤): tasks, rules, decision, letters, and worked examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jointhall.service_items.asking import Condition, Route
from jointhall.service_items.coded import Coded
from jointhall.service_items.limits import Limit


class RuleKind(StrEnum):
    """How many must agree (规则)."""

    ALL = "all"
    ANY = "any"
    AT_LEAST = "n_of_m"
    MAJORITY = "majority"


@dataclass(frozen=True, slots=True)
class Rule:
    """When a step is done (会签, 或签, 至少几家, 过半), with or without veto (一票否决)."""

    kind: RuleKind
    at_least: int | None = None
    has_veto: bool = False


class Where(StrEnum):
    """In whose house a task lies (在)."""

    HERE = "here"
    ANSWER = "answer"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is asked (交给): an office here, in townships named by an answer, or in the county."""

    where: Where
    office: str
    post: str | None = None
    question: str | None = None
    """The question whose answer names the townships, when where is ANSWER."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a step asks of one addressee, what it may see, and by when."""

    code: str
    addressee: Addressee
    words: str
    within_days: int
    answers: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    substitute: str | None = None
    """The post that stands in when nobody of the addressed post is there (替补岗位)."""
    visit: "Visit | None" = None
    only_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Going there (到场): a home visit, a look at the ground, a final inspection."""

    kind: Coded
    people: int
    """How many must go together (几人)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A public notice (公示): how long, where, what it shows, and who hears objections."""

    period: Limit
    places: tuple[str, ...]
    answers: tuple[str, ...]
    """Question codes whose answers the notice shows, masked by their kinds."""
    objections_to: str
    """The office that hears objections (异议站所)."""
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """A station after acceptance (步骤): tasks opened at once, finished by a rule; or a notice."""

    code: str
    name: str
    rule: Rule
    tasks: tuple[Task, ...]
    notice: Notice | None = None
    """A step is either tasks or a notice, never both."""
    only_if: Condition | None = None
    """When the step is taken at all (何时走)."""
    passes_on: bool = False
    """Whoever agreed in an earlier step is not asked again (沿用前面的意见)."""

    def task(self, code: str) -> Task | None:
        return next((t for t in self.tasks if t.code == code), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An end the case may come to (决定结果), with the words told to the applicant."""

    code: str
    word: str
    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Who signs (决定), and what may be decided."""

    addressee: Addressee
    words: str
    within_days: int
    outcomes: tuple[Outcome, ...]
    needs_two: bool = False
    """One proposes, another one signs (两人决定)."""

    def outcome(self, code: str) -> Outcome | None:
        return next((o for o in self.outcomes if o.code == code), None)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who receives and accepts the case (受理)."""

    office: str
    words: str | None = None
    post: str | None = None
    routes: tuple[Route, ...] = ()
    """Other offices that receive it in some circumstances (分流); the first that holds counts."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter (文书) with its text; placeholders stand in 【】, from a closed list."""

    kind: Coded
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One step in an example: who is asked, what each says, how the step ends (经过)."""

    step: str
    asked: Mapping[str, str]
    """"本乡镇 ziran" → agree, refuse or open."""
    result: str
    objected: bool = False
    """Whether an objection to the notice was upheld (异议成立)."""


@dataclass(frozen=True, slots=True)
class Example:
    """A worked case (样例): what is answered, who is asked, what they say, how it ends."""

    name: str
    today: str
    given: Mapping[str, Any]
    ends: str
    """`granted`, `refused`, `ineligible` or `form` (the form does not let it through)."""
    passages: tuple[Passage, ...] = ()
    decided: str | None = None
    troubled: tuple[str, ...] = ()
    """Questions at which the form must object, when it ends in `form`."""
