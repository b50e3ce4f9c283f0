"""The truth in the table after a load run, held against what the crowd was told."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from infra.audit_trail import verify_trail
from infra.records_place import RecordsPlace, RecordsServices
from tests.histories.deployed import held_of
from tests.histories.kept import Acknowledged, Change, Taken
from tests.histories.laws import breaches, unconfirmed
from tests.histories.samples import exact, form_saying
from tests.load.ledger import Ledger

# Ours; each look reads the whole table, which takes seconds after a long run.
LONGEST_WAIT = 600.0


@dataclass(frozen=True, slots=True)
class Truth:
    """What was found, how much of it there is, and how many seconds publishing and sealing took to catch up."""

    wrong: Sequence[str]
    settled_after: float
    screenings: int
    cases: int
    changes: int
    unsure: int


def acknowledged_in(ledger: Ledger) -> Acknowledged:
    """Forms with a receipt, changes with a reply; and whose patients and cases had no reply in the end."""
    told = Acknowledged()
    for line in ledger.taken:
        answers = exact(form_saying(line["says"], "")["answers"])
        found = line["says"] != "nothing"
        told.forms[line["screening"]] = Taken(
            clinic=line["clinic"], patient=line["patient"], found=found, answers=answers
        )
    # A move that is repeated has the same reply; it was made once.
    told.changes = list(dict.fromkeys(_change(line) for line in ledger.changed))
    known = {line["key"] for line in ledger.taken}
    lost = [line for key, line in ledger.sending.items() if key not in known]
    told.unsure_patients = {(line["clinic"], line["patient"]) for line in lost}
    told.unsure_cases = {line["case"] for ask, line in ledger.asking.items() if ask not in ledger.asked}
    return told


def receipts_that_differ(ledger: Ledger) -> list[str]:
    """A form that was sent again has the receipt it had; two forms never share one."""
    by_key: dict[str, set[str]] = {}
    by_receipt: dict[str, set[str]] = {}
    for line in ledger.taken:
        by_key.setdefault(line["key"], set()).add(line["screening"])
        by_receipt.setdefault(line["screening"], set()).add(line["key"])
    doubled = [f"{key} has {len(ids)} receipts" for key, ids in by_key.items() if len(ids) > 1]
    return doubled + [f"{len(keys)} forms share {each}" for each, keys in by_receipt.items() if len(keys) > 1]


def the_truth(ledger: Ledger, services: RecordsServices, place: RecordsPlace, clinics: Collection[str]) -> Truth:
    """Waits until all is published, sealed and anchored, or says what is not."""
    began, told = time.monotonic(), acknowledged_in(ledger)
    while (unsettled := _unsettled(services, place, clinics)) and time.monotonic() - began < LONGEST_WAIT:
        time.sleep(1)
    settled_after = time.monotonic() - began
    kept = held_of(services, place, clinics)
    return Truth(
        wrong=[*unsettled, *breaches(kept, told), *receipts_that_differ(ledger)],
        settled_after=settled_after,
        screenings=len(kept.screenings),
        cases=len(kept.cases),
        changes=len(kept.journal),
        unsure=len(told.unsure_patients) + len(told.unsure_cases),
    )


def _unsettled(services: RecordsServices, place: RecordsPlace, clinics: Collection[str]) -> list[str]:
    if waiting := [f"not published: {each}" for each in unconfirmed(held_of(services, place, clinics))]:
        return waiting
    for clinic in clinics:
        report = verify_trail(services, place, clinic, None, datetime.now(UTC))
        waiting += [*map(str, report.findings), *(f"not sealed: {each}" for each in report.unsealed)]
        waiting += [f"{report.unanchored} seals without an anchor in {clinic}"] if report.unanchored else []
    return waiting


def _change(line: dict[str, str | int]) -> Change:
    return Change(
        clinic=str(line["clinic"]),
        case=str(line["case"]),
        version=int(line["version"]),
        deed=str(line["deed"]),
        by=str(line["by"]),
    )
