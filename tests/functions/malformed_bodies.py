"""Malformed bodies by the thousand, through the real handler.

The long run: `python -m tests.functions.malformed_bodies --count 50000`.

Three promises: no body makes the service fail, nothing is stored from a refused one, and no bad answer leads to a
milder disposition than the good answer it stands for. Bodies come from a seeded generator, so a run can be repeated.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any, Final

from functions.adapters.released import current_rule_set
from infra.sample_intakes import sample_intake
from rules.engine.screening import screen
from tests.functions.builders import NOW
from tests.functions.captured import captured_output
from tests.functions.desks import Service, service
from tests.functions.entry_files import environment, import_entries

REFUSED: Final = frozenset({400, 413, 422})

type Body = Mapping[str, Any]
type Damage = Callable[[random.Random, "Sample"], str]


@dataclass(frozen=True)
class Sample:
    """A good body, the link ids whose answers are the favourable ones, and the disposition it leads to."""

    body: Body
    favourable: tuple[str, ...]
    rank: int


@dataclass
class Tally:
    """What came of the bodies."""

    distinct: set[bytes] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def literals() -> tuple[str, ...]:
    """Values as JSON text that no question asks for."""
    return (
        "null", "true", "false", "0", "-0", "-1", "1e999", "-1e999", "1E-999", "0.1e1", "9" * 400, "9" * 5000,
        "1e99999999999", "-1E+99999999999999999999999", '""', '" "',
        '"NO"', '"No"', '"nein"', '"yes "', '"0"', '"\\u0000"', '"\\ud800"', '"\\u202e"', '"\\ufeff"',
        '"' + "x" * 5000 + '"',
        "[]", "{}", "[[]]", "[null]", '[{"a":1}]', '{"value":null}', '{"value":"ten","unit":"kg"}',
        '{"value":1e400,"unit":"kg"}',
        '{"value":-82,"unit":"kg"}', '{"value":82,"unit":"stones"}', '{"value":82,"unit":7}', '{"value":{"value":1}}',
        '{"state":"fine"}', '{"state":null}', '{"state":"declined"}', '{"state":"dont_know","value":"no"}',
        '"declined"', '"dont_know"', '"not_asked"', '["no","yes"]', '["none","ptsd"]', '[{"systolic":"high"}]',
        '[{"systolic":118,"diastolic":74,"taken":"2026-13-45"}]', '"2026-02-30"', '"0000-00-00"', '"9999-12-31"',
        '{"value":"2026-01-01","extra":1}', '{"unit":"kg"}', "[1,2,3]", '{"":""}', '"=1+1"', '"<script>"', '"%s%n"',
    )  # fmt: skip


LITERALS: Final = literals()


def answer_spoilt(chance: random.Random, sample: Sample) -> str:
    """One to three favourable answers replaced by something that is no answer."""
    answers = {name: json.dumps(value) for name, value in sample.body["answers"].items()}
    for name in chance.sample(sample.favourable, k=min(chance.randint(1, 3), len(sample.favourable))):
        answers[name] = chance.choice(LITERALS) if chance.random() < 0.8 else _random_value(chance)
    return _with_answers(sample, answers)


def answer_invented(chance: random.Random, sample: Sample) -> str:
    """Further answers to questions that nobody asked."""
    answers = {name: json.dumps(value) for name, value in sample.body["answers"].items()}
    for _ in range(chance.randint(1, 3)):
        name = f"{chance.choice(list(answers))}{chance.choice(('x', '.', ' ', 'é', '.1.2'))}{chance.random()}"
        answers[name] = chance.choice(LITERALS)
    return _with_answers(sample, answers)


def cut_short(chance: random.Random, sample: Sample) -> str:
    text = json.dumps(sample.body)
    return text[: chance.randrange(len(text))]


def character_changed(chance: random.Random, sample: Sample) -> str:
    """One structural character replaced; what remains readable has changed its envelope or is refused."""
    text = json.dumps(sample.body)
    places = [place for place, character in enumerate(text) if character in '{}[]:,"']
    place = chance.choice(places)
    return text[:place] + chance.choice("{}[]:,\x00\x1f/\\ué") + text[place + 1 :]


def key_doubled(chance: random.Random, sample: Sample) -> str:
    text = json.dumps(sample.body)
    name = chance.choice([*sample.body, *sample.body["answers"]])
    return text.replace(f'"{name}":', f'"{name}": {chance.choice(LITERALS)}, "{name}":', 1)


def field_wrong(chance: random.Random, sample: Sample) -> str:
    name = chance.choice(["questionnaire", "phase", "patientReference", "answers"])
    fields = {key: json.dumps(value) for key, value in sample.body.items()}
    fields[name] = chance.choice((*LITERALS, _random_value(chance)))
    return _object(fields)


def field_missing(chance: random.Random, sample: Sample) -> str:
    name = chance.choice(["questionnaire", "phase", "patientReference", "answers"])
    return json.dumps({key: value for key, value in sample.body.items() if key != name} | {"n": chance.random()})


def field_added(chance: random.Random, sample: Sample) -> str:
    fields = {key: json.dumps(value) for key, value in sample.body.items()}
    fields[f"{chance.choice(('disposition', 'clinic', 'Answers', 'x'))}{chance.random()}"] = chance.choice(LITERALS)
    return _object(fields)


def too_deep(chance: random.Random, sample: Sample) -> str:
    depth = chance.randint(8, 20_000)
    opening, closing = chance.choice((("[", "]"), ('{"a":', "}")))
    return json.dumps(sample.body).replace(
        '"answers": {', f'"answers": {{"x": {opening * depth}1{closing * depth},', 1
    )


def not_a_number(chance: random.Random, sample: Sample) -> str:
    odd = chance.choice(("NaN", "Infinity", "-Infinity", "nan", "0x10", "1_000", ".5", "5.", "+1", "9" * 5000))
    return json.dumps(sample.body).replace('"answers": {', f'"answers": {{"n{chance.random()}": {odd},', 1)


def too_large(chance: random.Random, sample: Sample) -> str:
    return json.dumps({**sample.body, "source": "x" * chance.randint(64 * 1024, 80 * 1024)})


def noise(chance: random.Random, _sample: Sample) -> str:
    return "".join(chr(chance.choice((chance.randrange(128), chance.randrange(0xD7FF)))) for _ in range(20))


DAMAGES: Final[Mapping[Damage, int]] = {
    answer_spoilt: 30,
    answer_invented: 4,
    cut_short: 10,
    character_changed: 14,
    key_doubled: 12,
    field_wrong: 8,
    field_missing: 4,
    field_added: 6,
    too_deep: 4,
    not_a_number: 4,
    too_large: 1,
    noise: 3,
}
ANSWER_DAMAGES: Final = frozenset({answer_spoilt, answer_invented})


def _random_value(chance: random.Random) -> str:
    return json.dumps(chance.choice((chance.random(), chance.randrange(-(10**6), 10**6), f"text {chance.random()}")))


def _with_answers(sample: Sample, answers: Mapping[str, str]) -> str:
    fields = {key: json.dumps(value) for key, value in sample.body.items()}
    return _object({**fields, "answers": _object(answers)})


def _object(fields: Mapping[str, str]) -> str:
    return "{" + ",".join(f"{json.dumps(name)}:{text}" for name, text in fields.items()) + "}"


class Run:
    """One run over a number of distinct bodies."""

    def __init__(self, clinic_service: Service, seed: int) -> None:
        self._service = clinic_service
        self._chance = random.Random(seed)
        self._samples = tuple(self._sample(name) for name in ("nothing_found", "needs_review", "contact_now"))
        self.tally = Tally()

    def bodies(self, count: int) -> Tally:
        for damage, sample, body in self._distinct(count):
            self._send(damage, sample, body)
        return self.tally

    def _distinct(self, count: int) -> Iterator[tuple[Damage, Sample, str]]:
        kinds, weights = list(DAMAGES), list(DAMAGES.values())
        while len(self.tally.distinct) < count:
            damage, sample = self._chance.choices(kinds, weights)[0], self._chance.choice(self._samples)
            body = damage(self._chance, sample)
            mark = sha256(body.encode("utf-8", "surrogatepass")).digest()
            if mark not in self.tally.distinct:
                self.tally.distinct.add(mark)
                yield damage, sample, body

    def _send(self, damage: Damage, sample: Sample, body: str) -> None:
        store = self._service.store
        for kept in (store.screenings, store.requests, store.cases, store.audit, store.outbox):
            kept.clear()
        answer = self._service.submit(body, key=f"key-{len(self.tally.distinct)}")
        self.tally.statuses[answer.status] += 1
        fault = self._fault(damage, sample, answer.status)
        if fault:
            self.tally.failures.append(f"{fault}: {getattr(damage, '__name__', 'damage')} {body[:2000]!r}")

    def _fault(self, damage: Damage, sample: Sample, status: int) -> str | None:
        stored = list(self._service.store.screenings.values())
        if status in REFUSED:
            return "stored although refused" if stored else None
        if status != 201 or len(stored) != 1:
            return f"status {status} with {len(stored)} stored"
        if damage in ANSWER_DAMAGES and stored[0].disposition.rank < sample.rank:
            return f"milder ({stored[0].disposition})"
        return None

    def _sample(self, name: str) -> Sample:
        """A good body; its rank is what the service itself makes of it before it is damaged."""
        body, clear = (sample_intake(each, NOW.date()) for each in (name, "nothing_found"))
        answer = self._service.submit(body, key=f"good-{name}")
        if answer.status != 201:
            raise AssertionError(answer.text)
        (stored,) = self._service.store.screenings.values()
        self._service.store.screenings.clear()
        self._service.store.cases.clear()
        favourable = tuple(key for key, value in body["answers"].items() if clear["answers"].get(key) == value)
        return Sample(body=body, favourable=favourable, rank=stored.disposition.rank)


def run(count: int, seed: int) -> Tally:
    """Through the released rules, with the store fake behind the handler."""
    rule_set = current_rule_set()
    questionnaire = (str(rule_set.questionnaire["id"]), str(rule_set.questionnaire["version"]))
    with environment():
        clinic_service = service(import_entries(), evaluation=partial(screen, rule_set), questionnaire=questionnaire)
        with captured_output():
            return Run(clinic_service, seed).bodies(count)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=50_000)
    options.add_argument("--seed", type=int, default=20_260_420)
    chosen = options.parse_args()
    started = time.perf_counter()
    tally = run(chosen.count, chosen.seed)
    seconds = time.perf_counter() - started
    statuses = ", ".join(f"{status}: {number}" for status, number in sorted(tally.statuses.items()))
    sys.stdout.write(f"{len(tally.distinct)} distinct bodies in {seconds:.0f} s; {statuses}; ")
    sys.stdout.write(f"{len(tally.failures)} failures\n" + "\n".join(tally.failures[:10]))
    return 1 if tally.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
