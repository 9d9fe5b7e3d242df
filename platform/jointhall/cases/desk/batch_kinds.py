"""What may be done with several at once (批量办理的种类): one row each, one table.

Every act is the verb that one case alone would be done with, under the same guards; a batch only
spares the walking. What is decided on papers asks that each was opened by this officer before.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotAllowed, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.web.place import Place
from jointhall.web.viewer import Viewer

from ..models import Case
from ..standing_in import Desk
from ..steps import Referral, Task


@dataclass(frozen=True, slots=True)
class Doing:
    """One act in its own transaction: who does it, where, and what they wrote for all."""

    session: AsyncSession
    tools: Tools
    place: Place
    viewer: Viewer
    desk: Desk
    words: str = ""
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a ticked row stands for; `task` is the open one that lies with this desk."""

    case: Case | None = None
    task: Task | None = None
    referral: Referral | None = None

    def whole_case(self) -> Case:
        """The case; raises Refusal for what is no case of ours."""
        if self.case is None:
            raise Refusal(_("这一项不是本单位的办件，只能在它自己的页面上办。"))
        return self.case


Act = Callable[[Doing, Target], Awaitable[None]]
Field = Literal["", "words", "opinion", "hand", "officer", "reader"]
"""What is asked before a batch begins: nothing, words that are needed, words that may be left out,
or somebody: an office or officer who takes it over, an officer who does it, one who reads it."""
SOMEBODY = ("hand", "officer", "reader")


KINDS: dict[str, BatchKind] = {}


@dataclass(slots=True, eq=False)
class BatchKind:
    """One kind, put into the table by decorating its act; any of `permissions` is enough.

    `words` stand on its button, `done` beside what was done, `about` says what will happen.
    """

    key: str
    words: str
    done: str
    permissions: tuple[str, ...]
    about: str
    field: Field = ""
    needs_words: bool = False
    longest: int = 2000
    asks_first: bool = False
    any_item: bool = False
    is_looked_at: bool = False
    shortcut: str = ""
    fits: tuple[str, ...] = ()
    """The kinds of rows it can be done with; all of them when empty."""
    act: Act = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        self.needs_words |= self.field == "words"
        self.asks_first |= self.field != ""

    def __call__(self, act: Act) -> Act:
        assert self.key not in KINDS, f"two kinds of batch are called {self.key}"
        self.act = act
        KINDS[self.key] = self
        return act

    def is_for(self, viewer: Viewer) -> bool:
        return any(viewer.may(permission) for permission in self.permissions)

    def must_be_for(self, viewer: Viewer) -> None:
        """Raises NotAllowed for a viewer who may do nothing of the kind."""
        if not self.is_for(viewer):
            raise NotAllowed(_("您的岗位不能办这一项。"))

    def must_fit(self, row: str) -> None:
        """Raises Refusal for a row that is done on a page of its own."""
        if self.fits and row not in self.fits:
            raise Refusal(_("这一项要在它自己的页面上办，不能一起办。"))


AT_THE_COUNTER = ("accept", "case")
FOR_A_WORD = ("review", "referral", "case")
FOR_THE_HEAD = ("decide", "case")
IN_HAND = ("review", "decide", "case")
REVIEWS = ("case:review", "referral:answer")
READS = ("case:read",)
