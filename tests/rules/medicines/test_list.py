"""The list of medicines as the rules see it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.engine.findings import Finding
from rules.engine.medicines.equivalents import depressant_classes, ingredients_of_class, total_of_class
from rules.engine.terms import Disposition, Outcome
from rules.engine.truth import NO, YES
from rules.engine.values import Interval
from tests.rules.intakes import released, screened
from tests.rules.medicines.lexicon import knowledge, rows


def findings(*lines: dict[str, Any], ticks: Any = "none") -> dict[str, Finding]:
    listed: Any = list(lines) or "none"
    screening = screened({"med.list": listed, "med.otc": ticks})
    return {finding.rule_id: finding for finding in screening.findings}


def fired(*lines: dict[str, Any], ticks: Any = "none") -> set[str]:
    return {name for name, found in findings(*lines, ticks=ticks).items() if found.outcome is Outcome.FIRED}


def test_a_combination_is_a_row_for_each_ingredient() -> None:
    assert [row.ingredient for row in rows(("Symbyax",))] == ["olanzapine", "fluoxetine"]


def test_a_confirmed_name_is_certain_and_keeps_what_was_written() -> None:
    open_fields = (None,) * 7
    (row,) = rows(("Nardel 45 mg", *open_fields, "phenelzine"))
    assert (row.ingredient, row.written, row.status, row.certain) == ("phenelzine", "Nardel 45 mg", "confirmed", YES)


def test_a_proposed_name_is_not_certain() -> None:
    (row,) = rows(("Nardel",))
    assert (row.ingredient, row.status, row.certain) == ("phenelzine", "proposed", None)


def test_a_confirmation_of_something_else_settles_nothing() -> None:
    both = rows(("Nardel", *(None,) * 7, "sertraline"))
    assert [(row.ingredient, row.status, row.certain) for row in both] == [
        ("sertraline", "proposed", YES),
        ("phenelzine", "proposed", None),
    ]


def test_an_exact_name_confirmed_as_another_counts_as_both() -> None:
    both = rows(("Nardil", *(None,) * 7, "sertraline"))
    assert {row.ingredient for row in both} == {"phenelzine", "sertraline"}


def test_a_misspelt_brand_beside_its_generic_name_asks_nothing() -> None:
    (row,) = rows(("Lamictil (lamotrigine)",))
    assert (row.ingredient, row.status) == ("lamotrigine", "exact")


def test_a_line_without_a_name_and_a_list_without_an_answer_say_nothing() -> None:
    assert [row.classes for row in rows((None, "5 mg"))] == [None]
    unanswered = findings()["med.maoi"], screened({"med.list": None})
    assert unanswered[0].outcome is Outcome.CLEAR
    unknown = {found.rule_id for found in unanswered[1].findings if found.outcome is Outcome.UNKNOWN}
    assert {"med.maoi", "med.theophylline", "med.benzodiazepine_high"} <= unknown


def test_an_unanswered_question_on_shop_products_leaves_only_their_rules_open() -> None:
    unknown = {name for name, found in findings(ticks=None).items() if found.outcome is Outcome.UNKNOWN}
    assert {"med.decongestant", "med.st_johns_wort", "med.nasal_product"} <= unknown
    assert {"med.maoi", "med.opioid", "med.benzodiazepine", "data.med_unrecognised"}.isdisjoint(unknown)


def test_micrograms_of_an_opioid_are_doubted_with_and_without_an_amount() -> None:
    for line in ({"unit": "mcg"}, {"unit": "mcg", "times_a_day": 2}, {"unit": "mcg", "amount": 25, "times_a_day": 2}):
        assert "data.unit_ambiguous" in fired({"name": "MS Contin", **line})


def test_a_strength_behind_the_name_takes_nothing_from_the_fields() -> None:
    line = {"name": "Xanax 0.5 mg", "amount": 0.5, "unit": "mg", "times_a_day": 1}
    (row,) = rows(("Xanax 0.5 mg", None, Decimal("0.5"), "mg", 1))
    assert (row.every_day, row.dose_known, row.lorazepam_mg) == (YES, YES, 1)
    assert "med.benzo_dose_unknown" not in fired(line)
    (other,) = rows(("Xanax 0.5 mg", None, Decimal(1), "mg", 1))
    assert other.dose_known is NO


def test_a_name_nobody_knows_may_be_any_medicine_until_somebody_says_what_it_is() -> None:
    assert fired({"name": "asthma tablets"}) == {"data.med_unrecognised"}
    unknown = {name for name, found in findings({"name": "theophilin"}).items() if found.outcome is Outcome.UNKNOWN}
    assert {"med.theophylline", "med.maoi", "med.opioid", "med.benzodiazepine_high", "med.lamotrigine"} <= unknown
    settled = findings({"name": "theophilin", "taking": "no"})
    assert settled["med.lamotrigine"].outcome is Outcome.CLEAR


def test_somebody_bipolar_with_a_capsule_nobody_knows_may_or_may_not_take_a_stabiliser() -> None:
    lines = [{"name": "a white capsule"}]
    screening = screened({"psych.mania.ever": ["bipolar"], "psych.mania.type": "bipolar_1", "med.list": lines})
    found = {finding.rule_id: finding for finding in screening.findings}
    assert found["psych.bipolar_without_stabiliser"].outcome is Outcome.UNKNOWN


def test_a_medicine_no_longer_taken_counts_only_within_its_window() -> None:
    stopped = {"name": "Nardil", "taking": "no", "last_taken": "2026-04-10"}
    assert "med.maoi" in fired(stopped)
    assert "med.maoi" not in fired({**stopped, "last_taken": "2026-03-10"})
    assert "med.lamotrigine" not in fired({"name": "lamotrigine", "taking": "no"})


@pytest.mark.parametrize("taking", [None, "dont_know", "declined", "yes"])
def test_a_listed_medicine_is_taken_unless_somebody_says_it_is_not(taking: str | None) -> None:
    line = {"name": "lamotrigine"} if taking is None else {"name": "lamotrigine", "taking": taking}
    assert "med.lamotrigine" in fired(line)


@pytest.mark.parametrize(
    ("name", "dose", "known", "lorazepam"),
    [
        ("Xanax 0.5 mg", "twice a day", YES, 2),
        ("Xanax 0.5 mg twice a day", None, YES, 2),
        ("Xanax 0.5 mg", "0.5 mg twice a day", YES, 2),
        ("Xanax 0.5 mg", "1 mg twice a day", NO, None),
        ("Xanax", "one pill", NO, None),
        ("Xanax", None, NO, None),
        ("triazolam", "0.5 mg at night", YES, Interval(Decimal(1), Decimal(2))),
        ("quazepam", "15 mg at night", YES, None),
        ("Librax", "5 mg daily", NO, None),
        ("lorazepam", "500 mcg daily", NO, None),
    ],
)
def test_the_dose_of_a_benzodiazepine_as_lorazepam(name: str, dose: Any, known: Any, lorazepam: Any) -> None:
    row = rows((name, dose))[0]
    assert (row.dose_known, row.lorazepam_mg) == (known, lorazepam)


@pytest.mark.parametrize(
    ("name", "dose", "every_day"),
    [
        ("Librax", "1 capsule daily", YES),
        ("Librax", "2 capsules twice a week", NO),
        ("Librax", "1 capsule daily as needed", NO),
        ("Librax", "as prescribed", None),
        ("Librax (chlordiazepoxide/clidinium)", "daily", YES),
        ("Limbitroll", "daily", YES),
        ("Xanax, sertraline", "daily", None),
        ("Librax, sertraline", "daily", None),
        ("Librax, sertraline", "twice a week", None),
    ],
)
def test_each_part_of_a_combination_is_taken_as_often_as_the_whole(name: str, dose: str, every_day: Any) -> None:
    assert {(row.every_day, row.dose_known) for row in rows((name, dose))} == {(every_day, NO)}


def test_a_dose_in_fields_and_in_words_that_disagree_is_an_interval() -> None:
    (row,) = rows(("lorazepam", "1 mg daily", 2, "mg", 1))
    assert row.lorazepam_mg == Interval(Decimal(1), Decimal(2))


def test_micrograms_written_as_milligrams_are_doubted() -> None:
    assert rows(("levothyroxine", "75 mg daily"))[0].dose_doubtful is YES
    assert rows(("levothyroxine", "75 mcg daily"))[0].dose_doubtful is NO
    assert rows(("fentanyl patch", "25 mcg/h"))[0].dose_doubtful is NO


def test_totals_add_up_what_is_sure_and_what_may_be() -> None:
    total = total_of_class({}, "opioid")
    opioid = frozenset({"opioid"})
    columns = [(opioid, opioid, frozenset()), (YES, None, YES), (YES, YES, YES), (Decimal(5), Decimal(3), None)]
    assert total(0, *columns) == Interval(Decimal(5), Decimal(8))
    assert total(0, (opioid,), (YES,), (NO,), (Decimal(5),)) == 0
    assert total(0, (opioid,), (YES,), (YES,), (None,)) == Interval(Decimal(0), Decimal("Infinity"))
    assert total(0, (None,), (None,), (None,), (None,)) == Interval(Decimal(0), Decimal("Infinity"))


def test_the_same_ingredient_twice_is_one_ingredient() -> None:
    counted = ingredients_of_class({}, "opioid")
    opioid = frozenset({"opioid"})
    assert counted(0, (opioid, opioid), (YES, YES), (YES, YES), ("codeine", "codeine")) == 1
    assert counted(0, (opioid, None), (YES, None), (YES, None), ("codeine", None)) == Interval(
        Decimal(1), Decimal("Infinity")
    )


def test_two_medicines_of_one_class_are_one_class() -> None:
    counted = depressant_classes(knowledge(), None)
    gaba, opioid = frozenset({"gabapentinoid"}), frozenset({"opioid", "qt_prolonging"})
    assert counted(0, (gaba, gaba, opioid), (YES, YES, YES), (YES, YES, NO)) == 1
    assert counted(0, (gaba, opioid), (YES, None), (YES, YES)) == Interval(Decimal(1), Decimal(2))


_SEVERE = [
    "Nardil",
    "Theo-24",
    "Suboxone",
    "clozapine",
    "Xyrem",
    "oxycodone",
    "a blue capsule",
    "Nardel",
    "lorazepam",
]
_COMMON = ["sertraline", "lithium", "amlodipine", "gabapentin", "aspirin", "blues", "atorvastatin", "", "?", "none"]
_LINES = st.fixed_dictionaries(
    {"name": st.sampled_from(_SEVERE + _COMMON)},
    optional={
        "dose": st.sampled_from(["1 mg daily", "10 mg daily", "as prescribed", "90 mg prn"]),
        "taking": st.sampled_from(["yes", "no", "dont_know"]),
        "last_taken": st.sampled_from(["2026-04-19", "2026-04", "2020", "nonsense"]),
        "confirmed": st.sampled_from(["phenelzine", "sertraline", "nonsense"]),
    },
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_LINES, min_size=1, max_size=3), _LINES)
def test_a_longer_list_never_clears_a_rule_on_medicines(lines: list[dict[str, Any]], further: dict[str, Any]) -> None:
    before, after = findings(*lines), findings(*lines, further)
    rank = {Outcome.CLEAR: 0, Outcome.UNKNOWN: 1, Outcome.FIRED: 2}
    for name in (name for name in before if name.startswith(("med.", "data.med_"))):
        assert rank[before[name].outcome] <= rank[after[name].outcome], name


@settings(max_examples=20, deadline=None)
@given(st.lists(_LINES, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(lines: list[dict[str, Any]], random: Any) -> None:
    shuffled = random.sample(lines, len(lines))
    assert fired(*lines) == fired(*shuffled)


def test_a_hundred_odd_lines_break_nothing() -> None:
    screening = screened({"med.list": [{"name": "x" * 3000, "dose": "9" * 3000}] * 100})
    assert not screening.faults
    assert screening.strictest.rank >= Disposition.NEEDS_INFORMATION.rank


def test_no_rule_on_medicines_tells_anybody_to_stop_one() -> None:
    shown = [rule for rule in released().document["rules"] if rule["id"].startswith("med.")]
    assert len(shown) == 36
    for rule in shown:
        words = rule["shows"].lower()
        assert not any(phrase in words for phrase in ("must stop", "should stop", "stop taking", "discontinue"))


def test_the_content_offers_exactly_the_classes_and_products_the_lexicon_has() -> None:
    derived = {fact["id"]: fact for fact in released().document["derived"]}
    fields = {field["fact"]: field for field in derived["medicines_taken"]["fields"]}
    offered = {option["value"] for option in fields["classes"]["options"]}
    assert offered == set(knowledge()["medicines"]["classes"])
    item = next(item for item in released().items if item.link_id == "med.otc")
    assert item.options - {"none"} == knowledge()["medicines"]["overTheCounter"].keys()


def test_the_columns_of_the_group_are_those_the_computation_fills() -> None:
    derived = {fact["id"]: fact for fact in released().document["derived"]}
    fields = [field["fact"] for field in derived["medicines_taken"]["fields"]]
    assert fields == list(rows(("sertraline",))[0]._fields)
