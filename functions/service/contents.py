"""Tells whether an audit entry's own digest still fits what the entry covers. Reads nothing by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from functions.service.access import Access, Seen, access_digest
from functions.service.casework.journal import Deed
from functions.service.entries import change_digest
from functions.service.escalation import StepTaken, step_digest
from functions.service.identifiers import Identifiers
from functions.service.verifying import Fault, Finding

_OF_SCREENINGS: Final = frozenset({"screening.received", "screening.drafted"})
_OF_CHANGES: Final = frozenset(deed.value for deed in Deed)
_OF_READS: Final = frozenset(access.value for access in Access)
_OF_STEPS: Final = frozenset(step.value for step in StepTaken)


class Checked(StrEnum):
    """What can be said of an entry's digest."""

    FITS = "fits"
    DIFFERS = "differs"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored screening: in which chain its entry belongs, the digest of its bytes, the hashes of its documents."""

    id: str
    chain: str
    digest: str
    hashes: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Keys:
    """Whose digests are checked: of everybody who knows patients, and of the sweeper, who does not."""

    writers: Identifiers
    sweeper: Identifiers


type Entries = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Contents:
    """What the entries of one chain cover: the clinic's screenings by id, the hashes of its journal by version."""

    chain: str
    clinic: str
    screenings: Mapping[str, Stored]
    journal: Mapping[int, str]


def check_contents(entries: Entries, contents: Contents, keys: Keys) -> tuple[list[Finding], int]:
    """What is wrong with what the entries cover, and how many entries are of a kind that is not known here."""
    found: list[Finding] = []
    unknown = 0
    for name, entry in entries.items():
        match _checked(entry, name, contents, keys):
            case Checked.DIFFERS:
                found.append(Finding(Fault.CONTENT_CHANGED, contents.chain, name))
            case Checked.NOT_KNOWN:
                unknown += 1
    return [*found, *_unrecorded(entries, contents)], unknown


def _checked(entry: Mapping[str, Any], name: str, contents: Contents, keys: Keys) -> Checked:
    if entry.get("action") in _OF_SCREENINGS:
        stored = contents.screenings.get(str(entry.get("screening_id")))
        expected = stored.digest if stored else None
    elif entry.get("action") in _OF_CHANGES:
        expected = _of_change(entry, name, contents, keys.writers)
    elif entry.get("action") in _OF_READS:
        expected = _of_read(entry, contents.clinic, name, keys.writers)
    elif entry.get("action") in _OF_STEPS:
        expected = _of_step(entry, contents.chain, name, keys.sweeper)
    else:
        return Checked.NOT_KNOWN
    return Checked.FITS if entry.get("digest") == expected else Checked.DIFFERS


def _of_change(entry: Mapping[str, Any], name: str, contents: Contents, identifiers: Identifiers) -> str | None:
    """Nothing when the journal entry or the screening that it tells of is gone."""
    journal = contents.journal.get(int(entry.get("version", 0)))
    made = entry.get("screening_id")
    screening = contents.screenings.get(str(made))
    if journal is None or (made is not None and screening is None):
        return None
    _, _, change_id = name.rpartition("#")
    return change_digest(identifiers, change_id, journal, *(screening.hashes if screening else ()))


def _of_read(entry: Mapping[str, Any], clinic: str, name: str, identifiers: Identifiers) -> str:
    seen = Seen(
        access=Access(entry["action"]),
        case_id=entry.get("case_id"),
        screening_id=entry.get("screening_id"),
        patient_key=entry.get("patient_key"),
        count=entry.get("count"),
    )
    _, _, entry_id = name.rpartition("#")
    at, actor = str(entry.get("at")), str(entry.get("actor"))
    return access_digest(identifiers, clinic=clinic, entry_id=entry_id, actor=actor, at=at, seen=seen)


def _of_step(entry: Mapping[str, Any], chain: str, name: str, identifiers: Identifiers) -> str:
    _, _, entry_id = name.rpartition("#")
    actor, action, at = (str(entry.get(part)) for part in ("actor", "action", "at"))
    return step_digest(
        identifiers, chain=chain, entry_id=entry_id, actor=actor, action=action, level=entry.get("level"), at=at
    )


def _unrecorded(entries: Entries, contents: Contents) -> list[Finding]:
    """Screenings and journal entries that no audit entry tells of."""
    telling = [entry for entry in entries.values() if entry.get("action") in _OF_SCREENINGS | _OF_CHANGES]
    recorded = {entry.get("screening_id") for entry in telling}
    versions = {entry.get("version") for entry in telling}
    stored = [each.id for each in contents.screenings.values() if each.chain == contents.chain]
    missing = [each for each in stored if each not in recorded]
    missing += [f"version {version}" for version in contents.journal if version not in versions]
    return [Finding(Fault.NOT_RECORDED, contents.chain, each) for each in missing]
