"""What forms say when the real rules read them: sample intakes, some of them changed."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.e2e.cloud import intake

# A sample and what is changed in it; None takes an answer away. `nothing` opens no case, `now` asks for a call.
SAYS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "nothing": ("nothing_found", {}),
    "information": ("nothing_found", {"body.weight": None}),
    "precaution": ("nothing_found", {"psych.other": ["panic"]}),
    "review": ("needs_review", {}),
    "today": ("nothing_found", {"acute.now": None}),
    "now": ("contact_now", {}),
}
# One answer of an intake that a clinician corrects.
CORRECTED: Mapping[str, tuple[str, Any]] = {
    "nothing": ("acute.now", "none"),
    "information": ("body.weight", None),
    "precaution": ("psych.other", ["panic"]),
    "review": ("cv.event", ["heart_attack"]),
    "today": ("acute.now", None),
    "now": ("acute.now", ["chest_pain"]),
}


def form_saying(says: str, patient: str) -> dict[str, Any]:
    sample, changed = SAYS[says]
    body = intake(sample, patient)
    answers = {name: answer for name, answer in {**body["answers"], **changed}.items() if answer is not None}
    return {**body, "answers": answers}


def correction_to(says: str) -> dict[str, Any]:
    link_id, answer = CORRECTED[says]
    return {"linkId": link_id, "answer": answer, "source": "record"}


def exact(answers: Any) -> Any:
    """Numbers as they were written, the way they are stored."""
    return json.loads(json.dumps(answers), parse_float=Decimal)
