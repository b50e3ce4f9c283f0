"""Which tests a mutant of the engine's code has to face: its module's own first, then those of the whole engine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

_PACKAGES: Mapping[str, Sequence[str]] = {
    "trials": (
        "test_agents",
        "test_definitions",
        "test_reading",
        "test_spells",
        "test_judgements",
        "test_judging",
        "test_courses",
        "test_questions",
        "test_counting",
        "test_therapies",
        "test_staging",
        "test_scores",
        "test_page",
        "test_remarks",
        "test_trial_facts",
        "test_timeline",
        "test_statuses",
        "test_tables",
    ),
    "instruments": (
        "test_vectors",
        "test_built",
        "test_traps",
        "test_incomplete",
        "test_facts",
        "test_taken",
        "test_standing",
        "test_told",
        "test_course",
        "test_laws",
    ),
    "medicines": (
        "test_lines",
        "test_dosing",
        "test_rows",
        "test_equivalents",
        "test_names",
        "test_doses",
        "test_classes",
        "test_list",
        "test_conditions",
        "test_totals",
    ),
    "free_text": (
        "test_words",
        "test_phrases",
        "test_points",
        "test_cues",
        "test_surroundings",
        "test_mentions",
        "test_built_lexicon",
        "test_traps",
        "test_suicide",
        "test_denials",
        "test_mentioned",
        "test_unresolved",
        "test_laws",
    ),
}
"""The tests of each package of the engine, in the folder of the same name."""

_MODULES: Mapping[str, Sequence[str]] = {
    "adjustments": ("test_adjustments",),
    "answers": ("test_answers_read", "test_answers", "test_quantities", "test_measures", "test_offered"),
    "collecting": ("test_summary", "test_reading_order"),
    "comparisons": ("test_conditions", "test_values"),
    "conditions": ("test_conditions", "test_expressions"),
    "counting": ("test_counting", "test_conditions"),
    "dates": ("test_values", "test_answers", "test_conditions"),
    "derivations": ("test_derivations", "test_summaries", "test_conditions"),
    "effects": ("test_effects",),
    "explanation": ("test_explanation", "test_findings", "test_measures"),
    "findings": ("test_findings",),
    "frames": ("test_frames", "test_judging", "test_findings"),
    "grounds": ("test_judging", "test_findings", "test_explanation"),
    "items": ("test_items", "test_answers", "test_offered"),
    "judging": ("test_judging", "test_findings", "test_weighing", "test_follow_up"),
    "model": ("test_model", "test_weighing"),
    "quantities": ("test_amounts", "test_units", "test_quantities", "test_answers"),
    "reading_order": ("test_sections", "test_reading_order"),
    "reads": ("test_wording",),
    "readings": ("test_readings", "test_measures", "test_answers"),
    "record": ("test_records", "test_findings"),
    "rule_set": ("test_built_set", "test_rule_set", "test_adjustments"),
    "rows": ("test_records",),
    "screening": ("test_screening", "test_frames", "test_follow_up", "test_findings"),
    "site": ("test_adjustments", "test_follow_up"),
    "statements": ("test_said", "test_statements"),
    "submission": ("test_judging", "test_findings"),
    "summary": ("test_summary", "test_reading_order"),
    "terms": ("test_weighing", "test_findings"),
    "treatment_history": ("trials.test_timeline",),
    "truth": ("test_truth", "test_values", "test_conditions"),
    "units": ("test_units", "test_quantities"),
    "usual": ("test_usual", "test_frames"),
    "values": ("test_values", "test_conditions", "test_answers"),
    "weighing": ("test_weighing",),
    "wording": ("test_wording", "test_reading_order"),
}
"""Tests that say by themselves what a module has to do."""

WHOLE = "tests.mutation.every_case"
"""Every boundary case and story."""

_QUICK = (
    "test_conditions",
    "test_answers",
    "test_findings",
    "test_weighing",
    "test_effects",
    "test_rule_set",
    "test_measures",
    "test_tick_lists",
    "test_follow_up",
)
_SLOWER = ("test_causes", "test_never_milder", "test_substance_and_day", "test_statements", "test_summaries")
_OF_THE_PACKAGE_ALONE = frozenset({"test_laws", "test_suicide"})
"""Too slow for a mutant of anything else."""


def faced_by(module: str) -> list[str]:
    """Modules of tests in the order in which a mutant of a module of the engine meets them."""
    quick, slower = _in_rules(_QUICK), _in_rules(_SLOWER)
    return list(dict.fromkeys((*own(module), *quick, *_of_packages(), WHOLE, *slower)))


def faced_by_all(modules: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for module in modules for name in faced_by(module)))


def own(module: str) -> list[str]:
    package = module.partition(".")[0]
    if package in _PACKAGES:
        return _in_rules(f"{package}.{name}" for name in _PACKAGES[package])
    return _in_rules(_MODULES.get(module, ()))


def _of_packages() -> Iterator[str]:
    for package, names in _PACKAGES.items():
        yield from _in_rules(f"{package}.{name}" for name in names if name not in _OF_THE_PACKAGE_ALONE)


def _in_rules(names: Iterable[str]) -> list[str]:
    return [f"tests.rules.{name}" for name in names]
