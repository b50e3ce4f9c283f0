"""Everything that can go wrong, by name. Must not know what status a caller sees: that table is in the API layer.

No error carries what a person entered, neither in its text nor in an attribute.
"""


class ServiceError(Exception):
    """The root of all errors a caller is told about."""


class UnreadableBodyError(ServiceError):
    """The body cannot be read as one JSON document of the agreed shape."""

    def __init__(self, code: str, pointer: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.pointer = pointer


class BodyTooLargeError(ServiceError):
    """The body is larger than any questionnaire can be."""


class ContentTypeError(ServiceError):
    """The body is not declared as plain JSON."""


class UnreadableRequestError(ServiceError):
    """A header or a query parameter is not of the agreed form."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class QuestionnaireUnknownError(ServiceError):
    """The answers belong to a questionnaire this rule set does not know."""


class IdempotencyKeyMissingError(ServiceError):
    """A submission came without the key that makes its repetition safe."""


class IdempotencyKeyReusedError(ServiceError):
    """The key was already used for another body."""


class NotAuthenticatedError(ServiceError):
    """The caller's token is missing, of the wrong kind or from elsewhere."""


class NotAllowedError(ServiceError):
    """The caller is known and may not do this."""


class NotFoundError(ServiceError):
    """There is no such thing in the caller's clinic."""


class MethodNotAllowedError(ServiceError):
    """The thing exists; this verb does not."""


class DraftOutdatedError(ServiceError):
    """A newer revision of the draft, or another one of the same number, is already stored."""


class SiteSettingsUnreadableError(ServiceError):
    """The clinic's settings cannot be read, so nothing can be screened for it."""


class RuleSetUnavailableError(ServiceError):
    """The rules as the clinic uses them are not there or cannot be built; other rules are never used instead."""


class StoreUnavailableError(ServiceError):
    """The store did not take the write or give the answer within the time there is."""


class KeyUnreadableError(ServiceError):
    """A secret key cannot be read or is too short to be one."""


class StoreBusyError(Exception):
    """The store refused for the moment; the same write may succeed shortly. Nothing was written."""


class AlreadyStoredError(Exception):
    """A submission with the same idempotency key is stored; carries its stored receipt."""

    def __init__(self, body_hash: str, screening_id: str, received_at: str) -> None:
        super().__init__("already stored")
        self.body_hash = body_hash
        self.screening_id = screening_id
        self.received_at = received_at


class ScreeningStoredError(Exception):
    """A screening with this id is stored already."""


class CaseMoveRefusedError(Exception):
    """The case is not in the state this move starts from."""
