"""What a person in danger is shown, with every reply to whoever fills in a form.

Texts for the United States come from the clinical catalogue (section 3.4; 988 Suicide & Crisis Lifeline: call, text,
chat, veterans press 1). For other countries nothing is invented: the local emergency number in words, and a named
directory of helplines (findahelpline.com, which lists free and confidential services by country). No text promises
that somebody watches. Must not know how answers are judged.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from functions.service.documents import JSON
from rules.engine.terms import CrisisKind

type CrisisInformation = dict[str, JSON]

_UNITED_STATES: Final = "US"
_ALONE: Final = " This form is not watched all the time, so please do not wait for us if things get worse."

_LIFELINE: Final = (
    "You can call or text 988, or chat at 988lifeline.org, any time, day or night. It is free and confidential. "
    "Veterans: dial 988, then press 1."
)
_DIRECTORY: Final = "You can find free and confidential helplines for your country at findahelpline.com."

_NOW_US: Final = {
    CrisisKind.SUICIDE: "Thank you for telling us. You deserve support right now. If you might act on these "
    "thoughts, or you feel unsafe, call 911 or go to the nearest emergency room. " + _LIFELINE + _ALONE,
    CrisisKind.MEDICAL_EMERGENCY: "Some of your answers can be signs of an emergency. Call 911 now, or have someone "
    "take you to an emergency room. Do not drive yourself." + _ALONE,
    CrisisKind.OTHER: "You deserve support right now. If you or someone else is in danger, call 911 or go to the "
    "nearest emergency room. " + _LIFELINE + _ALONE,
}
_NOW_ELSEWHERE: Final = {
    CrisisKind.SUICIDE: "Thank you for telling us. You deserve support right now. If you might act on these "
    "thoughts, or you feel unsafe, call your local emergency number or go to the nearest emergency department. "
    + _DIRECTORY
    + _ALONE,
    CrisisKind.MEDICAL_EMERGENCY: "Some of your answers can be signs of an emergency. Call your local emergency "
    "number now, or have someone take you to an emergency department. Do not drive yourself." + _ALONE,
    CrisisKind.OTHER: "You deserve support right now. If you or someone else is in danger, call your local emergency "
    "number or go to the nearest emergency department. " + _DIRECTORY + _ALONE,
}
_FOOTER_US: Final = {
    CrisisKind.SUICIDE: "If you might act on thoughts of ending your life, or you feel unsafe, call 911 or go to the "
    "nearest emergency room. " + _LIFELINE,
    CrisisKind.MEDICAL_EMERGENCY: "If this may be a medical emergency, call 911 now. Do not drive yourself.",
}
_FOOTER_ELSEWHERE: Final = {
    CrisisKind.SUICIDE: "If you might act on thoughts of ending your life, or you feel unsafe, call your local "
    "emergency number or go to the nearest emergency department. " + _DIRECTORY,
    CrisisKind.MEDICAL_EMERGENCY: "If this may be a medical emergency, call your local emergency number now. Do not "
    "drive yourself.",
}
# Before the clinic is known its country is not known either; both lines then stand side by side.
_FOOTER_ANYWHERE: Final = {
    CrisisKind.SUICIDE: "If you might act on thoughts of ending your life, or you feel unsafe, call your local "
    "emergency number (911 in the United States) or go to the nearest emergency department. In the United States: "
    + _LIFELINE
    + " Elsewhere: "
    + _DIRECTORY,
    CrisisKind.MEDICAL_EMERGENCY: "If this may be a medical emergency, call your local emergency number now (911 in "
    "the United States). Do not drive yourself.",
}


def _shown(show: str, texts: Mapping[CrisisKind, str], kinds: Iterable[CrisisKind]) -> CrisisInformation:
    resources: list[JSON] = [{"kind": kind.value, "text": texts[kind]} for kind in dict.fromkeys(kinds)]
    return {"show": show, "resources": resources}


ANYWHERE: Final = _shown("footer", _FOOTER_ANYWHERE, _FOOTER_ANYWHERE)


def crisis_information(kinds: Collection[CrisisKind], country: str | None) -> CrisisInformation:
    """What to show at once for these kinds; without any, what always stands at the foot of the form."""
    in_us = country == _UNITED_STATES
    if kinds:
        return _shown("now", _NOW_US if in_us else _NOW_ELSEWHERE, kinds)
    footer = _FOOTER_US if in_us else _FOOTER_ELSEWHERE
    return _shown("footer", footer, footer)


def texts(crisis: CrisisInformation) -> list[str]:
    """The words alone, for replies whose shape is not ours."""
    resources = crisis.get("resources")
    shown = resources if isinstance(resources, list) else []
    return [str(resource["text"]) for resource in shown]
