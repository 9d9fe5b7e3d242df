"""How one route is asked by the probe: which kind of id each of its parameters takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Asked:
    """The kinds of id of one route's parameters.

    `ends`: it ends the session of the one who asks, so somebody new asks. `alone`: it knows no
    place (the twins, what machines ask), so there is no other township's door to ask at. `once`:
    a limit of the record's own answers from the second time on.
    """

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    ends: bool = False
    alone: bool = False
    once: bool = False


def asks(
    form: Mapping[str, str] | None = None, *, query: Mapping[str, str] | None = None,
    ends: bool = False, alone: bool = False, once: bool = False, **path: str,
) -> Asked:  # fmt: skip
    return Asked(path, query or {}, form, ends, alone, once)
