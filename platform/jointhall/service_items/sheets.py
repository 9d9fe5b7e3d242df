"""What a sheet (事项表) says, once read: plain frozen facts that no one can change in passing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jointhall.service_items.asking import (
    Answers,
    Choice,
    Clause,
    Comparison,
    Condition,
    Ineligible,
    Prefill,
    Question,
    Route,
    Value,
)
from jointhall.service_items.coded import Coded
from jointhall.service_items.limits import Limit
from jointhall.service_items.stations import (
    Acceptance,
    Addressee,
    Decision,
    Example,
    Letter,
    Notice,
    Outcome,
    Passage,
    Rule,
    RuleKind,
    Step,
    Task,
    Visit,
    Where,
)

__all__ = [
    "Acceptance",
    "Addressee",
    "Answers",
    "Applicant",
    "Body",
    "Choice",
    "Clause",
    "Coded",
    "Codes",
    "Comparison",
    "Condition",
    "Decision",
    "Example",
    "Extension",
    "Faq",
    "Fee",
    "Ineligible",
    "Law",
    "Letter",
    "Limit",
    "Material",
    "Module",
    "Notice",
    "Outcome",
    "Passage",
    "Prefill",
    "Question",
    "Remedies",
    "Result",
    "Route",
    "Rule",
    "RuleKind",
    "Setting",
    "Sheet",
    "SpecialProcedure",
    "Step",
    "Task",
    "ToConfirm",
    "Value",
    "Visit",
    "Where",
    "Window",
]


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
    licence: str | None = None
    """Code of the e-licence that stands for it (证照代码)."""
    blank: str | None = None
    """Where the blank form is (空白表格)."""
    sample: str | None = None
    """A filled sample (示例样表)."""
    standard: str | None = None
    """What makes it acceptable (受理标准)."""
    within_days: int | None = None
    """Working days within which it may follow later (容缺期限)."""
    only_if: Condition | None = None
    """In which circumstances it is asked for (何时要, 情形)."""

    @property
    def is_required(self) -> bool:
        return self.necessity.code == "1" and self.exempt is None


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee (收费项目), which only a law or an administrative regulation may set."""

    name: str
    standard: str
    basis: str
    relief: str | None = None
    """When it is lowered or waived (减免)."""
    is_online: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What the applicant gets in the end (审批结果)."""

    name: str
    kind: Coded
    sample: str | None = None
    valid: str | None = None
    licence: str | None = None
    """Code of the e-licence it is (证照代码)."""


@dataclass(frozen=True, slots=True)
class Window:
    """Where and when (办理窗口); what is not said comes from the township's own register."""

    office: str
    place: str | None = None
    hours: str | None = None
    phone: str | None = None
    complaint_phone: str | None = None
    contact: str | None = None
    """Whom to ask for (联系人)."""


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
class Applicant:
    """Which questions say who applies (申请人): question codes."""

    name: str
    id_number: str | None = None
    phone: str | None = None
    org_name: str | None = None
    credit_code: str | None = None


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


@dataclass(frozen=True, slots=True)
class SpecialProcedure:
    """A procedure whose time does not count (特别程序, 行政许可法第四十五条)."""

    name: str
    basis: str
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """How much longer a case may take, once (延期), and the article that allows it."""

    limit: Limit
    basis: str


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
    limit_explained: str | None
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
    applicant: Applicant
    acceptance: Acceptance
    steps: tuple[Step, ...]
    decision: Decision
    letters: tuple[Letter, ...]
    public_title: str
    examples: tuple[Example, ...]
    special_procedures: tuple[SpecialProcedure, ...]
    extension: Extension | None
    """None: only what 行政许可法 42 gives to licences."""
    promise: str | None
    """What may be granted on a written promise (告知承诺)."""
    quota: str | None
    """How many may be granted (数量限制)."""
    entrusted_by: str | None
    """Who entrusted the power (委托部门), when it was entrusted."""
    rules: str
    """The fingerprint of the `rules.py` beside it (规则指纹), empty without one."""
    source: Mapping[str, Any] = field(repr=False, compare=False)
    """The sheet as plain data under its Chinese headings, as a published edition keeps it."""

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
