"""What replies look like, field by field. A test holds every reply of the suites against these.

Callers tolerate fields and words they do not know: both may be added without notice, neither is ever taken away.
"""

from typing import Any, Literal

from infra.contract.case_replies import (
    CaseChanged,
    CaseCounts,
    CaseFile,
    CasePage,
    CaseRow,
    InformationAsked,
    OpenQuestions,
    PatientFile,
)
from infra.contract.course_replies import Course
from infra.contract.figure_replies import Figures
from infra.contract.screening_replies import Screening, ScreeningFile, ScreeningPage
from infra.contract.words import Crisis, Id, Moment, OperationOutcome, Part, Problem
from rules.engine.medicines.matching import Status


class Receipt(Part):
    """Proof that the answers arrived."""

    id: Id
    received_at: Moment


class Received(Part):
    """The same whatever was found, but for the crisis information."""

    receipt: Receipt
    message: str
    crisis: Crisis


class DraftPlace(Part):
    """Which save of which draft was stored."""

    id: str
    revision: int


class DraftSaved(Part):
    """The answers so far are stored."""

    draft: DraftPlace
    message: str
    crisis: Crisis


class InformationQuestions(Part):
    """The questions of one request as a form shows them."""

    questions: list[dict[str, Any]]
    crisis: Crisis


class Questionnaire(Part):
    """The published questionnaire."""

    id: str
    version: str
    items: list[dict[str, Any]]


class FhirQuestionnaire(Part):
    """A FHIR R4 Questionnaire."""

    resource_type: Literal["Questionnaire"]
    url: str
    item: list[dict[str, Any]]


class RuleSet(Part):
    """A released rule set; `stamp` says when it must not be relied upon."""

    version: str
    digest: str
    stamp: str | None
    document: dict[str, Any]


class RuleSetInForce(Part):
    """Which rules decide now."""

    version: str
    digest: str
    stamp: str | None


class Health(Part):
    """The service answers."""

    status: Literal["ok"]
    rule_set: RuleSetInForce


class MedicineMatch(Part):
    """What one name means. What is only proposed has to be confirmed by the person."""

    status: Status
    ingredients: list[str]
    proposed: list[str]


class MedicineMatches(Part):
    """One match for each name, in the order sent."""

    matches: list[MedicineMatch]


class Contract(Part):
    """An OpenAPI document."""

    openapi: str
    info: dict[str, Any]
    servers: list[dict[str, Any]]
    tags: list[dict[str, Any]]
    paths: dict[str, Any]
    components: dict[str, Any]


REPLIES: tuple[type[Part], ...] = (
    Received,
    DraftSaved,
    CaseRow,
    CasePage,
    CaseCounts,
    CaseFile,
    ScreeningPage,
    Screening,
    ScreeningFile,
    PatientFile,
    Course,
    Figures,
    InformationAsked,
    InformationQuestions,
    OpenQuestions,
    Questionnaire,
    FhirQuestionnaire,
    RuleSet,
    Health,
    MedicineMatches,
    Contract,
    Problem,
    CaseChanged,
    OperationOutcome,
)
