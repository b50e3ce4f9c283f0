"""Invented intakes as a clinic's door might see them: about half uncomplicated, the rest with what people bring.

Nothing here rests on a source. How often what occurs is assumed, and so are the habits of answering: of complicated
intakes a third leave questions open and a quarter do not know an answer or two. The same seed gives the same intakes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from rules.engine.frames import Frames, Given
from rules.engine.terms import Phase
from rules.engine.truth import YES
from tests.rules.intakes import TODAY, read_yaml, released, well

UNCOMPLICATED = 0.5
HOW_MANY_TRAITS = ((1, 2, 3, 4), (4, 3, 2, 1))
LEAVES_OPEN, MOST_LEFT_OPEN = 1 / 3, 4
DOES_NOT_KNOW, MOST_NOT_KNOWN = 1 / 4, 2
CLINIC = "clinic"

type Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trait:
    """Something people bring, as answers: the patient's, the clinic's, and medicines that join the list."""

    id: str
    share: float
    patient: Mapping[str, Any] = field(default_factory=dict)
    clinic: Mapping[str, Any] = field(default_factory=dict)
    medicines: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """One invented intake. `patient` is what the patient sends; `complete` has the clinic's part as well."""

    uncomplicated: bool
    traits: tuple[str, ...]
    patient: Answers
    complete: Answers


def intakes(count: int, seed: int) -> Iterator[Intake]:
    random = Random(seed)
    for _ in range(count):
        yield _intake(random)


@cache
def traits(kind: str) -> tuple[Trait, ...]:
    return tuple(Trait(**entry) for entry in read_yaml(Path(__file__).with_name("traits.yaml"))[kind])


@cache
def _asked() -> Mapping[str, Mapping[str, Any]]:
    """The questions of the intake form; answers to others would be noticed as unexpected."""
    items = released().questionnaire["items"]
    return {item["linkId"]: item for item in items if Phase.INTAKE in item["phases"]}


def _intake(random: Random) -> Intake:
    uncomplicated = random.random() < UNCOMPLICATED
    drawn = [trait for trait in traits("usual") if random.random() < trait.share]
    drawn += [] if uncomplicated else _complicating(random)
    patient = _patients_answers(drawn)
    if not uncomplicated:
        _leave_open(patient, random)
    patient = _as_shown(patient)
    complete = _as_shown(patient | _clinics_answers(drawn))
    return Intake(uncomplicated, tuple(trait.id for trait in drawn), patient, complete)


def _complicating(random: Random) -> list[Trait]:
    left = list(traits("complicating"))
    drawn = []
    for _ in range(*random.choices(*HOW_MANY_TRAITS)):
        trait = random.choices(left, [trait.share for trait in left])[0]
        left.remove(trait)
        drawn.append(trait)
    return drawn


def _patients_answers(drawn: Sequence[Trait]) -> Answers:
    answers = {key: value for key, value in well().items() if _is_asked(key, of_clinic=False)}
    for trait in drawn:
        _join(answers, trait.patient)
    medicines = [dict(medicine) for trait in drawn for medicine in trait.medicines]
    if medicines and answers["med.list"] is not None:
        answers["med.list"] = medicines
    return {key: value for key, value in answers.items() if value is not None}


def _clinics_answers(drawn: Sequence[Trait]) -> Answers:
    answers = {key: value for key, value in well().items() if _is_asked(key, of_clinic=True)}
    for trait in drawn:
        _join(answers, trait.clinic)
    return {key: value for key, value in answers.items() if value is not None}


def _as_shown(answers: Answers) -> Answers:
    """Without the answers to questions that the form does not show beside the others."""
    facts = released().reader.read(answers, as_of=TODAY, phase=Phase.INTAKE)
    slots = Frames(released(), facts, Given(TODAY), as_of=TODAY).plain.slots
    closed = {fact for fact, opens in released().gate_conditions.items() if opens(slots) is not YES}
    shown = {key: value for key, value in answers.items() if _asked()[key]["fact"] not in closed}
    return shown if len(shown) == len(answers) else _as_shown(shown)


def _is_asked(link_id: str, *, of_clinic: bool) -> bool:
    return link_id in _asked() and (_asked()[link_id]["answeredBy"] == CLINIC) is of_clinic


def _join(answers: Answers, more: Mapping[str, Any]) -> None:
    """Ticks of one list join; any other answer takes the place of the one before."""
    for link_id, value in more.items():
        if link_id not in _asked():
            continue
        before = answers.get(link_id)
        if _asked()[link_id]["kind"] == "multi_choice" and isinstance(before, list) and isinstance(value, list):
            answers[link_id] = list(dict.fromkeys([*before, *value]))
        else:
            answers[link_id] = value


def _leave_open(answers: Answers, random: Random) -> None:
    required = sorted(link_id for link_id in answers if _asked()[link_id]["required"])
    if random.random() < LEAVES_OPEN:
        for link_id in random.sample(required, random.randint(1, MOST_LEFT_OPEN)):
            del answers[link_id]
    if random.random() < DOES_NOT_KNOW:
        for link_id in random.sample(required, random.randint(1, MOST_NOT_KNOWN)):
            answers[link_id] = "dont_know"
