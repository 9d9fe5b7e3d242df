"""The tenant a request came to, as routes and pages see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from jointhall.kernel.who import Standing


@dataclass(frozen=True, slots=True)
class Place:
    """A county or township by what is on its door: name, face, phone; nothing behind it."""

    tenant_id: UUID
    county_id: UUID
    kind: str
    division_code: str
    slug: str
    name: str
    county_name: str
    phone: str
    hours: str
    address: str
    status: str
    host: str | None
    content_version: int
    policy_version: int
    face: dict[str, Any] = field(default_factory=dict)

    @property
    def is_county(self) -> bool:
        return self.kind == "county"

    @property
    def in_trial(self) -> bool:
        return self.status == "trial"

    @property
    def prefix(self) -> str:
        """What stands before every path of this tenant: nothing for the county."""
        return "" if self.is_county else f"/t/{self.slug}"

    @property
    def face_version(self) -> int:
        """Changes when the face may have changed, so that stylesheets can be kept for long."""
        return self.content_version

    def standing(self, *, resident_id: UUID | None = None, **claims: str) -> Standing:
        return Standing(self.tenant_id, self.county_id, resident_id, claims=claims)


class Directory(Protocol):
    """Where places are looked up; see `tenancy.directory`."""

    async def by_slug(self, slug: str) -> Place | None: ...

    async def by_id(self, tenant_id: UUID) -> Place | None: ...

    async def by_host(self, host: str) -> Place | None: ...

    async def townships_of(self, county_id: UUID) -> list[Place]: ...

    async def everyone(self) -> list[Place]: ...

    def forget(self) -> None: ...
