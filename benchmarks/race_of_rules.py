"""Forty rules, evaluated by us, by hand and by general engines. A wrong verdict anywhere stops the measurement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import process_time_ns
from typing import Any

from benchmarks import ours
from benchmarks.by_hand import RULES
from benchmarks.by_hand.kleene import Rule
from benchmarks.by_hand.tuned import TUNED
from benchmarks.guarded import Translator
from benchmarks.peers import PEERS, Contender, EngineMissingError
from benchmarks.peers.contender import Rules, Verdict
from benchmarks.questionnaires import Questionnaire, questionnaires
from benchmarks.timing import Race, collected, race
from rules.engine.rule_set import RuleSet

type Say = Callable[[str], None]

BY_HAND = "by hand"


class WrongVerdictError(Exception):
    """Two implementations of a rule disagree, so there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class RulesRaced:
    """Races and microseconds of preparing, by (engine, form); absent engines; how often each verdict came up."""

    races: dict[tuple[str, str], Race]
    preparing: dict[tuple[str, str], float]
    absent: tuple[str, ...]
    verdicts: dict[str, int]

    def fastest(self, engine: str) -> float:
        return min(race.ratio for (name, _), race in self.races.items() if name == engine)


def by_hand(rule_set: RuleSet, form: str, written: Mapping[str, Rule]) -> Contender:
    rules = tuple(written[rule.id] for rule in rule_set.rules)
    return Contender(BY_HAND, form, _with_sets, lambda answers: [rule(answers) for rule in rules], list)


def race_rules(*, count: int, passes: int, say: Say, absent_allowed: bool) -> RulesRaced:
    """Inputs are prepared beforehand for everybody and timed apart; "from answers" shows ours with both."""
    rule_set = ours.forty_rules()
    asked = questionnaires(rule_set.items, count)
    unit = by_hand(rule_set, "unit", RULES)
    plain, _ = _inputs(unit, asked)
    wanted = [unit.evaluate(each) for each in plain]
    contenders, absent = _contenders(rule_set, absent_allowed=absent_allowed)
    races, preparing = {}, {}
    for contender in (unit, *contenders):
        say(f"{contender.engine}, {contender.form}")
        inputs, preparing[contender.engine, contender.form] = _inputs(contender, asked)
        _check(contender, inputs, wanted, rule_set)
        races[contender.engine, contender.form] = race(
            unit.evaluate, plain, contender.evaluate, inputs, passes=passes
        )
    return RulesRaced(races, preparing, absent, _tally(wanted))


def _contenders(rule_set: RuleSet, *, absent_allowed: bool) -> tuple[list[Contender], tuple[str, ...]]:
    rules = _translated(rule_set)
    tuned = by_hand(rule_set, "tuned", {**RULES, **TUNED})
    contenders = [tuned, ours.bare(rule_set), ours.explained(rule_set), ours.from_answers(rule_set)]
    absent = []
    for name, make in PEERS.items():
        try:
            contenders += make(rules)
        except EngineMissingError:
            if not absent_allowed:
                raise
            absent.append(name)
    return contenders, tuple(absent)


def _translated(rule_set: RuleSet) -> Rules:
    translator = Translator(rule_set.numbers)
    nodes = [clause.node for rule in rule_set.rules for clause in rule.clauses]
    return [(translator.surely(node, holds=True), translator.surely(node, holds=False)) for node in nodes]


def _inputs(contender: Contender, asked: Sequence[Questionnaire]) -> tuple[list[Any], float]:
    """Each questionnaire in the contender's own form, and the microseconds one of them took."""
    answers = [each.sent if contender.engine == ours.ENGINE else each.plain for each in asked]
    with collected():
        begun = process_time_ns()
        inputs = [contender.prepared(each) for each in answers]
        taken = process_time_ns() - begun
    return inputs, taken / len(asked) / 1000


def _with_sets(plain: Any) -> dict[str, Any]:
    """Ticked options as sets, which is how somebody writing Python would hold them."""
    return {name: frozenset(value) if _is_ticked(value) else value for name, value in plain.items()}


def _is_ticked(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _check(
    contender: Contender, inputs: Sequence[Any], wanted: Sequence[Sequence[Verdict]], rule_set: RuleSet
) -> None:
    for place, (prepared, expected) in enumerate(zip(inputs, wanted, strict=True)):
        given = contender.verdicts(contender.evaluate(prepared))
        for rule, was, should in zip(rule_set.rules, given, expected, strict=True):
            if was is not should:
                raise WrongVerdictError(
                    f"{contender.engine} ({contender.form}): {rule.id} on questionnaire {place}: {was}, not {should}"
                )


def _tally(wanted: Sequence[Sequence[Verdict]]) -> dict[str, int]:
    flat = [verdict for verdicts in wanted for verdict in verdicts]
    return {"true": flat.count(True), "false": flat.count(False), "unknown": flat.count(None)}
