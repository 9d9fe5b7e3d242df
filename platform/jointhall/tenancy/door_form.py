"""The form for what stands on a tenant's door: name, phone, hours, address, colours, motifs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from litestar.datastructures import FormMultiDict

from jointhall.kernel.words import _

from .cells import colour_trouble, motif_keys, motifs_trouble, phone_trouble
from .mending import mend
from .models import Tenant

WORDS = ("name", "phone", "hours", "address", "colour", "accent")


@dataclass(frozen=True, slots=True)
class DoorForm:
    """What was filled in, mended, and what is wrong with it."""

    values: dict[str, str]
    motifs: list[str]
    errors: dict[str, str] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """What `change_door` takes."""
        return {**self.values, "motifs": self.motifs}


def door_form(tenant: Tenant, form: FormMultiDict | None = None) -> DoorForm:
    """The tenant's own words, or those sent; a field not sent stays as it is."""
    stands: dict[str, str] = {
        "name": tenant.name, "phone": tenant.phone, "hours": tenant.hours,
        "address": tenant.address, "colour": str(tenant.face.get("colour", "")),
        "accent": str(tenant.face.get("accent", "")),
    }  # fmt: skip
    kept = [str(one) for one in tenant.face.get("motifs", [])]
    if form is None:
        return DoorForm(stands, kept)
    values = {name: mend(name, str(form[name])) if name in form else stands[name] for name in WORDS}
    sent = "、".join(str(one) for one in form.getall("motifs", []))
    return DoorForm(values, motif_keys(sent) or kept, _errors(values, sent, tenant))


def _errors(values: dict[str, str], motifs: str, tenant: Tenant) -> dict[str, str]:
    found: dict[str, str] = {}
    if not values["name"] or len(values["name"]) > 30 or re.search(r"[<>{}]", values["name"]):
        found["name"] = _("名称要写全称，30 个字以内。")
    if not values["phone"] and tenant.status == "live":
        found["phone"] = _("正式上线的单位要有居民打得通的电话。")
    for name, check in [
        ("phone", phone_trouble),
        ("colour", colour_trouble),
        ("accent", colour_trouble),
    ]:
        trouble = check(values[name])
        if trouble is not None:
            found[name] = trouble.words
    for name in ("colour", "accent"):
        if not values[name]:
            found[name] = _("请写一种颜色，比如 #1b5a4b。")
    for name in ("hours", "address"):
        if len(values[name]) > 100:
            found[name] = _("太长了，100 个字以内。")
    trouble = motifs_trouble(motifs)
    if trouble is not None:
        found["motifs"] = trouble.words
    return found
