"""No test here can reach a real account."""

from tests.credentials import no_credentials

__all__ = ["no_credentials"]
