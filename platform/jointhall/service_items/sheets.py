"""What a sheet (事项表) says, once read: plain frozen facts that no one can change in passing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Value = Any
"""An answer as it is kept: plain JSON (text, number, yes/no, list, mapping)."""
Answers = Mapping[str, Value]
"""Answers by question code; a question not answered is not there."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A word of the national dictionary (代码值) with its code."""

    code: str
    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Codes:
    """The item's codes (编码); the county fills them in when it claims the item."""

    catalog: str | None = None
    task: str | None = None
    handling: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """Who acts under the law (实施主体)."""

    name: str
    nature: Coded


@dataclass(frozen=True, slots=True)
class Law:
    """A legal basis (设定依据), always with its article."""

    name: str
    article: str
    number: str | None = None
    in_force: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit (时限): a count and its unit (工作日, 自然日, 小时)."""

    count: int
    unit: Coded
    explained: str | None = None

    def __str__(self) -> str:
        return f"{self.count}个{self.unit.word}" if self.unit.code != "hour" else f"{self.count}小时"


@dataclass(frozen=True, slots=True)
class Material:
    """Something to hand in (材料)."""

    code: str
    name: str
    source: Coded
    form: Coded
    necessity: Coded
    kind: Coded | None = None
    copies: int = 0
    exempt: str | None = None
    """Why it need not be handed in (免提交); None when it must be."""
    basis: str | None = None
    note: str | None = None

    @property
    def is_required(self) -> bool:
        return self.necessity.code == "1" and self.exempt is None


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee (收费项目), which only a law or an administrative regulation may set."""

    name: str
    standard: str
    basis: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the applicant gets in the end (审批结果)."""

    name: str
    kind: Coded
    sample: str | None = None
    valid: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Where and when (办理窗口); what is not said comes from the township's own register."""

    office: str
    place: str | None = None
    hours: str | None = None
    phone: str | None = None
    complaint_phone: str | None = None


@dataclass(frozen=True, slots=True)
class Faq:
    """A question people ask, and its answer (常见问题)."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Remedies:
    """How to object (救济途径): 行政复议 and 行政诉讼."""

    review: str
    lawsuit: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A local figure the county sets (县里设定), such as an age or an amount."""

    code: str
    name: str
    value: Value
    unit: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """Something the county must confirm before it publishes (县里要确认)."""

    what: str
    why: str


class Comparison(StrEnum):
    """How an answer is held against a value (closed list, no expressions)."""

    IS = "答"
    IS_NOT = "不答"
    ONE_OF = "答其一"
    HAS = "含"
    AT_LEAST = "至少"
    AT_MOST = "至多"
    AGE_AT_LEAST = "满几岁"
    AGE_UNDER = "不满几岁"
    ANSWERED = "答过"


@dataclass(frozen=True, slots=True)
class SettingRef:
    """A value that is looked up among the county's settings (设定)."""

    code: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One comparison of one answer."""

    question: str
    how: Comparison
    value: Value


@dataclass(frozen=True, slots=True)
class Condition:
    """Clauses that must all hold (都要), or of which one must (任一); one level, no nesting."""

    clauses: tuple[Clause, ...]
    is_any: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers offered (选项)."""

    code: str
    label: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form (表单题目); one page each."""

    code: str
    kind: str
    """Code of the question kind, as in `questions.KINDS`."""
    label: str
    hint: str | None = None
    is_required: bool = True
    is_personal: bool = False
    choices: tuple[Choice, ...] = ()
    unit: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    longest: int | None = None
    several: bool = False
    material: str | None = None
    """The material this question collects, for files and photos."""
    only_if: Condition | None = None

    def choice(self, code: str) -> Choice | None:
        return next((c for c in self.choices if c.code == code), None)


@dataclass(frozen=True, slots=True)
class Ineligible:
    """A ground on which the form stops early and says why (不符合条件)."""

    when: Condition
    words: str


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
    """Who is asked (交给): an office code here, in townships named by an answer, or in the county."""

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


@dataclass(frozen=True, slots=True)
class Step:
    """A station after acceptance (步骤): tasks opened at once, finished by a rule."""

    code: str
    name: str
    rule: Rule
    tasks: tuple[Task, ...]

    def task(self, code: str) -> Task | None:
        return next((t for t in self.tasks if t.code == code), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An end the case may come to (决定结果): granted or refused, with the words told to the applicant."""

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

    def outcome(self, code: str) -> Outcome | None:
        return next((o for o in self.outcomes if o.code == code), None)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who receives and accepts the case (受理)."""

    office: str
    words: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter (文书) with its text; placeholders stand in {braces}, from a closed list."""

    kind: Coded
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A worked case (样例): what is answered, who is asked, what they say, how it ends."""

    name: str
    today: str
    given: Mapping[str, Any]
    expects: str
    """`granted`, `refused`, `ineligible` or `form` (the form does not let it through)."""
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    votes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decided: str | None = None
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One service item, whole: guide, form, steps, letters, examples."""

    code: str
    module: str
    edition: str
    title: str
    lede: str
    common_names: tuple[str, ...]
    codes: Codes
    type: Coded
    level: Coded
    power_source: Coded
    body: Body
    serves: tuple[Coded, ...]
    themes: tuple[str, ...]
    life_events: tuple[str, ...]
    kind: Coded
    ways: tuple[Coded, ...]
    online_depth: tuple[Coded, ...]
    laws: tuple[Law, ...]
    statutory_limit: Limit | None
    promised_limit: Limit
    visits: int
    visits_reason: str | None
    conditions: tuple[str, ...]
    materials: tuple[Material, ...]
    fees: tuple[Fee, ...]
    results: tuple[Result, ...]
    window: Window
    reach: Coded
    reach_ways: tuple[Coded, ...]
    faq: tuple[Faq, ...]
    rights: tuple[str, ...]
    duties: tuple[str, ...]
    remedies: Remedies
    settings: tuple[Setting, ...]
    to_confirm: tuple[ToConfirm, ...]
    may_vary: tuple[str, ...]
    form: tuple[Question, ...]
    ineligible: tuple[Ineligible, ...]
    acceptance: Acceptance
    steps: tuple[Step, ...]
    decision: Decision
    letters: tuple[Letter, ...]
    public_title: str
    examples: tuple[Example, ...]
    source: Mapping[str, Any] = field(repr=False, compare=False)
    """The sheet as plain data under its Chinese headings; what the county publishes and a case keeps."""

    @property
    def is_free(self) -> bool:
        return not self.fees

    @property
    def serves_people(self) -> bool:
        return any(s.code == "1" for s in self.serves)

    @property
    def serves_enterprises(self) -> bool:
        return any(s.code != "1" for s in self.serves)

    def question(self, code: str) -> Question | None:
        return next((q for q in self.form if q.code == code), None)

    def material(self, code: str) -> Material | None:
        return next((m for m in self.materials if m.code == code), None)

    def step(self, code: str) -> Step | None:
        return next((s for s in self.steps if s.code == code), None)

    def letter(self, kind: str) -> Letter | None:
        return next((x for x in self.letters if x.kind.code == kind), None)

    def setting(self, code: str) -> Setting | None:
        return next((s for s in self.settings if s.code == code), None)


@dataclass(frozen=True, slots=True)
class Module:
    """A shelf of items (模块), such as elderly care."""

    code: str
    name: str
    theme: str
    sheets: tuple[Sheet, ...] = ()
