"""Changes (和上一份不同的): what one envelope shows that another of its thread does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Shown = Iterable[Mapping[str, Any]]


def answers_changed(before: Shown, after: Shown) -> list[dict[str, str]]:
    """Label, what it was, what it is; empty where there is nothing on that side."""
    was = {one["label"]: one["text"] for one in before}
    now = {one["label"]: one["text"] for one in after}
    return [
        {"label": label, "was": was.get(label, ""), "is": now.get(label, "")}
        for label in dict.fromkeys([*was, *now])
        if was.get(label, "") != now.get(label, "")
    ]


def papers_changed(before: Shown, after: Shown) -> list[dict[str, str]]:
    """The same for papers, told apart by their checksum."""
    was = {one["sha256"]: one for one in before}
    now = {one["sha256"]: one for one in after}
    gone = [{"label": was[key]["material"], "was": was[key]["name"], "is": ""}
            for key in was if key not in now]  # fmt: skip
    come = [{"label": now[key]["material"], "was": "", "is": now[key]["name"]}
            for key in now if key not in was]  # fmt: skip
    return gone + come
