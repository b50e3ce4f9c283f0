"""The routes on which people of a clinic work on a case. Who is admitted is what the move itself says."""

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from functions.api.operations import Operation
from functions.service import errors
from functions.service.casework.asking import Ask, Withdraw
from functions.service.casework.contacting import LogContact
from functions.service.casework.correcting import Correct
from functions.service.casework.deciding import Confirm, Decide, Reopen
from functions.service.casework.moves import Assign, Claim, Comment, Release
from functions.service.casework.reattributing import Reattribute
from functions.service.staff import Role

_CASE: Final = "/v1/cases/{case_id}"
_JUDGED: Final = (
    errors.ContentRefusedError,
    errors.SiteSettingsUnreadableError,
    errors.RuleSetUnavailableError,
)


def _move(
    step: str,
    name: str,
    body: str,
    admits: frozenset[Role],
    says: str,
    refuses: tuple[type[errors.ServiceError], ...] = (),
) -> Operation:
    """A change of one case: the reply is the case as it is then."""
    return Operation(
        name=name,
        method="POST",
        path=f"{_CASE}/{step}",
        says=says,
        admits=admits,
        body=body,
        reply="CaseRow",
        changes_case=True,
        refuses=(
            errors.MoveRefusedError,
            errors.ReadNotRecordedError,
            errors.StoreUnavailableError,
            errors.KeyUnreadableError,
            *refuses,
        ),
    )


CLAIM: Final = _move("claim", "claimCase", "Nothing", Claim.admits, "Take a case that nobody has.")
RELEASE: Final = _move(
    "release", "releaseCase", "Nothing", Release.admits, "Give a case back; a lead may do it for somebody else."
)
ASSIGN: Final = _move("assign", "assignCase", "AssignBody", Assign.admits, "Hand a case to somebody.")
COMMENT: Final = _move("comments", "commentOnCase", "CommentBody", Comment.admits, "Leave a note for colleagues.")
LOG_CONTACT: Final = _move(
    "contacts", "logContact", "ContactBody", LogContact.admits, "Write down what came of speaking to the patient."
)
CORRECT: Final = _move(
    "corrections",
    "correctAnswers",
    "CorrectionsBody",
    Correct.admits,
    "Correct or verify answers; the case is screened again, old and new stay visible.",
    _JUDGED,
)
RESCREEN: Final = _move(
    "rescreenings",
    "rescreenCase",
    "RescreeningBody",
    Correct.admits,
    "Screen a case again with today's rules and date.",
    _JUDGED,
)
DECIDE: Final = _move(
    "decisions",
    "decideCase",
    "DecisionBody",
    Decide.admits,
    "Conclude a case. None of the decisions approves.",
    _JUDGED,
)
CONFIRM: Final = _move(
    "confirmations",
    "confirmDecision",
    "ConfirmationBody",
    Confirm.admits,
    "Sign a colleague's decision as the second clinician, or send it back with a reason.",
    (errors.ContentRefusedError,),
)
REOPEN: Final = _move(
    "reopenings", "reopenCase", "ReopeningBody", Reopen.admits, "Take a closed case up again, with a reason."
)
REATTRIBUTE: Final = _move(
    "reattributions",
    "reattributeScreenings",
    "ReattributionBody",
    Reattribute.admits,
    "Screenings stand under the wrong reference: their answers are screened anew under the right one.",
    _JUDGED,
)
OFFER_QUESTIONS: Final = Operation(
    name="listOpenQuestions",
    method="GET",
    path=f"{_CASE}/information-requests",
    says="What the patient could be asked: the questions behind the open findings, each once.",
    admits=Ask.admits,
    reply="OpenQuestions",
    refuses=(
        errors.MoveRefusedError,
        errors.SiteSettingsUnreadableError,
        errors.RuleSetUnavailableError,
        errors.ReadNotRecordedError,
        errors.StoreUnavailableError,
        errors.KeyUnreadableError,
    ),
)
REQUEST_INFORMATION: Final = replace(
    _move(
        "information-requests",
        "requestInformation",
        "AskBody",
        Ask.admits,
        "Ask the patient; the link is shown once, and a person of the clinic sends it.",
        _JUDGED,
    ),
    reply="InformationAsked",
    status=HTTPStatus.CREATED,
    repeated=HTTPStatus.OK,
)
WITHDRAW_REQUEST: Final = _move(
    "information-requests/{request_id}/withdrawal",
    "withdrawInformationRequest",
    "Nothing",
    Withdraw.admits,
    "Take an information request back; its link opens nothing any more.",
)
