"""The words of the domain, each with its order where it has one. Nothing here computes a clinical value."""

from enum import StrEnum
from functools import cached_property
from typing import Self


class Ranked(StrEnum):
    """A word list in which a later word is the stricter one."""

    @cached_property
    def rank(self) -> int:
        """Place in the order of declaration, 0 for the mildest."""
        return tuple(type(self)).index(self)

    @classmethod
    def strictest(cls, *words: Self) -> Self:
        """The strictest of the words; the mildest of all when there are none."""
        return max(words, key=lambda word: word.rank, default=next(iter(cls)))


class Route(StrEnum):
    """How ketamine would be given. Each route gets its own disposition."""

    IV_KETAMINE = "iv_ketamine"
    ESKETAMINE = "esketamine"


class Phase(StrEnum):
    """When the questions are asked: before the first consultation, on the day of a dose, or afterwards."""

    INTAKE = "intake"
    SESSION = "session"
    FOLLOW_UP = "follow_up"


class Severity(Ranked):
    """How strongly a finding speaks against going on."""

    CAUTION = "caution"
    MISSING = "missing"
    RELATIVE = "relative"
    ABSOLUTE_TEMPORARY = "absolute_temporary"
    ABSOLUTE = "absolute"
    URGENT = "urgent"


class Disposition(Ranked):
    """What is proposed to the practitioner for one route. The mildest only says that nothing was found."""

    NO_FLAGS = "no_flags"
    PRECAUTIONS = "precautions"
    NEEDS_INFORMATION = "needs_information"
    NEEDS_REVIEW = "needs_review"
    DEFERRED = "deferred"
    CONTRAINDICATED = "contraindicated"
    URGENT = "urgent"


class Contact(StrEnum):
    """How soon a person must speak to the patient; a second axis beside the disposition."""

    NOW = "now"
    TODAY = "today"
    ROUTINE = "routine"

    @cached_property
    def rank(self) -> int:
        """0 for the most pressing, so that ranks sort as a queue does."""
        return tuple(Contact).index(self)


class Outcome(StrEnum):
    """What one rule concluded."""

    FIRED = "fired"
    CLEAR = "clear"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    FAULT = "fault"


class Basis(StrEnum):
    """Why an outcome holds when it does not rest on plain known facts."""

    KNOWN = "known"
    CONFLICT = "conflict"
    ASSUMED_WORST = "assumed_worst"
    DECLINED = "declined"


class IfUnknown(StrEnum):
    """What happens when a rule cannot be evaluated."""

    ASK_PATIENT = "ask_patient"
    CLINIC_OBTAINS = "clinic_obtains"
    CONTACT_TODAY = "contact_today"
    ASSUME_WORST = "assume_worst"
    NOT_POSSIBLE = "not_possible"


class NeededBy(Ranked):
    """When a missing thing must be there; a later word leaves more time."""

    CONSULTATION = "consultation"
    FIRST_DOSE = "first_dose"
    SESSION = "session"


class WaitingOn(StrEnum):
    """Who has to move."""

    PATIENT = "patient"
    CLINIC = "clinic"
    PRACTITIONER = "practitioner"


class Lane(StrEnum):
    """The part of the queue in which a screening is worked."""

    CONTACT = "contact"
    JUDGEMENT = "judgement"
    COLLECTING = "collecting"
    NOTHING_FOUND = "nothing_found"


class CrisisKind(StrEnum):
    """Which crisis information a form shows at once."""

    SUICIDE = "suicide"
    MEDICAL_EMERGENCY = "medical_emergency"
    OTHER = "other"


class Unknown(StrEnum):
    """Why a fact is unknown. An unknown fact is never read as "no"."""

    NOT_ASKED = "not_asked"
    UNANSWERED = "unanswered"
    DONT_KNOW = "dont_know"
    DECLINED = "declined"
    STALE = "stale"
    AMBIGUOUS = "ambiguous"
    IMPLAUSIBLE = "implausible"
