"""The machine with all the rest that may happen to a case (S10): see `signing_machine`."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from jointhall.cases.course.ending import GROUNDS
from jointhall.cases.joint.desk_matters import RULINGS
from jointhall.cases.joint.threads import REASONS
from tests.builders.signing_machine import SigningMachine

VOTES = st.sampled_from(["agree", "agree", "refuse"])
WHOM = st.sampled_from(["there", "there", "county", "here"])
GIVEN_BACK = st.sampled_from([one for one in REASONS if one not in ("undelivered", "closed")])


class CaseMachine(SigningMachine):
    """Notices, procedures, what other tenants say and give back, and the end of a case."""

    @precondition(lambda self: any(one.peer_id for one in self.look.tasks))
    @rule(vote=VOTES, arrives=st.booleans())
    def answer_from_elsewhere(self, vote: str, arrives: bool) -> None:
        """The question reaches the others, who answer; the answer may be on its way still."""
        self.run(self.story.deliver())
        self.try_to("say elsewhere", lambda: self.story.say_elsewhere(vote), vote)
        self._arrives(arrives)

    @precondition(lambda self: any(one.peer_id for one in self.look.tasks))
    @rule(reason=GIVEN_BACK, arrives=st.booleans())
    def give_back_from_elsewhere(self, reason: str, arrives: bool) -> None:
        """The question reaches the others, and they give it back."""
        self.run(self.story.deliver())
        self.try_to("decline", lambda: self.story.decline(reason), reason)
        self._arrives(arrives)

    @precondition(lambda self: any(one.desk_since for one in self.look.threads.values()))
    @rule(ruling=st.sampled_from(sorted(RULINGS)), to=WHOM, arrives=st.booleans())
    def county_rules(self, ruling: str, to: str, arrives: bool) -> None:
        """The county says who answers."""
        self.run(self.story.deliver())
        self.try_to("rule", lambda: self.story.rule(ruling, to), f"{ruling} {to}")
        self._arrives(arrives)

    @precondition(lambda self: any(one.peer_id for one in self.look.tasks))
    @rule(to=WHOM, sure=st.integers(0, 2))
    def ask_anew(self, to: str, sure: int) -> None:
        """What came back is asked again; now and then what did not."""
        if sure == 0 or any(one.status == "bounced" for one in self.look.tasks):
            self.try_to("ask anew", lambda: self.story.ask_anew(to), to)
            self.check()

    @precondition(lambda self: self.look.notice is not None)
    @rule()
    def object_to_the_notice(self) -> None:
        self.try_to("object", self.story.object_to_it)
        self._arrives(True)

    @precondition(lambda self: self.look.objections)
    @rule(verdict=st.sampled_from(["dismissed", "dismissed", "upheld"]))
    def hear_an_objection(self, verdict: str) -> None:
        self.try_to("hear", lambda: self.story.hear(verdict), verdict)
        self.check()

    @precondition(lambda self: self.look.notice is not None)
    @rule()
    def wait_for_the_notice(self) -> None:
        self.try_to("take down", self.story.wait_for_the_notice)
        self.check()

    @rule(days=st.integers(0, 13), sure=st.booleans())
    def start_a_procedure(self, days: int, sure: bool) -> None:
        if sure:
            self.try_to("procedure start", lambda: self.story.start_procedure(days), f"{days} days")
            self.check()

    @precondition(lambda self: self.look.procedures)
    @rule(act=st.sampled_from(["end", "end", "look after"]))
    def go_on_after_a_procedure(self, act: str) -> None:
        """It ends, or its timer rings."""
        story = self.story
        acts = {"end": story.end_procedure, "look after": story.look_after_procedure}
        self.try_to(f"procedure {act}", acts[act])
        self.check()

    @rule(ground=st.sampled_from([one.code for one in GROUNDS]), sure=st.integers(0, 5))
    def put_an_end_to_it(self, ground: str, sure: int) -> None:
        """Seldom, or no case would get far."""
        if sure == 0:
            self.try_to("end", lambda: self.story.end(ground), ground)
            self.check()

    def _arrives(self, arrives: bool) -> None:
        if arrives:
            self.try_to("deliver", self.story.deliver)
        self.check()
