"""Ids and keyed hashes.

Everything is derived with a secret key: a repeated request gets the same id, and neither an id nor a key in the
table tells who somebody is. Must not know where the key comes from.
"""

import hmac
from collections.abc import Sequence

_ID_DIGITS = 32
_SEPARATOR = "\x1f"


class Identifiers:
    """Derives ids for one purpose each; two purposes never share a value."""

    def __init__(self, key: bytes) -> None:
        self._keyed = hmac.new(key, digestmod="sha256")

    def screening(self, clinic: str, idempotency_key: str) -> str:
        return self._short("screening", clinic, idempotency_key)

    def draft_screening(
        self, clinic: str, draft: str, patient_key: str, rules: Sequence[str], occasion: str = ""
    ) -> str:
        """The same for every save of a patient's draft in which the same rules cannot wait, on one occasion."""
        return self._short("draft-screening", clinic, draft, patient_key, occasion, *sorted(rules))

    def derived_screening(self, clinic: str, case_id: str, version: int) -> str:
        """The screening that brought a case to this version; a version is reached once."""
        return self._short("derived-screening", clinic, case_id, str(version))

    def response_screening(self, clinic: str, request_id: str) -> str:
        """The screening of the answers to an information request; it is answered once."""
        return self._short("response-screening", clinic, request_id)

    def merged_screening(self, clinic: str, request_id: str) -> str:
        """The screening of these answers together with the earlier ones."""
        return self._short("merged-screening", clinic, request_id)

    def reattributed_screening(self, clinic: str, screening_id: str, case_id: str) -> str:
        """The screening of the same answers in another patient's case."""
        return self._short("reattributed-screening", clinic, screening_id, case_id)

    def patient(self, clinic: str, reference: str) -> str:
        return self._short("patient", clinic, reference)

    def case(self, clinic: str, reference: str) -> str:
        """One per patient and clinic: a writer that cannot read can still join the open case."""
        return self._short("case", clinic, reference)

    def request(self, clinic: str, idempotency_key: str) -> str:
        return self._short("request", clinic, idempotency_key)

    def attempt(self, *parts: str) -> str:
        """Names one attempt at one write, so that a lost acknowledgement is recognised."""
        return self._short("attempt", *parts)

    def digest(self, purpose: str, content: str) -> str:
        """A fingerprint nobody can test guesses against without the key."""
        return self._mac(purpose, content)

    def _short(self, *parts: str) -> str:
        return self._mac(*parts)[:_ID_DIGITS]

    def _mac(self, *parts: str) -> str:
        # INVARIANT: no part except the last of a purpose can hold the separator (envelope and headers refuse it).
        mac = self._keyed.copy()
        mac.update(_SEPARATOR.join(parts).encode())
        return mac.hexdigest()
