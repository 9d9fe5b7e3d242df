"""Who is looking: nobody yet, a resident, or an officer with what they may do here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from jointhall.kernel.who import Actor


@dataclass(frozen=True, slots=True)
class Viewer:
    """The one a request comes from; `permissions` is casbin's verdict per policy version."""

    kind: Literal["nobody", "resident", "officer"] = "nobody"
    id: UUID | None = None
    session_id: bytes | None = None
    name: str = ""
    office: str = ""
    office_ids: frozenset[UUID] = frozenset()
    permissions: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_resident(self) -> bool:
        return self.kind == "resident"

    @property
    def is_officer(self) -> bool:
        return self.kind == "officer"

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def actor(self) -> Actor:
        """As the journal names them: a resident without a name, an officer with office and name."""
        if self.kind == "officer":
            return Actor("officer", self.id, self.name, self.office)
        return Actor("resident", self.id, "申请人")


NOBODY = Viewer()
