"""The routes on which nothing about any patient is read: the form, the rules, names of medicines, this contract."""

from typing import Final

from functions.api.operations import Door, Operation, Query
from functions.service import errors
from functions.service.staff import EMPLOYED

GET_QUESTIONNAIRE: Final = Operation(
    name="readQuestionnaire",
    method="GET",
    path="/v1/questionnaires/{questionnaire_id}",
    says="The questionnaire as published; as a FHIR R4 Questionnaire for whoever accepts application/fhir+json.",
    admits=Door.PUBLIC,
    query=(
        Query(name="phase", schema="Phase", says="FHIR only: the form of this phase, intake unless said."),
        Query(name="part", schema="Part", says="FHIR only: one part of the form, both unless said."),
    ),
    reply="Questionnaire",
    also_fhir="FhirQuestionnaire",
    published=True,
    refuses=(errors.UnreadableRequestError, errors.NotFoundError),
)
GET_RULE_SET: Final = Operation(
    name="readRuleSet",
    method="GET",
    path="/v1/rulesets/{version}",
    says="The released rules behind a screening.",
    admits=EMPLOYED,
    reply="RuleSet",
)
POST_MEDICINE_NAMES: Final = Operation(
    name="matchMedicines",
    method="POST",
    path="/v1/medicines/match",
    says="Which medicines these names mean; what is not exact is only proposed. Nothing of it is kept.",
    admits=Door.FORM,
    body="MedicineNames",
    reply="MedicineMatches",
)
GET_HEALTH: Final = Operation(
    name="readHealth",
    method="GET",
    path="/v1/health",
    says="Whether the service answers, and with which rules.",
    admits=Door.PUBLIC,
    reply="Health",
)
GET_CONTRACT: Final = Operation(
    name="readContract",
    method="GET",
    path="/v1/openapi.json",
    says="This document.",
    admits=Door.PUBLIC,
    reply="Contract",
    published=True,
)
