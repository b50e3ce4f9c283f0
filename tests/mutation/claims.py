"""Which tests say what about the content, and how they come to look at a changed rule set."""

from collections.abc import Iterable, Mapping, Sequence

from rules.engine.rule_set import RuleSet
from tests.mutation.calling import Claim, broken, claims
from tests.rules import intakes
from tests.rules.free_text import texts
from tests.rules.instruments import definitions
from tests.rules.medicines import lexicon as medicines
from tests.rules.trials import histories

OF_KNOWLEDGE: Mapping[str, Sequence[str]] = {
    "instruments": (
        "tests.rules.instruments.test_built",
        "tests.rules.instruments.test_vectors",
        "tests.rules.instruments.test_traps",
        "tests.rules.instruments.test_facts",
    ),
    "medicines": (
        "tests.rules.medicines.test_name_table",
        "tests.rules.medicines.test_classes",
        "tests.rules.medicines.test_names",
        "tests.rules.medicines.test_doses",
        "tests.rules.medicines.test_list",
    ),
    "trials": (
        "tests.rules.trials.test_agents",
        "tests.rules.trials.test_definitions",
        "tests.rules.trials.test_staging",
        "tests.rules.trials.test_judging",
        "tests.rules.trials.test_counting",
        "tests.rules.trials.test_reading",
        "tests.rules.trials.test_timeline",
    ),
    "free_text": ("tests.rules.free_text.test_traps", "tests.rules.free_text.test_suicide"),
}
"""Modules of tests by the knowledge they are about."""

OF_FACTS = (
    "tests.rules.test_summaries",
    "tests.rules.medicines.test_conditions",
    "tests.rules.medicines.test_totals",
    "tests.rules.free_text.test_mentioned",
    "tests.rules.trials.test_statuses",
)
"""Modules of tests that each look at one derived fact."""

OF_QUESTIONS = ("tests.rules.test_offered", "tests.rules.test_quantities")
"""Modules of tests about the questionnaire alone."""

GENERAL = (
    "tests.rules.test_statements",
    "tests.rules.test_follow_up",
    "tests.rules.test_substance_and_day",
    "tests.rules.test_tick_lists",
    "tests.rules.test_never_milder",
    "tests.rules.instruments.test_facts",
    "tests.rules.medicines.test_doses",
    "tests.rules.medicines.test_list",
    "tests.rules.free_text.test_unresolved",
    *(module for module in OF_KNOWLEDGE["trials"] if module != "tests.rules.trials.test_agents"),
)
"""Modules of tests about several rules at once."""


def holding(modules: Iterable[str], original: RuleSet) -> list[Claim]:
    """Those that hold without any change; a claim that needs more than its parameters is left to the test run."""
    look_at(original)
    return [claim for claim in claims(modules) if not broken(claim)]


def first_broken(claimed: Iterable[Claim], rule_set: RuleSet) -> str | None:
    """The first claim that does not hold of the rule set."""
    look_at(rule_set)
    return next((claim.name for claim in claimed if broken(claim)), None)


_REMEMBERED = (
    intakes.released,
    definitions.documents,
    definitions.defined,
    medicines.knowledge,
    medicines.lexicon,
    histories.tables,
    texts.lexicon,
)


def read_once() -> None:
    """Reads what the tests keep once they have read it."""
    for name in definitions.documents():
        definitions.defined(name)
    intakes.well()
    for remembered in (intakes.released, medicines.lexicon, histories.tables, texts.lexicon):
        remembered()


def look_at(rule_set: RuleSet) -> None:
    """What the tests read becomes this rule set and its knowledge."""
    vars(intakes)["current_rule_set"] = lambda: rule_set
    knowledge = rule_set.document["knowledge"]
    vars(definitions)["read_instruments"] = lambda _root: knowledge["instruments"]
    vars(medicines)["read_medicines"] = lambda _root: knowledge["medicines"]
    for remembered in _REMEMBERED:
        remembered.cache_clear()
