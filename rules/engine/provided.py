"""Facts the engine states about a submission itself; content may read them but not define them."""

SUBMITTED_ON = "submitted_on"
IN_UNITED_STATES = "site_in_united_states"
SITE_PROFILES = "site_profiles"
ISSUE_FACTS = (
    "unreadable_items",
    "implausible_items",
    "unit_ambiguous_items",
    "date_ambiguous_items",
    "contradictory_items",
)
UNEXPECTED_ITEMS = "unexpected_items"
LIST_FACTS = (*ISSUE_FACTS, UNEXPECTED_ITEMS)
PROVIDED_FACTS = (SUBMITTED_ON, IN_UNITED_STATES, SITE_PROFILES, *LIST_FACTS)
