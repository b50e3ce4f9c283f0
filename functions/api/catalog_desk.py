"""Where the published parts of the rule set are read: the questionnaire by anybody, the rules by practitioners."""

from dataclasses import dataclass
from http import HTTPStatus

from functions.api.claims import practitioner
from functions.api.replies import Reply, empty, reply
from functions.api.visits import Visit
from functions.service.documents import JSON
from functions.service.errors import NotFoundError
from rules.engine.rule_set import RuleSet

_INCOMPLETE = "incomplete: not for clinical use"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogDesk:
    """What the desk works with."""

    issuer: str
    rule_set: RuleSet

    def get_questionnaire(self, visit: Visit, questionnaire_id: str) -> Reply:
        if questionnaire_id != self.rule_set.questionnaire["id"]:
            raise NotFoundError
        tag = f'"{self.rule_set.digest}"'
        # Holds nothing about anybody: it may be kept, and is asked for again before each use.
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if visit.request.header("if-none-match") in (tag, f"W/{tag}"):
            return empty(HTTPStatus.NOT_MODIFIED, headers=headers)
        return reply(HTTPStatus.OK, self.rule_set.questionnaire, headers=headers)

    def get_rule_set(self, visit: Visit, version: str) -> Reply:
        practitioner(visit.request.claims, self.issuer)
        if version != self.rule_set.version:
            raise NotFoundError
        return reply(HTTPStatus.OK, {**rule_set_stamp(self.rule_set), "document": self.rule_set.document})

    def get_health(self, _visit: Visit) -> Reply:
        return reply(HTTPStatus.OK, {"status": "ok", "ruleSet": rule_set_stamp(self.rule_set)})


def rule_set_stamp(rule_set: RuleSet) -> dict[str, JSON]:
    """Which rules decided, and whether they may be relied upon."""
    return {
        "version": rule_set.version,
        "digest": rule_set.digest,
        "stamp": _INCOMPLETE if rule_set.incomplete else None,
    }
