"""Content becomes the document that is released: conditions checked and compiled, everything in plain JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from rules.authoring.content import Content, Placed
from rules.authoring.declarations import Declarations, declare, of_derived
from rules.authoring.expressions import parse_condition
from rules.authoring.polarity import decisive_facts
from rules.authoring.problems import ContentError, ExpressionError, Place, Problem
from rules.authoring.schema import Citation, Clause, Column, Derived, DerivedColumn, Item, Parameter, Rule
from rules.engine.dates import PERIODS
from rules.engine.derivations import DERIVATIONS
from rules.engine.interpretations import INTERPRETATIONS
from rules.engine.reads import facts_read
from rules.engine.rule_set import FORMAT, build_rule_set
from rules.engine.terms import Contact, IfUnknown, Severity

type Document = dict[str, Any]

_YES_NO = ("yes", "no")


def build_document(content: Content) -> Document:
    """The released form of the content. Raises ContentError naming everything that does not fit."""
    problems: list[Problem] = []
    names = declare(
        [item.value for item in content.items],
        {derived.value.id: of_derived(derived.value) for derived in content.derived},
        [parameter.value for parameter in content.parameters],
    )
    document: Document = {
        "format": FORMAT,
        "version": content.header.version,
        "incomplete": sorted(content.header.incomplete),
        "knowledge": content.knowledge,
        "parameters": {p.value.id: _parameter(p.value) for p in content.parameters},
        "questionnaire": {
            "id": content.header.questionnaire,
            "version": content.header.version,
            "items": _collect(content.items, lambda item: _item(item, names), problems),
        },
        "derived": _ordered(content.derived, names, problems),
        "rules": _collect(content.rules, lambda rule: _rule(rule, names), problems),
        "sources": {source.value.key: source.value.model_dump(mode="json") for source in content.sources},
    }
    if problems:
        raise ContentError(problems)
    return {**document, **_analysed(document)}


def _analysed(document: Document) -> Document:
    """What follows from the conditions alone and is not worth computing at every start."""
    draft = {**document, "thresholds": _thresholds(document), "decisive": []}
    return {"thresholds": draft["thresholds"], "decisive": decisive_facts(build_rule_set(draft, ""))}


def _collect[T: (Item, Rule)](
    entries: Iterable[Placed[T]], convert: Callable[[T], Document], problems: list[Problem]
) -> list[Document]:
    converted = []
    for entry in entries:
        try:
            converted.append(convert(entry.value))
        except ExpressionError as error:
            problems.append(Problem(entry.place, str(error)))
    return converted


def _ordered(derived: Sequence[Placed[Derived]], names: Declarations, problems: list[Problem]) -> list[Document]:
    """Derived facts, each after those it reads."""
    documents: dict[str, Document] = {}
    for entry in derived:
        try:
            documents[entry.value.id] = _derived(entry.value, names)
        except ExpressionError as error:
            problems.append(Problem(entry.place, str(error)))
    try:
        # INVARIANT: the same content gives the same bytes, so no set decides an order.
        order = TopologicalSorter(
            {name: sorted(_inputs(part) & documents.keys()) for name, part in documents.items()}
        )
        return [documents[name] for name in order.static_order()]
    except CycleError as error:
        problems.append(Problem(Place("derived", 1, error.args[1][0]), "a derived fact reads itself"))
        return []


def _inputs(document: Document) -> set[str]:
    named = facts_read(document["when"]) if "when" in document else document["of"]
    return {name.partition(".")[0] for name in named}


def _parameter(parameter: Parameter) -> Document:
    return {
        "value": str(parameter.value),
        "unit": parameter.unit,
        "period": parameter.unit in PERIODS,
        "safer": parameter.safer,
        "effective": parameter.effective.isoformat(),
        "says": parameter.says,
        "sources": _citations(parameter.sources),
        "needsSignOff": any(citation.needs_sign_off for citation in parameter.sources),
    }


def _item(item: Item, names: Declarations) -> Document:
    document = _question(item) | {"answeredBy": item.answered_by, "required": item.required}
    document["phases"] = [phase.value for phase in item.phases]
    if item.comparators:
        document["comparators"] = True
    if item.own_words:
        document["ownWords"] = True
    if item.help is not None:
        document["help"] = item.help
    if item.slot:
        document["slot"] = True
    if item.anchors:
        document["anchors"] = [anchor.model_dump(mode="json") for anchor in item.anchors]
    if item.fields:
        document["fields"] = [_question(part) for part in item.fields]
    if item.codes:
        document["codes"] = [code.model_dump(mode="json") for code in item.codes]
    if item.enabled_when is not None:
        document["enabledWhen"] = parse_condition(item.enabled_when, names)
    return document


def _question(item: Item | Column) -> Document:
    document: Document = {
        "linkId": item.link_id,
        "fact": item.fact,
        "kind": item.kind,
        "ask": item.ask,
        "says": item.says,
    }
    if item.options:
        document["options"] = [option.model_dump(mode="json", exclude_defaults=True) for option in item.options]
    if item.unit is not None:
        document |= {"unit": item.unit, "units": list(item.units or (item.unit,)), "assumeUnit": item.assume_unit}
    if item.plausible is not None:
        document["plausible"] = list(item.plausible)
    if item.future:
        document["future"] = True
    return document


def _derived(derived: Derived, names: Declarations) -> Document:
    document: Document = {"id": derived.id, "says": derived.says}
    if derived.when is not None:
        return document | {"kind": "yes_no", "when": parse_condition(derived.when, names)}
    if derived.function not in DERIVATIONS and derived.function not in INTERPRETATIONS:
        raise ExpressionError(f"`{derived.function}` is not a named computation")
    for name in derived.of:
        _check_input(name, names)
    return document | {
        "kind": derived.kind,
        "unit": derived.unit,
        "function": derived.function,
        "given": derived.given,
        "of": list(derived.of),
        "options": [{"value": option} for option in derived.options],
        "fields": [_computed_column(part) for part in derived.fields],
        **_read_aloud(derived),
    }


def _read_aloud(derived: Derived) -> Document:
    """How a practitioner reads a row. Raises ExpressionError for what the group's columns cannot say."""
    columns = {part.fact: part for part in derived.fields}
    for name in (*derived.row, *(note.fact for note in derived.notes)):
        if name not in columns:
            raise ExpressionError(f"`{derived.id}` has no column `{name}`")
    for note in derived.notes:
        options = columns[note.fact].options or _YES_NO
        if note.value not in options:
            raise ExpressionError(f"`{note.fact}` is never `{note.value}`")
    notes = [{"fact": note.fact, "is": note.value, "says": note.says} for note in derived.notes]
    return {"row": list(derived.row), "notes": notes} if derived.row else {}


def _computed_column(column: DerivedColumn) -> Document:
    return {
        "linkId": column.fact,
        "fact": column.fact,
        "kind": column.kind,
        "says": column.says,
        "unit": column.unit,
        "options": [{"value": option} for option in column.options],
    }


def _check_input(name: str, names: Declarations) -> None:
    group, _, column = name.partition(".")
    if group not in names.facts and group not in names.parameters:
        raise ExpressionError(f"`{group}` is not declared")
    if column and column not in names.facts[group].columns:
        raise ExpressionError(f"`{group}` has no column `{column}`")


def _rule(rule: Rule, names: Declarations) -> Document:
    clauses = [_clause(clause, rule, names) for clause in rule.clauses]
    strictest = Severity.strictest(*(word for clause in rule.clauses for word in clause.by_route().values()))
    safety = strictest in {Severity.ABSOLUTE, Severity.URGENT}
    document: Document = {
        "id": rule.id,
        "title": rule.title,
        "phases": [phase.value for phase in rule.phases],
        "clauses": clauses,
        "ifUnknown": rule.if_unknown.value,
        "neededBy": rule.needed_by.value,
        "waitingOn": rule.waiting_on.value,
        "decliningCounts": safety if rule.declining_counts is None else rule.declining_counts,
        "shows": rule.shows,
        "clears": rule.clears,
        "sources": _citations(rule.sources),
        "needsSignOff": any(citation.needs_sign_off for citation in rule.sources),
    }
    if rule.crisis is not None:
        document["crisis"] = rule.crisis.value
    if rule.if_unknown is IfUnknown.NOT_POSSIBLE:
        document["notPossibleBecause"] = rule.not_possible_because
    return document


def _clause(clause: Clause, rule: Rule, names: Declarations) -> Document:
    severity = clause.by_route()
    usual = Contact.NOW if Severity.URGENT in severity.values() else Contact.ROUTINE
    return {
        "when": parse_condition(clause.when, names),
        "text": " ".join(clause.when.split()),
        "severity": {route.value: word.value for route, word in severity.items()},
        "ifUnknownCountsAs": clause.if_unknown_counts_as.value,
        "neededBy": (clause.needed_by or rule.needed_by).value,
        "waitingOn": (clause.waiting_on or rule.waiting_on).value,
        "contact": (clause.contact or usual).value,
    }


def _citations(citations: Sequence[Citation]) -> list[Document]:
    return [citation.model_dump(mode="json", exclude_none=True, exclude_defaults=True) for citation in citations]


def _thresholds(document: Document) -> Mapping[str, list[str]]:
    """For each fact the parameters it is compared with, wherever that stands."""
    found: dict[str, set[str]] = {}
    for node in _conditions(document):
        _gather(node, document["parameters"], found)
    return {name: sorted(bounds) for name, bounds in sorted(found.items())}


def _conditions(document: Document) -> Iterable[Sequence[Any]]:
    yield from (clause["when"] for rule in document["rules"] for clause in rule["clauses"])
    yield from (derived["when"] for derived in document["derived"] if "when" in derived)


def _gather(node: Any, parameters: Mapping[str, Any], found: dict[str, set[str]]) -> None:
    if node[0] in {"compare", "since"} and node[3] in parameters:
        found.setdefault(node[2], set()).add(node[3])
    for part in node[1:]:
        if isinstance(part, list) and part and isinstance(part[0], str):
            _gather(part, parameters, found)
