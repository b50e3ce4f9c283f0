"""Secret keys, from the secrets manager. Read at first use and kept while the function's environment lives."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from functions.adapters.aws import secrets_manager
from functions.service.errors import KeyUnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_secretsmanager import SecretsManagerClient

_SHORTEST = 32


class SecretKey:
    """One secret. Calling it gives the key."""

    def __init__(self, arn: str, connect: Callable[[], SecretsManagerClient] = secrets_manager) -> None:
        self._arn = arn
        self._connect = connect

    def __call__(self) -> bytes:
        return self._key

    @cached_property
    def _key(self) -> bytes:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            key = self._connect().get_secret_value(SecretId=self._arn)["SecretString"].encode()
        except (BotoCoreError, ClientError, KeyError):
            raise KeyUnreadableError from None
        if len(key) < _SHORTEST:
            raise KeyUnreadableError
        return key
