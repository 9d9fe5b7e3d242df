"""Who is asking and from where: carried openly, never ambient."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, as the journal names them (行为人).

    `kind` is resident, officer or system; `name` is how a reader would know them ("自然资源所 陈建"
    for an officer; residents are named by kind only, so that no journal line carries their name);
    `behalf_of` is the person served when someone acts for another (帮办代办).
    """

    kind: Literal["resident", "officer", "system"]
    id: UUID | None
    name: str
    office: str = ""
    behalf_of: UUID | None = None

    @property
    def in_full(self) -> str:
        """Office and name, as pages say who did a thing."""
        return f"{self.office} {self.name}".strip()


SYSTEM = Actor(kind="system", id=None, name="系统")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the database is told about the one who asks, inside the transaction.

    Row-level security reads nothing else. `claims` are proofs that open single rows: a session
    token's hash, a phone's blind index. `door` opens what is shared on purpose (`directory`,
    `relay`, `mine`), each with its own policy.
    """

    tenant_id: UUID | None = None
    county_id: UUID | None = None
    resident_id: UUID | None = None
    door: str = ""
    claims: dict[str, str] = field(default_factory=dict)

    def with_claims(self, **claims: str) -> Standing:
        return replace(self, claims={**self.claims, **claims})

    def settings(self) -> dict[str, str]:
        """The settings as the policies name them, absent ones left out."""
        said = {
            "hall.tenant": str(self.tenant_id or ""),
            "hall.county": str(self.county_id or ""),
            "hall.resident": str(self.resident_id or ""),
            "hall.door": self.door,
        }
        said |= {f"hall.{name}": value for name, value in self.claims.items()}
        return {name: value for name, value in said.items() if value}


NOBODY = Standing()
DIRECTORY = Standing(door="directory")
RELAY = Standing(door="relay")
