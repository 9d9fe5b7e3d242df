"""What the wall between tenants lets through on purpose (有意共享), each with its reason.

The wall itself stands in the migrations. `tests/house/test_schema.py` holds this list against the
database's own catalogue: nothing is shared that is not said here, nothing is said that is not so.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shared:
    """A table, the policy that opens it beyond one tenant, what opens it, and why."""

    table: str
    policy: str
    opened_by: str
    why: str


MINE = "the resident's own id at the door `mine`"
ONE_RESIDENT = "a resident has one list of cases, papers and messages for all townships"

SHARED = (
    Shared("tenants", "read_more", "the door `directory`",
           "which place a request came to is asked before there is a tenant; what is on its door "
           "is public"),
    Shared("tenants", "own", "the county of a township",
           "a county makes its townships and keeps their standing"),
    Shared("outbox", "relay", "the door `relay`",
           "one relay hands on the work of all tenants; it sees where rows are and runs none"),
    Shared("journal_heads", "read_more", "the door `anchors`",
           "the ends of all chains are signed together and kept outside; they say how many lines "
           "there are, and nothing of what they say"),
    Shared("exchange_heads", "read_more", "the door `anchors`",
           "the ends of all chains are signed together and kept outside"),
    Shared("residents", "own", "the resident's own id, or the blind index of the phone signing in",
           "one resident works in every township (一号申请)"),
    Shared("sessions", "own", "the hash of the session's token, its owner's id, or the sweep",
           "a session is found before anyone is known"),
    Shared("sign_in_codes", "own", "the hash of the browser that asked, or the sweep",
           "a code is asked for before anyone is known"),
    Shared("rate_windows", "own", "the door `limits`, or the sweep",
           "floods do not keep to a township; keys are keyed hashes and name nobody"),
    Shared("item_editions", "read_more", "being a township of the county",
           "a county publishes sheets, its townships read them"),
    Shared("item_confirmations", "read_more", "being a township of the county",
           "a township waits for what its county has to check before it goes live"),
    Shared("items", "read_more", "being a township of the county",
           "which edition the county publishes now"),
    Shared("item_adoptions", "read_more", "being the county of the township",
           "a county sees which edition of its items each township offers, and why"),
    Shared("module_grants", "read_more", "being a township of the county",
           "a township asks which modules its county has switched on for it"),
    Shared("module_choices", "read_more", "being the county of the township",
           "a county sees which modules its townships have switched on themselves"),
    Shared("search_entries", "read_more", "being a township of the county",
           "what the county publishes is found at every township's door"),
    Shared("search_terms", "read_more", "being a township of the county",
           "what the county publishes is found at every township's door"),
    Shared("search_synonyms", "read_more", "being a township of the county",
           "a county keeps the words its people use, its townships hear them"),
    Shared("search_gaps", "read_more", "being the county of the township",
           "a county sees what is asked for in vain; nothing personal is kept of it"),
    Shared("calendar_days", "read_more", "being a township of the county",
           "a county's townships reckon with their county's calendar"),
    Shared("calendar_years", "read_more", "being a township of the county",
           "a county's townships reckon with their county's calendar"),
    Shared("watched_clocks", "read_more", "being the county of the township",
           "a county supervises the clocks of its townships: numbers, items, offices and days"),
    Shared("intakes", "read_more", MINE, ONE_RESIDENT),
    Shared("cases", "read_more", MINE, ONE_RESIDENT),
    Shared("drafts", "read_more", MINE, ONE_RESIDENT),
    Shared("documents", "read_more", MINE, ONE_RESIDENT),
    Shared("letters", "read_more", MINE, ONE_RESIDENT),
    Shared("messages", "read_more", MINE, ONE_RESIDENT),
    Shared("filed_bundles", "read_more", MINE, ONE_RESIDENT),
    Shared("filed_bundle_cases", "read_more", MINE, ONE_RESIDENT),
)  # fmt: skip

WITHOUT_TENANT = frozenset({"residents", "sessions", "sign_in_codes", "rate_windows"})
"""Tables whose key does not begin with a tenant, because their rows belong to none."""

INDEXES = {
    "ix_outbox_waiting": "the relay serves all tenants in turn",
    "uq_tenants_slug": "an address leads to one place",
    "uq_tenants_host": "a host name leads to one place",
    "uq_tenants_division_code": "a division is there once",
    "ix_tenants_county_id": "a county lists its townships",
    "ix_cases_mine": ONE_RESIDENT,
    "ix_intakes_mine": ONE_RESIDENT,
    "ix_messages_mine": ONE_RESIDENT,
}
"""Indexes of tenants' tables that do not begin with the tenant."""

REFERENCES = {
    "fk_tenants_county_id": "a township belongs to a county, which is a tenant itself",
    "fk_tenants_merged_into": "a township may be merged into another of its county",
    "fk_sessions_resident_id": "residents belong to no tenant",
    "fk_messages_resident_id": "residents belong to no tenant",
}
"""Foreign keys that do not begin with the tenant."""
