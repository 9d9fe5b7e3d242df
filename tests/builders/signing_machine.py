"""The machine that plays with one case (S10): any act at any time, the laws looked at after each.

Half of what it tries makes sense, so that cases get far; the rest is whatever comes to mind, which
must be done wholly or refused in words and leave nothing behind.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from jointhall.cases.history import broken_at
from jointhall.cases.queries import history_of
from jointhall.cases.signers.hands import hands_of
from jointhall.cases.signers.table import BY_NOUN, WAYS, ways_open
from jointhall.cases.status import Status
from jointhall.cases.steps import Task
from jointhall.kernel.clock.now import clock_at, on_which_day
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.offices.roster import roster_on
from tests.builders.case_laws import envelopes_must_hold, notice_must_hold
from tests.builders.case_story import CaseStory
from tests.builders.clock_laws import clocks_must_hold
from tests.builders.sheets_signed import DESKS
from tests.builders.signing_laws import may_follow, must_hold
from tests.builders.signing_story import a_story
from tests.builders.signing_world import RULES, STOPS, Look, World, a_signing_world

OFFICERS = [desk for desk, _office, _name, _role in DESKS]
OFFICES = sorted({office for _desk, office, _name, _role in DESKS})
NOUNS = [way.noun for way in WAYS]
HEADS = ("lingdao", "second")


class SigningMachine(RuleBasedStateMachine):
    """One case a run; `play` gives it a world, and it keeps the figures of all runs.

    `played` is what was done in the last run, act by act.
    """

    world: ClassVar[World]
    loop: ClassVar[asyncio.AbstractEventLoop]
    done: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[str]] = Counter()
    ended: ClassVar[Counter[str]] = Counter()
    played: ClassVar[list[str]] = []
    story: CaseStory
    look: Look

    def __init__(self) -> None:
        super().__init__()
        self.declared: set[Any] = set()
        self.said: dict[UUID, str] = {}
        self.played.clear()

    def run(self, doing: Awaitable[Any]) -> Any:
        return self.loop.run_until_complete(doing)  # type: ignore[arg-type]

    @initialize(kind=st.sampled_from(sorted(RULES)), words=st.sampled_from([None, 0, 1, 2, 5, 9]))
    def file(self, kind: str, words: int | None) -> None:
        """Filed, taken on at once or not, and so many words given as on any ordinary day."""
        self.played.append(f"file under the rule {kind}")
        self.story = self.run(a_story(self.world, kind, CaseStory))
        self.look = self.run(self.story.look())
        if words is not None:
            self.try_to("accept", self.story.accept)
            self.get_on(words, "agree")

    def try_to(self, name: str, act: Callable[[], Awaitable[None]], told: str = "") -> bool:
        """Does it, or is refused and finds everything as it was; the laws hold either way."""
        before, why = self.look, "done"
        self.played.append(f"{self.world.clock.at:%m-%d %H:%M} {name} {told}".rstrip())
        try:
            self.run(act())
            happened = True
            self.done[name] += 1
        except Refusal as refusal:
            happened = False
            why = refusal.words
            self.refused[name] += 1
        self.played[-1] += f": {why}"
        self.look = self.run(self.story.look())
        assert why, "refused without a word"
        if not happened:
            assert self.look.print == before.print, f"{name} was refused and left something behind"
        assert may_follow(before.case.status, self.look.case.status), "no such transition"
        return happened

    def check(self) -> None:
        must_hold(self.look, self.story.sheet, self.said)
        notice_must_hold(self.look, self.story.sheet)
        clocks_must_hold(self.look, notice_stops=self.story.kind in STOPS)

    @rule(data=st.data(), vote=st.sampled_from(["agree", "agree", "agree", "refuse"]))
    def say_a_word(self, data: st.DataObject, vote: str) -> None:
        """Whoever has a task in hand gives its word."""
        asked = self.look.own("open", kind="review")
        if not asked:
            return
        task = data.draw(st.sampled_from(asked))
        who = data.draw(st.sampled_from(self._hands(task)))
        self._say(task, who, vote)

    def _say(self, task: Task, who: str, vote: str) -> None:
        told = f"{task.key} {vote} by {who}"
        if self.try_to("say", lambda: self.story.say(task, who, vote), told):
            self.said[task.id] = vote
        self.check()

    @rule(many=st.integers(1, 5), vote=st.sampled_from(["agree", "agree", "agree", "refuse"]))
    def get_on_with_it(self, many: int, vote: str) -> None:
        """One after another gives a word, as on an ordinary day; the last one as drawn."""
        self.get_on(many, vote)

    def get_on(self, many: int, vote: str) -> None:
        """So many words, of those who are waited for here, or else of the others who are."""
        for nth in range(many):
            word = vote if nth == many - 1 else "agree"
            if asked := self.look.own("open", kind="review"):
                self._say(asked[0], self._hands(asked[0])[0], word)
            elif any(one.status == "open" and one.peer_id for one in self.look.tasks):
                self.run(self.story.deliver())
                self.try_to("say elsewhere", lambda w=word: self.story.say_elsewhere(w), word)  # type: ignore[misc]
                self.try_to("deliver", self.story.deliver)
                self.check()

    @rule(data=st.data())
    def find_a_way(self, data: st.DataObject) -> None:
        """Somebody does something with a task that the table says they may do."""
        open_to = self.run(self._ways())
        if not open_to:
            return
        # First which, then on what and by whom: a rare way is tried as often as a common one.
        chosen = data.draw(st.sampled_from(sorted({noun for noun, _task, _who in open_to})))
        of_it = [one for one in open_to if one[0] == chosen]
        noun, task, who = data.draw(st.sampled_from(of_it))
        self._go(data, noun, task, who)

    @rule(data=st.data(), noun=st.sampled_from(NOUNS))
    def try_anything(self, data: st.DataObject, noun: str) -> None:
        """Anybody tries any way with any task."""
        if not self.look.tasks:
            return
        task = data.draw(st.sampled_from(self.look.tasks))
        self._go(data, noun, task, data.draw(st.sampled_from(OFFICERS)))

    @rule(
        who=st.sampled_from([*HEADS, *HEADS, "minzheng"]),
        outcome=st.sampled_from(["granted", "granted", "refused"]),
    )
    def decide(self, who: str, outcome: str) -> None:
        stood = self.look.procedure is not None
        told = f"{outcome} by {who}"
        happened = self.try_to("decide", lambda: self.story.decide(who, outcome), told)
        assert not (happened and stood and self.look.case.decided_at), "decided during a procedure"
        self.check()

    @rule(
        act=st.sampled_from(
            ["accept", "accept", "ask_correction", "mend", "fall_silent", "refuse_acceptance"]
        )
    )
    def at_the_counter(self, act: str) -> None:
        """Taken on, mended, or left lying until silence accepts."""
        waiting = self.look.case.status in (Status.SUBMITTED, Status.CORRECTION_ASKED)
        if not waiting and act == "fall_silent":
            return
        self.try_to(act, getattr(self.story, act))
        self.check()

    @rule(days=st.integers(1, 9))
    def let_days_pass(self, days: int) -> None:
        self.story.let_days_pass(days)

    @rule(ahead=st.integers(1, 12), is_off=st.booleans())
    def declare_a_day(self, ahead: int, is_off: bool) -> None:
        """A day is given off, or worked, that was not to be."""
        day = on_which_day(self.world.clock.at) + timedelta(days=ahead)
        self.declared.add(day)
        told = f"{day} {'off' if is_off else 'worked'}"
        self.try_to("declare", lambda: self.story.declare(day, is_off=is_off), told)
        self.check()

    @rule(turn=st.sampled_from(["ask", "grant", "refuse"]))
    def extend(self, turn: str) -> None:
        self.try_to(f"extension {turn}", lambda: self.story.extend(turn))
        self.check()

    @rule(who=st.sampled_from(OFFICERS), other=st.sampled_from(OFFICERS), days=st.integers(0, 9))
    def go_away(self, who: str, other: str, days: int) -> None:
        told = f"{who} for {days} days, {other} stands in"
        self.try_to("go away", lambda: self.story.go_away(who, other, days), told)
        self.check()

    @rule(sure=st.integers(0, 4))
    def take_it_back(self, sure: int) -> None:
        """The applicant withdraws; not often, or no case would get far."""
        if sure == 0:
            self.try_to("withdraw", self.story.withdraw)
            self.check()

    def teardown(self) -> None:
        """Everything that is on its way arrives; the history is whole; the world is tidied up."""
        if not hasattr(self, "look"):
            return
        try:
            if not isinstance(sys.exception(), Exception):
                self._arrive()
                self.ended[self.look.case.status] += 1
                if self.look.case.is_open:
                    self.try_to("withdraw", self.story.withdraw)
                    self._arrive()
                assert self.run(self._broken()) is None, "the history has a gap"
        finally:
            self.run(self.story.everybody_back())
            for day in self.declared:
                self.run(self.story.declare(day, is_off=None))

    def _arrive(self) -> None:
        self.try_to("deliver", self.story.deliver)
        self.check()
        envelopes_must_hold(self.look, self.run(self.story.beyond()))

    def _go(self, data: st.DataObject, noun: str, task: Task, who: str) -> None:
        to = data.draw(st.sampled_from([*OFFICERS, *OFFICES]))
        straight = data.draw(st.booleans())
        if noun == "sending-back":
            to = data.draw(st.sampled_from(["first", "joint", "posted", "last"]))
        told = f"{task.key} by {who} to {'first, straight' if straight else to}"
        happened = self.try_to(
            noun, lambda: self.story.go(noun, task, who, to, straight=straight), told
        )
        if happened and noun == "recall":
            del self.said[task.id]
        if happened and BY_NOUN[noun].after:
            now = next(one.status for one in self.look.tasks if one.id == task.id)
            # What is sent straight back may be here again at once, by a word passed on.
            assert now in (BY_NOUN[noun].after, "open"), f"{noun} left the task {now}"
        self.check()

    def _hands(self, task: Task) -> list[str]:
        async def ask() -> frozenset[UUID]:
            with clock_at(self.world.clock):
                async with self.story.acting() as (session, _case):
                    return hands_of(await roster_on(session), task)

        able = self.run(ask())
        named = [desk for desk in OFFICERS if self.world.people[desk] in able]
        assert named, "a task lies with nobody"
        return named

    async def _ways(self) -> list[tuple[str, Task, str]]:
        found = []
        async with self.story.acting() as (session, case):
            for who in OFFICERS:
                desk = await self.story.desk(session, who)
                found += [
                    (way.noun, task, who)
                    for task in self.look.tasks
                    if task.peer_id is None
                    for way in ways_open(desk, case, task)
                ]
        asked = {one.added_to for one in self.look.tasks if one.status in ("open", "waiting")}
        some = [one for one in found if one[0] != "signer-removal" or one[1].id in asked]
        return sorted(some, key=lambda one: (one[0], self.look.tasks.index(one[1]), one[2]))

    async def _broken(self) -> int | None:
        async with self.story.acting() as (session, case):
            return broken_at(await history_of(session, case))


def play(
    machine: type[SigningMachine], tools: Tools, folder: Path, loop: asyncio.AbstractEventLoop,
    rules: settings,
) -> None:  # fmt: skip
    """Plays so many runs in a world of their own; raises what the first broken law says."""
    machine.loop = loop
    machine.world = loop.run_until_complete(a_signing_world(tools, folder))
    run_state_machine_as_test(machine, settings=rules)  # type: ignore[no-untyped-call]
