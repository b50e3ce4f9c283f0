"""The published contract of the API as the service hands it out. Must not know where it is kept."""

from dataclasses import dataclass

from functions.service.documents import JSON


@dataclass(frozen=True, slots=True)
class Contract:
    """The OpenAPI document and a digest that changes with it."""

    document: JSON
    digest: str
