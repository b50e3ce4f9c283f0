"""Signatures by a key that never leaves KMS."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from functions.adapters.aws import kms
from functions.service.errors import KeyUnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_kms import KMSClient

ALGORITHM: Final = "ECDSA_SHA_256"


class SigningKey:
    """One key."""

    def __init__(self, arn: str, connect: Callable[[], KMSClient] = kms) -> None:
        self.arn = arn
        self._connect = connect

    @cached_property
    def _client(self) -> KMSClient:
        return self._connect()

    def sign(self, content: bytes) -> bytes:
        """The signature over the content's digest. Raises KeyUnreadableError."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            return self._client.sign(
                KeyId=self.arn, Message=sha256(content).digest(), MessageType="DIGEST", SigningAlgorithm=ALGORITHM
            )["Signature"]
        except (BotoCoreError, ClientError):
            raise KeyUnreadableError from None
