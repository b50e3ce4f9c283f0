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
LIST_LABELS = {
    "unreadable_items": "Answers that could not be read",
    "implausible_items": "Values that are hardly possible",
    "unit_ambiguous_items": "Quantities without a clear unit",
    "date_ambiguous_items": "Dates that can be read in two ways",
    "contradictory_items": "Answers that contradict each other",
    UNEXPECTED_ITEMS: "Answers to questions the form does not have",
}
LIST_FACTS = tuple(LIST_LABELS)
PROVIDED_FACTS = (SUBMITTED_ON, IN_UNITED_STATES, SITE_PROFILES, *LIST_FACTS)
