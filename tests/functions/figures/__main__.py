"""What counting takes and what figures weigh, with the real rules: `python -m tests.functions.figures`."""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any, Final

from functions.adapters.released import current_rule_set
from functions.service.documents import packed, unpacked, written
from functions.service.figures.days import Figures, together
from functions.service.figures.report import LONGEST_PERIOD
from infra.sample_intakes import SAMPLE_NAMES, sample_intake
from rules.engine.screening import screen
from tests.functions.builders import CLINIC
from tests.functions.captured import captured_output
from tests.functions.desks import Service, service
from tests.functions.entry_files import environment, import_entries

FORMS: Final = 200
BEGUN: Final = datetime(2026, 4, 20, 8, 0, tzinfo=UTC)


def main() -> None:
    with environment(), captured_output():
        clinic = _worked()
        took = _seconds(clinic.count)
        (day,) = [each.figures for each in clinic.figures.days(CLINIC, date(2026, 4, 19), date(2026, 4, 21))][-1:]
        row = packed(written(day.to_json()))
        read = _seconds(lambda: together(Figures.from_json(unpacked(row)) for _ in range(LONGEST_PERIOD)))
    sys.stdout.write(
        f"{day.forms} forms, {day.decisions} decisions, {sum(map(len, day.waits.values()))} kinds of times\n"
        f"counting that day: {took * 1000:.0f} ms, {took / day.forms * 1000:.2f} ms a form (CPU), without the table\n"
        f"its row: {len(row)} bytes; {LONGEST_PERIOD} of them: {len(row) * LONGEST_PERIOD / 1e6:.2f} MB\n"
        f"reading and putting {LONGEST_PERIOD} such days together: {read * 1000:.0f} ms\n"
    )


def _worked() -> Service:
    """A day of three samples in turn, each case called and half of them decided."""
    rule_set = current_rule_set()
    asked = rule_set.questionnaire
    made = service(
        import_entries(),
        evaluation=partial(screen, rule_set),
        questionnaire=(str(asked["id"]), str(asked["version"])),
    )
    chance = Random(FORMS)
    made.clock.at = BEGUN
    for number in range(FORMS):
        name = SAMPLE_NAMES[number % len(SAMPLE_NAMES)]
        body: Any = {**sample_intake(name, BEGUN.date()), "patientReference": f"patient-{number}"}
        assert made.submit(body, key=f"key-{number}").status == 201
        made.clock.at += timedelta(seconds=chance.randrange(1, 60))
    for case in _cases(made):
        made.clock.at += timedelta(seconds=chance.randrange(1, 60))
        made.work(case, "contacts", {"result": "reached"})
        if chance.random() < 1 / 2:
            made.close(case)
    return made


def _cases(made: Service) -> Sequence[str]:
    return [case for owner, case in made.store.cases if owner == CLINIC]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
