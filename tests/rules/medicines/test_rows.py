"""Lines of a medicine list as whole rows: who is meant, how sure that is, how often, and what the dose amounts to."""

from decimal import Decimal
from typing import Any

import pytest

from rules.engine.medicines.understanding import Row, understood_medicines
from rules.engine.truth import NO, YES
from rules.engine.values import Interval, Value
from tests.rules.medicines.lexicon import knowledge, rows

_BENZODIAZEPINE = frozenset({"benzodiazepine"})
_OPIOID = frozenset({"opioid"})
_XANAX = Row("alprazolam", "Xanax", "exact", YES, _BENZODIAZEPINE, YES)
_OVER_THE_COUNTER = frozenset(
    {
        *("calming_supplement", "cyp_inhibitor", "decongestant", "hypnotic", "nasal_product", "nmda_antagonist"),
        *("pressor_supplement", "sedating_antihistamine", "sedating_supplement", "serotonergic_supplement"),
        "st_johns_wort",
    }
)


def line(name: Value, dose: Value = None, **fields: Value) -> tuple[Value, ...]:
    """A line of the list with the fields that are named."""
    order = ("amount", "unit", "times_a_day", "as_needed", "taking", "last_taken", "confirmed")
    return (name, dose, *(fields.get(field) for field in order))


def between(low: str, high: str) -> Interval:
    return Interval(Decimal(low), Decimal(high))


LINES: list[tuple[tuple[Value, ...], Row]] = [
    (line("Xanax"), _XANAX),
    (line("Xanax", "1 mg daily"), _XANAX._replace(every_day=YES, dose_known=YES, lorazepam_mg=Decimal(2))),
    (line("Xanax", "7 mg weekly"), _XANAX._replace(every_day=NO, dose_known=YES, lorazepam_mg=Decimal(2))),
    (
        line("Xanax", "1 mg daily", taking=NO, last_taken=5),
        _XANAX._replace(current=NO, last_taken=5, every_day=YES, dose_known=YES, lorazepam_mg=Decimal(2)),
    ),
    (
        line("Xanax", "1 mg daily", as_needed=YES, taking=YES),
        _XANAX._replace(every_day=NO, dose_known=YES, lorazepam_mg=Decimal(2)),
    ),
    (line("Xanax", as_needed=YES), _XANAX._replace(every_day=NO)),
    (line("Xanax", as_needed=NO), _XANAX),
    (
        line("Xanax", amount=1, unit="mg", times_a_day=2),
        _XANAX._replace(every_day=YES, dose_known=YES, lorazepam_mg=Decimal(4)),
    ),
    (
        line("Xanax", amount=1, unit="mg", times_a_day=2, as_needed=YES),
        _XANAX._replace(every_day=NO, dose_known=YES, lorazepam_mg=between("0", "4")),
    ),
    (line("Xanax", amount=1, times_a_day=2), _XANAX._replace(every_day=YES)),
    (line("Xanax", amount=1, unit=YES, times_a_day=2), _XANAX._replace(every_day=YES)),
    (line("Xanax", times_a_day=2), _XANAX._replace(every_day=YES)),
    (line("Xanax", amount=1, unit="mg"), _XANAX),
    (line("Xanax", "as prescribed", amount=1, unit="mg", times_a_day=1), _XANAX),
    (
        line("Xanax", "1 mg daily", amount=1, unit="mg", times_a_day=2),
        _XANAX._replace(every_day=YES, dose_known=YES, lorazepam_mg=between("2", "4")),
    ),
    (
        line("Xanax 0.5 mg", "nightly"),
        _XANAX._replace(written="Xanax 0.5 mg", every_day=YES, dose_known=YES, lorazepam_mg=Decimal(1)),
    ),
    (
        line("Xanax (0.5 mg) for sleep", "nightly"),
        _XANAX._replace(written="Xanax (0.5 mg) for sleep", every_day=YES, dose_known=YES, lorazepam_mg=Decimal(1)),
    ),
    (
        line("Xanax 0.5 mg for 2 weeks", "nightly"),
        _XANAX._replace(written="Xanax 0.5 mg for 2 weeks", every_day=YES, dose_known=YES, lorazepam_mg=Decimal(1)),
    ),
    (line("Xanax 0.5 mg", "1 mg nightly"), _XANAX._replace(written="Xanax 0.5 mg")),
    (line("Xanax 0.5 mg", "1000 mcg nightly"), _XANAX._replace(written="Xanax 0.5 mg", dose_doubtful=YES)),
    (line("Xanax", "1 mg daily", amount=1, unit=YES, times_a_day=2), _XANAX._replace(every_day=YES)),
    (
        line("triazolam", "0.25 mg at night"),
        _XANAX._replace(
            ingredient="triazolam",
            written="triazolam",
            every_day=YES,
            dose_known=YES,
            lorazepam_mg=between("0.5", "1"),
        ),
    ),
    (
        line("morphine 30 mg", "twice a day"),
        Row("morphine", "morphine 30 mg", "exact", YES, _OPIOID, YES, None, YES, YES, morphine_mg=Decimal(60)),
    ),
    (
        line("morphine", "30 mcg daily"),
        Row("morphine", "morphine", "exact", YES, _OPIOID, YES, None, YES, dose_doubtful=YES),
    ),
    (
        line("Xanax", "500 mcg daily"),
        _XANAX._replace(every_day=YES, dose_doubtful=YES),
    ),
    (
        line("levothyroxine", "1 mg daily"),
        Row(
            "levothyroxine",
            "levothyroxine",
            "exact",
            YES,
            frozenset({"thyroid_hormone"}),
            YES,
            every_day=YES,
            dose_doubtful=YES,
        ),
    ),
    (
        line("levothyroxine", "0.9 mg daily"),
        Row(
            "levothyroxine",
            "levothyroxine",
            "exact",
            YES,
            frozenset({"thyroid_hormone"}),
            YES,
            every_day=YES,
            dose_known=YES,
        ),
    ),
    (
        line("levothyroxine", "0.1-1 mg"),
        Row(
            "levothyroxine", "levothyroxine", "exact", YES, frozenset({"thyroid_hormone"}), YES, dose_doubtful=YES
        ),
    ),
    (line("Nardel"), Row("phenelzine", "Nardel", "proposed", None, frozenset({"maoi"}), YES)),
    (
        line("Nardel", confirmed="Nardil"),
        Row("phenelzine", "Nardel", "confirmed", YES, frozenset({"maoi"}), YES),
    ),
    (line("asthma tablets"), Row("asthma tablets", "asthma tablets", "unrecognised", current=YES)),
    (line("asthma tablets, blue capsule", "daily"), Row(
        "asthma tablets, blue capsule", "asthma tablets, blue capsule", "unrecognised", current=YES)),
    (line("Butrans"), Row("buprenorphine", "Butrans", "exact", YES, _OPIOID, YES)),
    (line(None, "5 mg"), Row()),
    (line(5, "5 mg"), Row()),
]  # fmt: skip


@pytest.mark.parametrize(("written", "row"), LINES)
def test_a_line_as_a_row(written: tuple[Value, ...], row: Row) -> None:
    assert rows(written) == (row,)


def test_lines_keep_their_order_and_a_combination_is_a_row_for_each_ingredient() -> None:
    found = rows(line("Symbyax", "1 capsule daily"), line(None), line("blues"), ticks=frozenset({"melatonin"}))
    assert found == (
        Row("olanzapine", "Symbyax", "exact", YES, frozenset({"antipsychotic"}), YES, every_day=YES),
        Row("fluoxetine", "Symbyax", "exact", YES, frozenset({"ssri"}), YES, every_day=YES),
        Row(),
        Row("oxycodone", "blues", "proposed", None, _OPIOID, YES),
        Row("fentanyl", "blues", "proposed", None, _OPIOID, YES),
        Row("melatonin", "melatonin", "exact", YES, frozenset({"hypnotic"}), YES),
    )


def test_two_products_of_one_ingredient_are_one_row_with_the_classes_of_both() -> None:
    (row,) = rows(line("Revatio", confirmed="sildenafil"))
    assert row.ingredient == "sildenafil"
    assert row.classes is not None
    assert "pulmonary_hypertension_medicine" in row.classes


def test_products_without_a_prescription_come_in_the_order_of_their_names() -> None:
    ticks = frozenset({"melatonin", "kava_kratom_phenibut", "energy_drinks"})
    assert [row.ingredient for row in rows(ticks=ticks)] == ["energy_drinks", "kava_kratom_phenibut", "melatonin"]


def test_an_open_question_on_products_without_a_prescription_may_be_any_of_them() -> None:
    (row,) = rows(ticks=None)
    assert row == Row(status="exact", classes=_OVER_THE_COUNTER)


def test_a_list_that_was_not_answered_is_one_row_of_nothing() -> None:
    computed: Any = understood_medicines(knowledge(), None)(0, *(None,) * 9, frozenset(), 1)
    assert tuple(computed) == (Row(),)


def test_columns_of_different_lengths_are_a_fault() -> None:
    columns = [("Xanax", "Ativan"), *[(None,)] * 8]
    with pytest.raises(ValueError, match="zip"):
        list(understood_medicines(knowledge(), None)(0, *columns, frozenset(), 1))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "dose", "every_day", "known"),
    [
        ("Xanax, alprazolam", "1 mg daily", {YES}, {YES}),
        ("Xanax, Ativan", "1 mg daily", {None}, {NO}),
        ("Symbyax (olanzapine/fluoxetine)", "daily", {YES}, {NO}),
        ("Symbyax, Ativan", "daily", {None}, {NO}),
        ("blues", "10 mg daily", {None}, {NO}),
        ("olanzapine, fluoxetine", "daily", {None}, {NO}),
    ],
)
def test_whose_the_dose_of_a_line_is(name: str, dose: str, every_day: set[Any], known: set[Any]) -> None:
    found = rows(line(name, dose))
    assert ({row.every_day for row in found}, {row.dose_known for row in found}) == (every_day, known)
