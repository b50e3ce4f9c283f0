"""What the whole released rule set costs: loading it, and each step from answers to stored bytes."""

import json
import tracemalloc
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.samples import AS_OF, SITE, samples
from benchmarks.timing import in_turn
from functions.adapters.released import RELEASED, current_rule_set
from rules.engine.frames import Frames, Given
from rules.engine.rule_set import RuleSet, load_rule_set
from rules.engine.screening import Screening, screen
from rules.engine.terms import Phase

type Step = Callable[[], Any]


def measure_rule_set(*, repeats: int) -> dict[str, Any]:
    rule_set = current_rule_set()
    path = RELEASED / f"{rule_set.version}.json"
    return {
        "version": rule_set.version,
        "rules": len(rule_set.rules),
        "items": len(rule_set.items),
        "file_bytes": path.stat().st_size,
        "memory_kb": _memory(lambda: load_rule_set(path)),
        **in_turn({"load_us": lambda: load_rule_set(path)}, repeats=repeats),
        "samples": {name: measure_sample(rule_set, sent, repeats=repeats) for name, sent in samples().items()},
    }


def measure_sample(rule_set: RuleSet, sent: Mapping[str, Any], *, repeats: int) -> dict[str, float]:
    """Microseconds for each step on one sample; `screen` holds the two before it and the explanations."""
    record = _screened(rule_set, sent).to_record()
    times = in_turn(steps_of(rule_set, sent), repeats=repeats)
    return {**times, "record_bytes": float(len(_written(record))), "stored_bytes": float(len(_packed(record)))}


def frames_of(rule_set: RuleSet, sent: Mapping[str, Any]) -> Frames:
    facts = rule_set.reader.read(sent, as_of=AS_OF, phase=Phase.INTAKE)
    return Frames(rule_set, facts, Given(AS_OF), as_of=AS_OF, phase=Phase.INTAKE)


def steps_of(rule_set: RuleSet, sent: Mapping[str, Any]) -> Mapping[str, Step]:
    screening = _screened(rule_set, sent)
    slots = frames_of(rule_set, sent).plain.slots
    conditions = [clause.condition for rule in rule_set.rules for clause in rule.clauses]
    record = screening.to_record()
    return {
        "facts_us": lambda: frames_of(rule_set, sent),
        "bare_us": lambda: [condition(slots) for condition in conditions],
        "screen_us": lambda: _screened(rule_set, sent),
        "record_us": screening.to_record,
        "json_zlib_us": lambda: _packed(record),
    }


def _screened(rule_set: RuleSet, sent: Mapping[str, Any]) -> Screening:
    return screen(rule_set, sent, phase=Phase.INTAKE, as_of=AS_OF, site=SITE, submitted_on=AS_OF)


def _written(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, separators=(",", ":")).encode()


def _packed(record: Mapping[str, Any]) -> bytes:
    return zlib.compress(_written(record), level=6)


def _memory(load: Callable[[], Any]) -> int:
    """Kilobytes that stay allocated while one loaded rule set is held."""
    tracemalloc.start()
    held = load()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del held
    return size // 1024
