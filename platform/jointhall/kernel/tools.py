"""What every act may need from outside itself, made once per process and handed on openly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .clock import Clock
from .db import Database
from .files import FileStore
from .secrets import Secrets


@dataclass(frozen=True, slots=True)
class Tools:
    """Database, clock, files, secrets; `outside` holds the ports to other parties."""

    database: Database
    clock: Clock
    files: FileStore
    secrets: Secrets
    public_url: str = "http://localhost:8000"
    outside: Mapping[str, Any] = field(default_factory=dict)
