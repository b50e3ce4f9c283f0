"""All measurements of one run, one after the other, and the document they become."""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from benchmarks.children import result_of
from benchmarks.imports import measure_imports
from benchmarks.peers import PEERS
from benchmarks.race_of_rules import RulesRaced, race_rules
from benchmarks.rule_set_cost import measure_rule_set

OTHERS = ("aws-lambda-powertools", "boto3", "pydantic", "aws-xray-sdk", "pyyaml")


@dataclass(frozen=True, slots=True)
class Effort:
    """How often everything is repeated; `peers_optional` lets a run go on without peers that are not installed."""

    questionnaires: int
    passes: int
    repeats: int
    import_rounds: int
    requests: int
    intakes: int
    peers_optional: bool = False


FULL = Effort(questionnaires=1000, passes=3, repeats=60, import_rounds=11, requests=400, intakes=200)
QUICK = Effort(questionnaires=60, passes=1, repeats=3, import_rounds=1, requests=40, intakes=20, peers_optional=True)


def measure(effort: Effort, say: Callable[[str], None]) -> dict[str, Any]:
    raced = race_rules(
        count=effort.questionnaires,
        passes=effort.passes,
        say=lambda text: say(f"rules: {text}"),
        absent_allowed=effort.peers_optional,
    )
    say("rule set: loading, facts, verdicts, findings, record")
    rule_set = measure_rule_set(repeats=effort.repeats)
    imports = measure_imports(
        rounds=effort.import_rounds,
        say=lambda text: say(f"imports: {text}"),
        peers_optional=effort.peers_optional,
    )
    say("handler: against the plain one, and part by part")
    handler = result_of("benchmarks.handler_cost", str(effort.requests))
    say("submissions: calls, bytes, write units")
    submissions = result_of("benchmarks.first_submission")
    say("items: as intakes come, told at length, built to be large")
    items = result_of("benchmarks.largest_items", str(effort.intakes))
    say("growth: compiling, more rules, more treatment trials")
    growth = result_of("benchmarks.growth", str(-(-effort.repeats // 10)))
    return {
        **_of_rules(raced),
        "rule_set": rule_set,
        "imports": imports,
        "intake_import_ratio": imports["intake_ratio"],
        "handler": handler,
        "handler_cpu_ratio": handler["complete"]["ratio"],
        "submissions": submissions,
        "first_submission": submissions["first, usual"],
        "items": items,
        "growth": growth,
        "machine": _machine(),
        "versions": {name: _version(name) for name in (*PEERS, *OTHERS)},
    }


def _of_rules(raced: RulesRaced) -> dict[str, Any]:
    return {
        "bare_ratio": raced.races["ours", "bare"].ratio,
        "bare_ratio_to_tuned": raced.races["ours", "bare"].ratio / raced.races["by hand", "tuned"].ratio,
        "explained_ratio": raced.races["ours", "explained"].ratio,
        "engines": {name: raced.fastest(name) for name in PEERS if name not in raced.absent},
        "verdicts": raced.verdicts,
        "races": [
            {
                "engine": engine,
                "form": form,
                "ratio": race.ratio,
                "quarter": race.quarter,
                "three_quarters": race.three_quarters,
                "us": race.microseconds,
                "preparing_us": raced.preparing[engine, form],
            }
            for (engine, form), race in raced.races.items()
        ],
    }


def _machine() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123 - a kernel interface, not a file
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
