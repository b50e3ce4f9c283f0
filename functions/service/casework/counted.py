"""What the screenings that count say together: findings that call for judgement, and questions still open.

Fails rather than to miss one.
"""

from collections.abc import Mapping, Sequence

from functions.service.casework.asking import OpenQuestions
from functions.service.casework.correcting import counted_ids
from functions.service.casework.open_findings import OpenFinding, open_findings
from functions.service.casework.open_questions import open_questions
from functions.service.errors import MoveRefusedError, StoreUnavailableError
from functions.service.information import Question
from functions.service.ports import ReviewStore, Words
from functions.service.records import Case, StoredScreening

# Nobody reads more forms than that before a decision; screening again from the latest one replaces earlier ones.
MOST_COUNTED = 100


def findings_of(case: Case, clinic: str, archive: ReviewStore) -> Mapping[str, OpenFinding]:
    """By rule id.

    Raises MoveRefusedError for more screenings than can be weighed, StoreUnavailableError for an unreadable one.
    """
    counted = counted_screenings(case, clinic, archive)
    try:
        return open_findings(counted)
    except (KeyError, TypeError, ValueError):
        raise StoreUnavailableError from None


def questions_of(
    case: Case, clinic: str, archive: ReviewStore, words: Words, items: Mapping[str, Question]
) -> OpenQuestions:
    """What the patient could be asked; `items` are the clinic's questions by link id.

    Raises MoveRefusedError when no screening counts, and what `findings_of` raises.
    """
    counted = counted_screenings(case, clinic, archive)
    if not counted:
        raise MoveRefusedError("nothing_counts")
    base = whole_form(counted)
    try:
        questions = open_questions(counted, words, items)
    except (KeyError, TypeError, ValueError):
        raise StoreUnavailableError from None
    return OpenQuestions(questions=questions, screening_id=base.summary.id, phase=base.summary.phase)


def whole_form(screenings: Sequence[StoredScreening]) -> StoredScreening:
    """The latest that is a whole form; a part of one only where there is nothing else."""
    return next((each for each in reversed(screenings) if not each.summary.draft), screenings[-1])


def counted_screenings(case: Case, clinic: str, archive: ReviewStore) -> Sequence[StoredScreening]:
    """Oldest first. Raises MoveRefusedError for too many of them, StoreUnavailableError for one that is not there."""
    ids = counted_ids(case)
    if len(ids) > MOST_COUNTED or case.summary.screening_count > len(case.screening_ids):
        raise MoveRefusedError("too_many_screenings")
    return [_stored(archive, clinic, each) for each in ids]


def _stored(archive: ReviewStore, clinic: str, screening_id: str) -> StoredScreening:
    stored = archive.screening(clinic, screening_id)
    if stored is None:
        raise StoreUnavailableError
    return stored
