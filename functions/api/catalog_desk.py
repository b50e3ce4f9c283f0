"""Where the published parts of the rule set are read: the questionnaire by anybody, the rules by staff.

Forms have the names of medicines looked up in the lexicon; nothing of that is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from functions.api.fhir_questionnaire import Part, questionnaire_resource
from functions.api.medicine_names import Matching, matched, read_names
from functions.api.replies import Reply, empty, reply
from functions.api.requests import FHIR_JSON
from functions.api.visits import Visit
from functions.service.contract import Contract
from functions.service.documents import JSON
from functions.service.errors import NotFoundError, UnreadableRequestError
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Phase

_INCOMPLETE = "incomplete: not for clinical use"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogDesk:
    """What the desk works with."""

    rule_set: RuleSet
    match: Matching
    contract: Callable[[], Contract]

    def get_questionnaire(self, visit: Visit, questionnaire_id: str) -> Reply:
        if questionnaire_id != self.rule_set.questionnaire["id"]:
            raise NotFoundError
        if visit.request.wants_fhir:
            return self._fhir_questionnaire(visit)
        return _published(visit, self.rule_set.digest, lambda: self.rule_set.questionnaire)

    def _fhir_questionnaire(self, visit: Visit) -> Reply:
        """The form of a phase (`?phase=`, intake unless said) and of one part of it (`?part=`) or of both."""
        asked = visit.request.query()
        phase = _one_of(Phase, "phase", asked.get("phase", Phase.INTAKE))
        part = _one_of(Part, "part", asked["part"]) if "part" in asked else None
        tag = "-".join([self.rule_set.digest, "fhir", phase, part or "both"])
        return _published(visit, tag, lambda: questionnaire_resource(self.rule_set, phase, part), kind=FHIR_JSON)

    def get_rule_set(self, _visit: Visit, version: str) -> Reply:
        if version != self.rule_set.version:
            raise NotFoundError
        return reply(HTTPStatus.OK, {**rule_set_stamp(self.rule_set), "document": self.rule_set.document})

    def post_medicine_names(self, visit: Visit) -> Reply:
        return reply(HTTPStatus.OK, matched(read_names(visit.request.json_body()), self.match))

    def get_contract(self, visit: Visit) -> Reply:
        contract = self.contract()
        return _published(visit, contract.digest, lambda: contract.document)

    def get_health(self, _visit: Visit) -> Reply:
        return reply(HTTPStatus.OK, {"status": "ok", "ruleSet": rule_set_stamp(self.rule_set)})


def _published(visit: Visit, version: str, document: Callable[[], JSON], *, kind: str = "application/json") -> Reply:
    """Holds nothing about anybody: it may be kept, and is asked for again before each use."""
    tag = f'"{version}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if visit.request.header("if-none-match") in (tag, f"W/{tag}"):
        return empty(HTTPStatus.NOT_MODIFIED, headers=headers)
    return reply(HTTPStatus.OK, document(), headers=headers, kind=kind)


def _one_of[T: StrEnum](words: type[T], name: str, word: str) -> T:
    try:
        return words(word)
    except ValueError:
        raise UnreadableRequestError(name) from None


def rule_set_stamp(rule_set: RuleSet) -> dict[str, JSON]:
    """Which rules decided, and whether they may be relied upon."""
    return {
        "version": rule_set.version,
        "digest": rule_set.digest,
        "stamp": _INCOMPLETE if rule_set.incomplete else None,
    }
