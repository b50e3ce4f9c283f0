"""What a load run came to, as tables for a person and as a document."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.load.crowds import Ran
from tests.load.knee import Step, knee, part
from tests.load.ledger import Finished, Request
from tests.load.truth import Truth

MILLISECONDS = 1000
type Document = dict[str, Any]


def document_of(ramp: Ran | None, steps: Sequence[Step], steady: Ran, truth: Truth, wrong: Sequence[str]) -> Document:
    (began, ended), bend = _stretch(steady), knee(steps)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "ramp": [{**asdict(step), "served": step.is_served} for step in steps],
        "rampTurnedAwayBy": _counted(
            each.turned_away_by for each in (ramp.ledger.requests if ramp else ()) if each.turned_away
        ),
        "knee": asdict(bend) if bend else None,
        "steady": {
            "users": steady.plan.users,
            "seconds": round(ended - began, 1),
            "requestsPerSecond": round(len(steady.ledger.requests) / (ended - began), 1),
            "formsTakenPerSecond": round(len(steady.ledger.taken) / (ended - began), 2),
            "decisionsPerSecond": round(_decisions(steady) / (ended - began), 2),
            "kinds": _kinds(steady.ledger.requests, steady.ledger.finished),
            "statuses": _counted(each.status for each in steady.ledger.requests),
            "turnedAwayBy": _counted(each.turned_away_by for each in steady.ledger.requests if each.turned_away),
            "processors": {**asdict(steady.shares), "others": steady.shares.others},
        },
        "truth": asdict(truth),
        "wrong": list(wrong),
    }


def show(document: Document, console: Console) -> None:
    if document["ramp"]:
        console.print(_ramp_table(document["ramp"]))
        console.print(f"turned away during the ramp by {_told(document['rampTurnedAwayBy'])}")
        console.print(_knee_line(document["knee"]))
    steady = document["steady"]
    console.print(_kinds_table(steady))
    console.print(
        f"{steady['users']} users for {steady['seconds']:.0f} s: {steady['requestsPerSecond']} requests, "
        f"{steady['formsTakenPerSecond']} forms taken, {steady['decisionsPerSecond']} decisions a second"
    )
    console.print(f"statuses: {_told(steady['statuses'])}; turned away by {_told(steady['turnedAwayBy'])}")
    console.print(_processors_line(steady["processors"]))
    console.print(_truth_line(document["truth"]))
    for each in document["wrong"][:50]:
        console.print(f"WRONG: {each}", markup=False)


def _ramp_table(steps: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("users", "offered/s", "finished/s", "requests/s", "turned away", "failed", "p95 ms", "served")
    for step in steps:
        table.add_row(
            str(step["users"]),
            *(f"{step[name]:.1f}" for name in ("offered", "finished", "requests")),
            f"{step['turned_away']:.1%}",
            str(step["failed"]),
            f"{step['p95'] * MILLISECONDS:.0f}",
            "yes" if step["served"] else "no",
        )
    return table


def _knee_line(bend: Mapping[str, Any] | None) -> str:
    if bend is None:
        return "knee: none, not even the first step was served"
    return f"knee: {bend['users']} users, {bend['requests']:.1f} requests/s, {bend['finished']:.1f} pieces of work/s"


def _kinds_table(steady: Mapping[str, Any]) -> Table:
    table = Table("what", "number", "p50 ms", "p95 ms", "p99 ms", "turned away", "failed")
    for kind, told in steady["kinds"].items():
        row = (told[name] for name in ("number", "p50", "p95", "p99", "turnedAway", "failed"))
        table.add_row(kind, *(str(each) for each in row))
    return table


def _processors_line(shares: Mapping[str, Any]) -> str:
    return (
        f"processors, of {shares['processors']}: crowd {shares['crowd']:.2f}, local cloud {shares['cloud']:.2f} "
        f"(up to {shares['processes']} processes), everybody else {shares['others']:.2f}"
    )


def _truth_line(truth: Mapping[str, Any]) -> str:
    return (
        f"in the table: {truth['screenings']} screenings, {truth['cases']} cases, {truth['changes']} changes; "
        f"{truth['unsure']} without a reply in the end; settled after {truth['settled_after']:.0f} s"
    )


def _kinds(requests: Sequence[Request], finished: Sequence[Finished]) -> dict[str, Document]:
    by_kind: dict[str, list[Request]] = defaultdict(list)
    for each in requests:
        by_kind[each.kind].append(each)
    kinds = {kind: _times([each.took for each in of], of) for kind, of in sorted(by_kind.items())}
    whole: dict[str, list[float]] = defaultdict(list)
    for done in finished:
        whole[done.kind].append(done.took)
    return kinds | {kind: _times(took, ()) for kind, took in sorted(whole.items())}


def _times(took: Sequence[float], requests: Sequence[Request]) -> Document:
    quantiles = {f"p{share:.0f}": round(part(took, share / 100) * MILLISECONDS) for share in (50, 95, 99)}
    return {
        "number": len(took),
        **quantiles,
        "turnedAway": sum(each.turned_away for each in requests),
        "failed": sum(each.failed for each in requests),
    }


def _counted(found: Iterable[object]) -> dict[str, int]:
    return dict(sorted(Counter(map(str, found)).items()))


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counts.items()) or "none"


def _decisions(steady: Ran) -> int:
    return sum(line["deed"] == "case.decided" for line in steady.ledger.changed)


def _stretch(ran: Ran) -> tuple[float, float]:
    times = [each.at for each in ran.ledger.requests]
    return min(times), max(times) + 0.001
