"""Residents, officers, and the sessions and codes by which they are known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.ids import new_id
from jointhall.kernel.secrets import Secrets

Stage = Literal["password", "first", "whole"]
"""How far an officer's sign-in has come: the second factor awaited; the first time here, own
password and second factor still to be set; signed in."""

PHONE, NAME, ID_NUMBER, TOTP = "phone", "name", "id_number", "totp"
"""Purposes that personal data is sealed for."""

INITIAL_PASSWORD_WITHIN = timedelta(days=7)


class Resident(Base):
    """A resident (群众): one account for every township; numbers and name sealed."""

    __tablename__ = "residents"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    phone_index: Mapped[bytes]
    phone_sealed: Mapped[bytes]
    name_sealed: Mapped[bytes | None]
    id_number_sealed: Mapped[bytes | None]
    id_index: Mapped[bytes | None]
    agreed_at: Mapped[datetime]
    created_at: Mapped[datetime]

    def phone(self, secrets: Secrets) -> str:
        return secrets.open_text(None, PHONE, self.phone_sealed)

    def name(self, secrets: Secrets) -> str:
        """The name they gave; empty when they gave none."""
        return secrets.open_text(None, NAME, self.name_sealed) if self.name_sealed else ""

    def id_number(self, secrets: Secrets) -> str:
        """The identity number they gave; empty when they gave none."""
        sealed = self.id_number_sealed
        return secrets.open_text(None, ID_NUMBER, sealed) if sealed else ""

    def introduce(self, secrets: Secrets, *, name: str, id_number: str) -> None:
        """Keeps who they say they are; an empty answer takes the earlier one away."""
        self.name_sealed = secrets.seal_text(None, NAME, name) if name else None
        self.id_number_sealed = secrets.seal_text(None, ID_NUMBER, id_number) if id_number else None
        self.id_index = secrets.blind_index(ID_NUMBER, id_number) if id_number else None


class Officer(OfTenant, Base):
    """An officer (工作人员): known in one tenant by login, password and second factor."""

    __tablename__ = "officers"

    login: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    password_set_at: Mapped[datetime | None]
    invited_until: Mapped[datetime | None]
    totp_sealed: Mapped[bytes | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(default="active")

    @property
    def is_first_time(self) -> bool:
        """Whether password and second factor are still somebody else's, or not there."""
        return self.password_set_at is None or self.totp_sealed is None

    def invite(self, password_hash: str, *, now: datetime) -> None:
        """A first password that somebody hands over; it lasts a week and is changed on arrival."""
        self.password_hash = password_hash
        self.password_set_at = None
        self.totp_sealed = None
        self.totp_last_step = 0
        self.invited_until = now + INITIAL_PASSWORD_WITHIN

    def invitation_lapsed(self, now: datetime) -> bool:
        return self.invited_until is not None and self.invited_until <= now

    def choose_password(self, password_hash: str, *, now: datetime) -> None:
        self.password_hash = password_hash
        self.password_set_at = now
        self.invited_until = None

    def enrol(self, secrets: Secrets, totp_secret: str, *, step: int = 0) -> None:
        """Takes a second factor into use; `step` is the one whose code has just been shown."""
        self.totp_sealed = secrets.seal_text(self.tenant_id, TOTP, totp_secret)
        self.totp_last_step = step

    def totp_secret(self, secrets: Secrets) -> str | None:
        sealed = self.totp_sealed
        return secrets.open_text(self.tenant_id, TOTP, sealed) if sealed else None

    def leave(self) -> None:
        """Left the service (离岗): signed out everywhere from the next request."""
        self.status = "left"


class SignIn(Base):
    """A session (登录): its token is in one browser only; here is its hash."""

    __tablename__ = "sessions"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(default=new_id)
    resident_id: Mapped[UUID | None]
    tenant_id: Mapped[UUID | None]
    officer_id: Mapped[UUID | None]
    stage: Mapped[str] = mapped_column(default="whole")
    secret_sealed: Mapped[bytes | None]
    peer: Mapped[str]
    agent: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInCode(Base):
    """A code sent by SMS (短信验证码): six digits for one browser, one use, five tries."""

    __tablename__ = "sign_in_codes"

    browser_hash: Mapped[bytes] = mapped_column(primary_key=True)
    phone_index: Mapped[bytes]
    phone_sealed: Mapped[bytes]
    code_hash: Mapped[bytes]
    tries: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
