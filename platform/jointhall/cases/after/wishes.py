"""How an applicant wants to be served (送达方式): said when filing, changed until it is brought.

Law wants consent to service online; the sentence stands by the choice, and what was chosen is kept
with the case and told in its history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import N_, _

from ..models import Case
from .deliveries import Wish

ADDRESS = "delivery address"
LONGEST = 200

CHOICES: dict[Wish, tuple[str, str]] = {
    Wish.ONLINE: (
        N_("在网上收"), N_("我同意网上送达：决定书发到我的手机和账户，发到那天就算送到。")
    ),
    Wish.WINDOW: (N_("到窗口取纸质的"), N_("做好了发短信叫您，带身份证来取。")),
    Wish.POST: (N_("寄给我"), N_("做好了寄到下面的地址，签收那天算送到。")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Served:
    """The way wanted, and the address to post to."""

    wish: Wish = Wish.ONLINE
    to: str = ""

    def put_on(self, case: Case, tools: Tools) -> None:
        """Keeps it with a case."""
        case.serve_by = self.wish.value
        case.serve_to_sealed = (
            tools.secrets.seal_text(case.tenant_id, ADDRESS, self.to) if self.to else None
        )

    @property
    def words(self) -> str:
        """For the history: what was agreed, without the address."""
        return _(CHOICES[self.wish][0])


ONLINE = Served()


def read_wish(form: Mapping[str, object]) -> Served:
    """What was chosen on the page; nothing chosen is what stood there, online. Raises BadForm."""
    chosen, to = str(form.get("serve_by", "")), str(form.get("serve_to", "")).strip()
    wish = Wish(chosen) if chosen in list(Wish) else Wish.ONLINE
    if wish is not Wish.POST:
        return Served(wish)
    if not to:
        raise BadForm({"serve_to": _("要寄的话，请写收件人、电话和地址。")})
    if len(to) > LONGEST:
        raise BadForm({"serve_to": _("地址最多写%(n)s个字。", n=LONGEST)})
    return Served(wish, to)


def choices() -> list[tuple[str, str, str]]:
    """The ways as a page offers them."""
    return [(wish.value, _(words), _(note)) for wish, (words, note) in CHOICES.items()]
