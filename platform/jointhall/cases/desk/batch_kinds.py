"""What may be done with several at once (批量办理的种类): one line each, one table.

Every act is the verb that one case alone would be done with, under the same guards; a batch only
spares the walking. What is decided on papers asks that each was opened by this officer before.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import Refusal
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
        """The case; raises Refusal for what another township owns."""
        if self.case is None:
            raise Refusal(_("这一件是别处的办件，只能在它自己的页面上答复。"))
        return self.case


Act = Callable[[Doing, Target], Awaitable[None]]
Field = Literal["", "words", "opinion", "hand", "officer", "reader"]
"""What is asked before a batch begins: nothing, words that are needed, words that may be left out,
or somebody: an office or officer who takes it over, an officer who does it, one who reads it."""
SOMEBODY = ("hand", "officer", "reader")


@dataclass(frozen=True, slots=True)
class BatchKind:
    """One kind: `words` on its button, `done` beside what was done, `about` what will happen."""

    key: str
    words: str
    done: str
    permissions: tuple[str, ...]
    about: str
    act: Act
    field: Field = ""
    needs_words: bool = False
    asks_first: bool = False
    any_item: bool = False
    is_looked_at: bool = False
    shortcut: str = ""
    fits: tuple[str, ...] = ()
    """The kinds of rows it is offered for; all of them when empty."""

    def is_for(self, viewer: Viewer) -> bool:
        return any(viewer.may(permission) for permission in self.permissions)


KINDS: dict[str, BatchKind] = {}


def kind(
    key: str,
    words: str,
    done: str,
    *permissions: str,
    about: str,
    field: Field = "",
    needs_words: bool = False,
    asks_first: bool = False,
    any_item: bool = False,
    is_looked_at: bool = False,
    shortcut: str = "",
    fits: tuple[str, ...] = (),
) -> Callable[[Act], Act]:
    """Puts a kind into the table; `permissions` are those one of which is needed."""

    def put(act: Act) -> Act:
        assert key not in KINDS, f"two kinds of batch are called {key}"
        KINDS[key] = BatchKind(
            key, words, done, permissions, about, act, field,
            needs_words=needs_words or field == "words",
            asks_first=asks_first or bool(field), any_item=any_item, is_looked_at=is_looked_at,
            shortcut=shortcut, fits=fits,
        )  # fmt: skip
        return act

    return put


AT_THE_COUNTER = ("accept", "case")
FOR_A_WORD = ("review", "referral", "case")
FOR_THE_HEAD = ("decide", "case")
IN_HAND = ("review", "decide", "case")
REVIEWS = ("case:review", "referral:answer")
