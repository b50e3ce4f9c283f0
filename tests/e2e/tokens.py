"""Tokens made by hand: with the pool's own key, read from the local cloud's state, or with none that counts."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.e2e.cloud import Cloud

type Part = Mapping[str, Any]


@dataclass(frozen=True)
class Token:
    """A token taken apart."""

    header: Part
    claims: Part
    signature: str

    @classmethod
    def read(cls, text: str) -> "Token":
        header, claims, signature = text.split(".")
        return cls(_read(header), _read(claims), signature)

    def unsigned(self) -> str:
        return f"{_written(self.header)}.{_written(self.claims)}"

    def as_it_is(self) -> str:
        """With the signature it came with, whatever was changed."""
        return f"{self.unsigned()}.{self.signature}"

    def signed(self, key: rsa.RSAPrivateKey) -> str:
        signature = key.sign(self.unsigned().encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{self.unsigned()}.{_encoded(signature)}"

    def signed_with_secret(self, secret: bytes) -> str:
        signature = hmac.new(secret, self.unsigned().encode(), hashlib.sha256).digest()
        return f"{self.unsigned()}.{_encoded(signature)}"


def pool_key(cloud: Cloud, use: str = "id") -> rsa.RSAPrivateKey:
    """The key the pool itself signs with: so that a refusal is about the claims and nothing else."""
    folder = cloud.place.state / "emulator" / "cognito-pool-keys"
    content = (folder / f"{cloud.stack.user_pool_id}-{use}.pem").read_bytes()
    key = serialization.load_pem_private_key(content, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def foreign_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_bytes(key: rsa.RSAPrivateKey) -> bytes:
    """The public key as anybody can read it."""
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _written(part: Part) -> str:
    return _encoded(json.dumps(part).encode())


def _read(text: str) -> Part:
    part: Part = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return part
