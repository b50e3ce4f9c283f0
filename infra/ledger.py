"""The bucket beside the table, as an operator reads it: anchors, and what is to be known of erased patients.

Versions are listed, not names: a delete marker hides nothing.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from functions.adapters.anchors import PREFIX, anchored
from functions.service.sealing import Head

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_TOMBSTONES = "tombstones/"
_HOLDS = "holds/"
_RESTORES = "restores/"
_HELD = "-held.json"
_RELEASED = "-released.json"


@dataclass(frozen=True)
class Version:
    """One version of one object."""

    name: str
    id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """A patient whose items were deleted: which ones, when, by whom, why. Holds keyed hashes and no reference."""

    clinic: str
    patient_key: str
    erased_at: datetime
    by: str
    reason: str
    case_id: str | None
    screening_ids: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "clinic": self.clinic,
            "patientKey": self.patient_key,
            "erasedAt": self.erased_at.isoformat(),
            "by": self.by,
            "reason": self.reason,
            "caseId": self.case_id,
            "screeningIds": list(self.screening_ids),
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Tombstone":
        return cls(
            clinic=document["clinic"],
            patient_key=document["patientKey"],
            erased_at=datetime.fromisoformat(document["erasedAt"]),
            by=document["by"],
            reason=document["reason"],
            case_id=document["caseId"],
            screening_ids=tuple(document["screeningIds"]),
        )


@dataclass(frozen=True)
class Restore:
    """The table was wound back to a moment; what was anchored between that and the note is gone and known to be."""

    to: datetime
    noted_at: datetime

    def explains(self, at: datetime) -> bool:
        return self.to < at <= self.noted_at


class Ledger:
    """One bucket."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def anchors(self, clinic: str, erased: Mapping[str, datetime]) -> tuple[Mapping[str, Sequence[Head]], int]:
        """Anchored heads by chain, and how many more there were of seals that a restore of the table lost.

        What was anchored before a chain was erased says nothing about what came later.
        """
        found: dict[str, list[Head]] = defaultdict(list)
        restores, lost = list(self.restores()), 0
        for version in self.versions(f"{PREFIX}CLINIC/{clinic}/"):
            chain, seq, mac = anchored(version.name)
            if any(restore.explains(version.at) for restore in restores):
                lost += 1
            elif chain not in erased or version.at > erased[chain]:
                found[chain].append(Head(seq, mac))
        return found, lost

    def restores(self) -> Iterator[Restore]:
        for version in self.versions(_RESTORES):
            noted = self.read(version)
            yield Restore(datetime.fromisoformat(noted["to"]), datetime.fromisoformat(noted["notedAt"]))

    def note_restore(self, restore: Restore, by: str) -> None:
        noted = {"to": restore.to.isoformat(), "notedAt": restore.noted_at.isoformat(), "by": by}
        self.keep(f"{_RESTORES}{_stamp(restore.noted_at)}.json", noted)

    def tombstones(self, clinic: str | None = None) -> Iterator[Tombstone]:
        """Of one clinic or of all, oldest first for each patient."""
        for version in self.versions(_TOMBSTONES if clinic is None else f"{_TOMBSTONES}{clinic}/"):
            yield Tombstone.from_json(self.read(version))

    def held(self, clinic: str) -> frozenset[str]:
        """Patients under a legal hold: those of whom the last word is that they are held."""
        last: dict[str, str] = {}
        for version in sorted(self.versions(f"{_HOLDS}{clinic}/"), key=lambda each: each.name):
            _, _, patient_key, word = version.name.split("/")
            last[patient_key] = word
        return frozenset(patient for patient, word in last.items() if word.endswith(_HELD))

    def hold(self, clinic: str, patient_key: str, at: datetime, by: str, reason: str) -> None:
        self._say(clinic, patient_key, at, {"by": by, "reason": reason}, _HELD)

    def release(self, clinic: str, patient_key: str, at: datetime, by: str, reason: str) -> None:
        self._say(clinic, patient_key, at, {"by": by, "reason": reason}, _RELEASED)

    def _say(self, clinic: str, patient_key: str, at: datetime, said: Mapping[str, str], ending: str) -> None:
        self.keep(f"{_HOLDS}{clinic}/{patient_key}/{_stamp(at)}{ending}", {**said, "at": at.isoformat()})

    def keep_tombstone(self, tombstone: Tombstone) -> None:
        at = _stamp(tombstone.erased_at)
        self.keep(f"{_TOMBSTONES}{tombstone.clinic}/{tombstone.patient_key}/{at}.json", tombstone.to_json())

    def keep(self, name: str, document: Mapping[str, Any]) -> None:
        """Raises ClientError (PreconditionFailed) when there is something of this name."""
        body = json.dumps(document).encode()
        self._client.put_object(
            Bucket=self._bucket, Key=name, Body=body, ContentType="application/json", IfNoneMatch="*"
        )

    def read(self, version: Version) -> Mapping[str, Any]:
        answer = self._client.get_object(Bucket=self._bucket, Key=version.name, VersionId=version.id)
        document: Mapping[str, Any] = json.loads(answer["Body"].read())
        return document

    def versions(self, prefix: str) -> Iterator[Version]:
        pages = self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=prefix)
        for page in pages:
            for each in page.get("Versions", ()):
                yield Version(each["Key"], each["VersionId"], each["LastModified"])


def _stamp(at: datetime) -> str:
    """Sorts by time."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def erased_chains(tombstones: Sequence[Tombstone]) -> Mapping[str, datetime]:
    """When each chain was last erased."""
    found: dict[str, datetime] = {}
    for tombstone in tombstones:
        for chain in chains_of(tombstone):
            found[chain] = max(found.get(chain, tombstone.erased_at), tombstone.erased_at)
    return found


def chains_of(tombstone: Tombstone) -> Iterator[str]:
    """The partitions that were emptied."""
    if tombstone.case_id:
        yield f"CLINIC#{tombstone.clinic}#CASE#{tombstone.case_id}"
    for screening in tombstone.screening_ids:
        yield f"CLINIC#{tombstone.clinic}#SCREENING#{screening}"
