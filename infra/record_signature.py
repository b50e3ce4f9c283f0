"""Tells whether an exported record is what this stack signed."""

from enum import StrEnum
from hashlib import sha256

from functions.adapters.signing import ALGORITHM
from functions.api.signed_page import NotSignedError, read_signed_page
from infra.records_place import RecordsPlace, RecordsServices


class Signature(StrEnum):
    """What can be said of a file."""

    GOOD = "The record is as it was signed by this stack."
    NONE = "The file does not end with a signature, or something was put behind it."
    OF_ANOTHER_KEY = "The file names a key that is not this stack's."
    BAD = "The record is not as it was signed."


def verify_file(services: RecordsServices, place: RecordsPlace, file: bytes) -> Signature:
    """The key is this stack's, whatever the file says. Raises ClientError when KMS cannot be asked."""
    try:
        page = read_signed_page(file)
    except NotSignedError:
        return Signature.NONE
    if (page.key, page.algorithm) != (place.record_key, ALGORITHM):
        return Signature.OF_ANOTHER_KEY
    try:
        answer = services.signing.verify(
            KeyId=place.record_key,
            Message=sha256(page.content).digest(),
            MessageType="DIGEST",
            Signature=page.signature,
            SigningAlgorithm=ALGORITHM,
        )
    except services.signing.exceptions.KMSInvalidSignatureException:
        return Signature.BAD
    return Signature.GOOD if answer["SignatureValid"] else Signature.BAD
