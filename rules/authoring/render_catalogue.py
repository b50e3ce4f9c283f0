"""The rule catalogue as Markdown pages: one for each domain, the terms, the numbers, the sources, the items.

Everything comes from a released document, so a page is never fresher or staler than the rules it describes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rules.authoring.catalogue import Catalogue
from rules.authoring.render_rules import (
    PHASE_WORDS,
    SIGN_OFF,
    citation_text,
    feeding_text,
    listed,
    severity_text,
    statement_text,
    term_text,
)

type Part = Mapping[str, Any]

_GENERATED = (
    "<!-- Written by `ketascreen rules doc` from the released rule set. Change the content, not this page. -->"
)


def pages(document: Part) -> dict[str, str]:
    """Every page by its file name."""
    catalogue = Catalogue(document)
    written = {
        "README.md": _overview(catalogue),
        **{f"{name}.md": _domain(catalogue, name, rules) for name, rules in catalogue.domains.items()},
        "terms.md": _terms(catalogue),
        "parameters.md": _parameters(catalogue),
        "sources.md": _sources(catalogue),
        "items.md": _items(catalogue),
    }
    return {name: "\n".join([_GENERATED, "", *lines]).rstrip() + "\n" for name, lines in written.items()}


def _overview(catalogue: Catalogue) -> Iterator[str]:
    document = catalogue.document
    waiting = sum(rule["needsSignOff"] for rule in document["rules"])
    yield f"# Rule catalogue, version {document['version']}"
    yield ""
    yield (
        f"{len(document['rules'])} rules, {len(catalogue.parameters)} numbers, {len(catalogue.items)} questions. "
        f"{SIGN_OFF} marks what rests on a value of ours or on an unverified statement and waits for a clinician's "
        f"sign-off: {waiting} rules."
    )
    yield ""
    if document["incomplete"]:
        yield f"**Incomplete, not for clinical use:** {len(document['incomplete'])} rules are still missing."
        yield ""
    rows = [
        (f"[{name}]({name}.md)", str(len(rules)), str(sum(rule["needsSignOff"] for rule in rules)))
        for name, rules in catalogue.domains.items()
    ]
    yield from _table(("domain", "rules", f"{SIGN_OFF}"), rows)
    yield (
        "[Terms](terms.md), [numbers](parameters.md), [sources](sources.md), "
        "[which question feeds which rule](items.md)."
    )


def _domain(catalogue: Catalogue, name: str, rules: Sequence[Part]) -> Iterator[str]:
    yield f"# {name}"
    yield ""
    rows = [(_title(rule), _severities(rule), f"`{rule['id']}`") for rule in rules]
    yield from _table(("rule", "at worst", "id"), rows)
    for rule in rules:
        yield from statement_text(catalogue, rule)
        yield from listed("Numbers", [_short(catalogue, number) for number in catalogue.numbers_of(rule)])
        yield from feeding_text(catalogue, rule)
    terms = {term["id"]: term for rule in rules for term in catalogue.terms_of(rule)}
    if terms:
        yield "## Terms used on this page"
        yield ""
        yield from (f"- {term_text(catalogue, term)}" for term in terms.values())


def _terms(catalogue: Catalogue) -> Iterator[str]:
    yield "# Terms"
    yield ""
    yield "What the rules derive from the answers before they are evaluated."
    yield ""
    yield from (f"- {term_text(catalogue, term)}" for _, term in sorted(catalogue.derived.items()))


def _parameters(catalogue: Catalogue) -> Iterator[str]:
    yield "# Numbers"
    yield ""
    yield "The only places where a clinical number is written. A clinic may always choose the safer direction."
    yield ""
    rows = [
        (
            f"`{name}`",
            catalogue.phrases.number(name),
            parameter["says"],
            parameter["safer"],
            "; ".join(citation_text(citation) for citation in parameter["sources"]),
            str(len(catalogue.rules_by_fact.get(name, ()))),
        )
        for name, parameter in sorted(catalogue.parameters.items())
    ]
    yield from _table(("name", "value", "meaning", "safer", "sources", "rules"), rows)


def _sources(catalogue: Catalogue) -> Iterator[str]:
    yield "# Sources"
    yield ""
    rows = [
        (key, source["title"], source["read_in"], source["status"])
        for key, source in sorted(catalogue.document["sources"].items())
    ]
    yield from _table(("key", "source", "read in", "status"), rows)


def _items(catalogue: Catalogue) -> Iterator[str]:
    """The exact table rule, facts, items, and back."""
    yield "# Questions and rules"
    yield ""
    yield "## From each rule to its questions"
    yield ""
    rows = [
        (f"`{rule['id']}`", _codes(catalogue.read_by(rule)), _codes(i["linkId"] for i in catalogue.items_of(rule)))
        for rule in catalogue.document["rules"]
    ]
    yield from _table(("rule", "facts its conditions read", "questions behind them"), rows)
    yield "## From each question to its rules"
    yield ""
    yield from _table(
        ("question", "fact", "asked of", "form", "rules"), [_item(catalogue, i) for i in catalogue.items.values()]
    )


def _item(catalogue: Catalogue, item: Part) -> tuple[str, ...]:
    forms = ", ".join(PHASE_WORDS[phase] for phase in item["phases"])
    rules = _codes(catalogue.rules_by_fact.get(item["fact"], ())) or "opens other questions only"
    return f"`{item['linkId']}` {item['says']}", f"`{item['fact']}`", item["answeredBy"], forms, rules


def _short(catalogue: Catalogue, name: str) -> str:
    parameter = catalogue.parameters[name]
    mark = f" {SIGN_OFF}" if parameter["needsSignOff"] else ""
    return f"{catalogue.phrases.number(name)}: {parameter['says']} ([`{name}`](parameters.md)){mark}"


def _title(rule: Part) -> str:
    return f"{rule['title']}{f' {SIGN_OFF}' if rule['needsSignOff'] else ''}"


def _severities(rule: Part) -> str:
    return "; ".join(dict.fromkeys(severity_text(clause["severity"]) for clause in rule["clauses"]))


def _codes(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heading)} |"
    yield f"|{'---|' * len(heading)}"
    yield from (f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
    yield ""
