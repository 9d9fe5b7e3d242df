"""A form as it comes back (没办成的表): what was typed, what to mend, why it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal

from .visit import Visit


@dataclass(frozen=True, slots=True)
class Filled:
    """What a page with a form shows of the last time it was sent; nothing when it never was."""

    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: Refusal | None = None
    status: int = 200

    def on_page(self) -> dict[str, Any]:
        """For `web.pages.page`: `typed`, `errors`, `refused`, and the status of the answer."""
        return {
            "typed": self.typed,
            "errors": self.errors,
            "refused": self.refused,
            "status": self.status,
        }


BLANK = Filled()


def typed_in(form: Mapping[str, Any], *names: str) -> dict[str, str]:
    """What was typed into these fields, without the blanks around it."""
    return {name: str(form.get(name, "")).strip() for name in names}


async def begun_again(
    visit: Visit, refusal: Refusal, typed: Mapping[str, Any]
) -> tuple[AsyncSession, Filled]:
    """Undoes what was begun, to show the form once more; raises what no form can mend."""
    if isinstance(refusal, NotAllowed | NotHere):
        raise refusal
    session = await visit.start_over()
    errors = refusal.troubles if isinstance(refusal, BadForm) else {}
    return session, Filled(typed, errors, None if errors else refusal, refusal.status)
