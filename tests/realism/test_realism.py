"""What a practitioner gets from intakes as a clinic's door might see them: suitable people pass, and nobody drowns.

The intakes are invented and their frequencies assumed (see `traits.yaml`); what is asked of them holds for each.
"""

import json
import subprocess
import sys
from functools import cache

import pytest

from rules.engine.terms import Contact, Disposition, Lane, Outcome, Severity
from tests.realism.invented import Intake, intakes, traits
from tests.realism.measured import PARTS, Part, Seen, measured, screened_as, seen
from tests.rules.intakes import released, well

COUNT, SEED = 200, 1
MOST_LINES = 12
CALM = {Disposition.NO_FLAGS, Disposition.PRECAUTIONS}
BY_CLINIC = {item["linkId"] for item in released().questionnaire["items"] if item["answeredBy"] == "clinic"}
# What fires on more than half of the uncomplicated as long as the clinic's part is not there: each is something that
# the clinic obtains before the first dose.
AWAITED_FROM_THE_CLINIC = {"cardiac.bp_missing", "hepatic.lft_missing", "sud.uds_missing", "sud.pdmp_missing"}


@cache
def drawn() -> tuple[Intake, ...]:
    return tuple(intakes(COUNT, SEED))


@cache
def results(part: Part) -> tuple[Seen, ...]:
    return tuple(seen(drawn(), part))


def uncomplicated(part: Part) -> list[Seen]:
    return [one for one in results(part) if one.intake.uncomplicated]


def test_a_suitable_patient_who_answered_everything_only_waits_for_the_clinic() -> None:
    screening = screened_as({key: value for key, value in well().items() if key not in BY_CLINIC})
    assert set(screening.dispositions.values()) <= CALM
    assert {word for f in screening.findings for word in f.severity.values()} == {Severity.MISSING}
    assert (screening.lane, screening.contact) == (Lane.COLLECTING, Contact.ROUTINE)


def test_a_suitable_patient_whose_clinic_answered_too_has_nothing_against_them() -> None:
    screening = screened_as(dict(well()))
    assert set(screening.dispositions.values()) <= CALM
    assert screening.lane is Lane.NOTHING_FOUND


@pytest.mark.parametrize("part", PARTS)
def test_uncomplicated_people_are_neither_held_up_nor_called(part: Part) -> None:
    for one in uncomplicated(part):
        assert set(one.screening.dispositions.values()) <= CALM, one.intake.traits
        assert one.screening.contact is Contact.ROUTINE, one.intake.traits


@pytest.mark.parametrize("part", PARTS)
def test_no_rule_fires_on_most_uncomplicated_people(part: Part) -> None:
    often = {
        rule.id
        for rule in released().rules
        if sum(rule.id in one.rules(Outcome.FIRED) for one in uncomplicated(part)) * 2 > len(uncomplicated(part))
    }
    assert often <= (AWAITED_FROM_THE_CLINIC if part == "patient" else set())


@pytest.mark.parametrize("part", PARTS)
def test_half_of_the_intakes_are_read_in_twelve_lines(part: Part) -> None:
    lines = sorted(one.lines for one in results(part))
    assert lines[len(lines) // 2] <= MOST_LINES


@pytest.mark.parametrize("part", PARTS)
def test_every_answer_of_the_invented_intakes_can_be_read(part: Part) -> None:
    for one in results(part):
        fired = one.rules(Outcome.FIRED) | one.rules(Outcome.FAULT)
        assert not fired & {"data.answer_unreadable", "data.answer_implausible", "data.contradiction"}, (
            one.intake.traits
        )


def test_the_clinics_part_never_makes_an_uncomplicated_intake_stricter() -> None:
    for before, after in zip(uncomplicated("patient"), uncomplicated("complete"), strict=True):
        assert after.screening.strictest.rank <= before.screening.strictest.rank


def test_who_is_in_danger_is_called_among_all_the_others() -> None:
    dangerous = {"intent", "thoughts_of_a_method", "chest_pain_now", "attempt_years_ago", "last_hope_in_words"}
    called = [one for one in seen(intakes(COUNT, SEED + 1), "patient") if dangerous & set(one.intake.traits)]
    assert called
    assert all(one.screening.contact is not Contact.ROUTINE for one in called)


def test_the_same_seed_gives_the_same_intakes() -> None:
    assert list(intakes(5, SEED)) == list(intakes(5, SEED)) != list(intakes(5, SEED + 1))


def test_shares_are_shares() -> None:
    for kind in ("usual", "complicating"):
        assert all(0 < trait.share <= 1 for trait in traits(kind))
        assert len({trait.id for trait in traits(kind)}) == len(traits(kind))


def test_the_report_adds_up() -> None:
    for part in PARTS:
        everybody = measured(drawn()[:40])[part]["all"]
        for shares in (*everybody["dispositions"].values(), everybody["lanes"], everybody["contact"]):
            assert sum(shares.values()) == pytest.approx(1, abs=0.01)


def test_the_report_can_be_printed() -> None:
    command = [sys.executable, "-m", "tests.realism", "--count", "10"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own module
    table, _, document = printed.partition("\n{")
    assert "with the clinic's part" in table
    assert json.loads("{" + document)["intakes"] == 10
