"""A stored screening in the order in which it is read. Made when it is read, so that storing it stays quick.

The words come from the rule set that made the screening, never from a later one.
"""

from typing import Any, cast

from functions.service.documents import JSON
from functions.service.ports import Words
from functions.service.records import StoredScreening
from rules.engine.reading_order import reading_order


def reading_of(stored: StoredScreening, words: Words) -> JSON:
    """The reading order; none for a record of a form this version does not know, which is shown all the same."""
    record = cast("Any", stored.record.get("screening"))
    try:
        stamp = record["ruleSet"]
        return reading_order(record, words(str(stamp["version"]), str(stamp["digest"])))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
