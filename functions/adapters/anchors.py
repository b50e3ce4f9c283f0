"""Heads of audit chains, in a bucket whose objects nobody can delete before their time."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING

from functions.adapters.aws import s3
from functions.service.errors import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mypy_boto3_s3 import S3Client

    from functions.service.sealing import Head

PREFIX = "anchors/"
_KEPT_ALREADY = "PreconditionFailed"


def anchor_name(chain: str, head: Head) -> str:
    """Says everything, so that a listing is enough to verify. Sorts by chain, then by number."""
    return f"{chain_prefix(chain)}{head.seq:010d}-{head.mac}"


def anchored(name: str) -> tuple[str, int, str]:
    """Chain, number and code of an anchor's name. Raises ValueError for the name of something else."""
    path, _, last = name.removeprefix(PREFIX).rpartition("/")
    number, dash, mac = last.partition("-")
    if not (path and dash and mac):
        raise ValueError("not the name of an anchor")
    return path.replace("/", "#"), int(number), mac


def chain_prefix(chain: str) -> str:
    return f"{PREFIX}{chain.replace('#', '/')}/"


class AnchorBucket:
    """Puts into one bucket and reads nothing."""

    def __init__(self, bucket: str, connect: Callable[[], S3Client] = s3) -> None:
        self._bucket = bucket
        self._connect = connect

    @cached_property
    def _client(self) -> S3Client:
        return self._connect()

    def keep(self, chain: str, head: Head, at: datetime) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        body = {"chain": chain, "seq": head.seq, "mac": head.mac, "anchoredAt": at.isoformat()}
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=anchor_name(chain, head),
                Body=json.dumps(body).encode(),
                ContentType="application/json",
                IfNoneMatch="*",
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != _KEPT_ALREADY:
                raise StoreUnavailableError from None
        except BotoCoreError:
            raise StoreUnavailableError from None
