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


class DraftOutdatedError(ServiceError):
    """A newer revision of the draft, or another one of the same number, is already stored."""


class PreconditionMissingError(ServiceError):
    """A change came without saying which state of the case it was made for."""


class CaseChangedError(ServiceError):
    """The case is no longer as the caller saw it."""


class MoveRefusedError(ServiceError):
    """The case is not in a state for this move; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ContentRefusedError(ServiceError):
    """What was sent can be read and cannot be done: pairs of a place in the body and a code, never a value."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        super().__init__(*(code for _, code in faults))
        self.faults = faults


class SiteSettingsUnreadableError(ServiceError):
    """The clinic's settings cannot be read, so nothing can be screened for it."""


class RuleSetUnavailableError(ServiceError):
    """The rules as the clinic uses them are not there or cannot be built; other rules are never used instead."""


class StoreUnavailableError(ServiceError):
    """The store did not take the write or give the answer within the time there is."""


class ReadNotRecordedError(ServiceError):
    """That somebody read a record could not be written down, so it is not shown."""


class TooLargeToSendError(ServiceError):
    """What was asked for does not fit into one reply, and half of it would be worse than nothing."""


class KeyUnreadableError(ServiceError):
    """A secret key cannot be read or is too short to be one."""


class NoticeUnreadableError(Exception):
    """A row of the outbox says nothing that can be published: no writer of ours made it."""


class NotPublishedError(Exception):
    """A channel did not take a message; carries the kind of refusal only. It may have arrived all the same."""


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


class CompanionChangedError(Exception):
    """The case is as it was seen; the other one that was to change with it is not."""


class VersionConflictError(Exception):
    """The case was changed by somebody else, or by the very request that is being repeated."""


class RequestClosedError(Exception):
    """The information request was answered, ended or has expired."""


class CaseMoveRefusedError(Exception):
    """The case is not in the state this move starts from."""
