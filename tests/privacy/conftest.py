"""No test here can reach a real account."""

from tests.credentials import no_credentials
from tests.privacy.watching import watched

__all__ = ["no_credentials", "watched"]
