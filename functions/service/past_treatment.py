"""The timeline of past treatments behind a stored screening. Made when it is read, so that storing it stays quick.

It is what the screening was judged with: the stored answers, read again by the stored rule set under the stored
settings as of the stored day. Where that does not lead to the stored findings, nothing is shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final, cast

from functions.service.documents import JSON
from functions.service.errors import RuleSetUnavailableError
from functions.service.ports import Evaluation
from functions.service.records import StoredScreening
from rules.engine.rule_set import RuleSetDamagedError
from rules.engine.screening import Screening
from rules.engine.site import SiteSettings
from rules.engine.terms import Phase
from rules.engine.treatment_history import treatment_history

_CONCLUDED: Final = ("contact", "dispositions", "possible", "clear", "notApplicable")


def past_treatment(stored: StoredScreening, evaluate: Evaluation) -> JSON:
    """The treatment history of a screening as `rules.engine.treatment_history` tells it.

    None where it cannot be told as it was judged: the release is no longer shipped or damaged, the definitions of
    resistance could not be established, the record is of a form this version does not know, or the engine by now
    concludes something else from the same answers.
    """
    try:
        record = cast("Mapping[str, Any]", stored.record["screening"])
        again = _judged_again(stored, record, evaluate)
        return treatment_history(again) if _concludes(again, record) else None
    except (KeyError, TypeError, ValueError, AttributeError, RuleSetDamagedError, RuleSetUnavailableError):
        return None


def _judged_again(stored: StoredScreening, record: Mapping[str, Any], evaluate: Evaluation) -> Screening:
    submitted = record["submittedOn"]
    # The version that decided, whichever the clinic has activated since.
    site = replace(SiteSettings.from_json(record["site"]), rule_set=str(record["ruleSet"]["version"]))
    return evaluate(
        cast("Mapping[str, JSON]", stored.answers),
        phase=Phase(record["phase"]),
        as_of=date.fromisoformat(record["asOf"]),
        site=site,
        draft=stored.summary.draft,
        submitted_on=None if submitted is None else date.fromisoformat(submitted),
    )


def _concludes(again: Screening, record: Mapping[str, Any]) -> bool:
    """Whether exactly this release finds again what was found."""
    concluded = again.to_record()
    return (
        again.rule_set.digest == record["ruleSet"]["digest"]
        and all(concluded[part] == record[part] for part in _CONCLUDED)
        and list(_outcomes(concluded)) == list(_outcomes(record))
    )


def _outcomes(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((finding["ruleId"], finding["outcome"]) for finding in record["findings"])
