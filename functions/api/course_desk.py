"""Where practitioners read the course of a patient's treatment. Always within the clinic of their token."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from functions.api.ids import known_form
from functions.api.presenters import screening_summary
from functions.api.read_log import record_read
from functions.api.replies import Reply, reply
from functions.api.review_bodies import PatientSearch
from functions.api.visits import Visit
from functions.service.access import Access, AccessLog, Seen
from functions.service.assessment import today_at
from functions.service.course import Course, Scoring, Visited, course_of_case, course_of_patient, reviewed
from functions.service.documents import JSON
from functions.service.identifiers import Identifiers
from functions.service.next_contact import NextContact, next_contact
from functions.service.ports import ClinicSettings, Clock, ReviewStore, Words
from functions.service.visit_flags import flags_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDesk:
    """What the desk works with."""

    archive: ReviewStore
    accesses: AccessLog
    identifiers: Callable[[], Identifiers]
    clinics: ClinicSettings
    scoring: Scoring
    words: Words
    clock: Clock

    def of_case(self, visit: Visit, case_id: str) -> Reply:
        course = course_of_case(visit.person.clinic, known_form(case_id), self.archive)
        return self._shown(visit, course)

    def of_patient(self, visit: Visit) -> Reply:
        """For patients without a case as well: where nothing was ever found, there is none."""
        reference = PatientSearch.read(visit.request.json_body()).patientReference
        course = course_of_patient(visit.person.clinic, reference, self.archive, self.identifiers())
        return self._shown(visit, course)

    def _shown(self, visit: Visit, course: Course) -> Reply:
        clinic = visit.person.clinic
        site, reach = self.clinics.of(clinic), self.clinics.reach_of(clinic)
        today = today_at(site, self.clock())
        scores = self.scoring(site, course.counted, today=today, complete=course.complete)
        case_id = course.case.summary.id if course.case else None
        patient = None if case_id else self.identifiers().patient(clinic, course.patient_reference)
        record_read(
            self,
            visit,
            Seen(access=Access.COURSE, case_id=case_id, patient_key=patient, count=len(course.visits)),
        )
        return reply(
            HTTPStatus.OK,
            {
                "caseId": case_id,
                "patientReference": course.patient_reference,
                "asOf": today.isoformat(),
                "complete": course.complete,
                "notShown": course.not_shown,
                "screenings": [self._visited(course, each) for each in course.visits],
                "nextContact": _contact(next_contact(course, reach)),
                **scores,
            },
        )

    def _visited(self, course: Course, visited: Visited) -> JSON:
        taken = visited.taken
        return {
            **screening_summary(visited.stored.summary),
            "asOf": taken.as_of.isoformat() if taken else None,
            "cameIn": taken.came_in.isoformat() if taken and taken.came_in else None,
            "replaced": visited.replaced,
            "reviewed": reviewed(course.case, visited),
            "flags": flags_of(visited.stored, self.words),
        }


def _contact(due: NextContact) -> JSON:
    return {"day": due.day.isoformat() if due.day else None, "at": due.at, "because": due.because.value}
