"""What the figures have to reach. A figure that was not measured has missed its target."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BARE = 1.5
EXPLAINED = 5.0
IMPORTS = 0.35
HANDLER = 5.0
FIRST_WRITES = 1
JOIN_WRITES = 3
USUAL_ITEM_KB = 100
REALISTIC = ("as they come, the largest", "told at length")
# Nine tenths of what DynamoDB takes.
LARGEST_ITEM_KB = 360


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and its limit; `strict` means below it, not at it."""

    name: str
    value: float
    limit: float
    strict: bool = False

    @property
    def met(self) -> bool:
        return self.value < self.limit if self.strict else self.value <= self.limit


def targets(results: Mapping[str, Any]) -> list[Target]:
    return [
        Target("bare verdicts, in times of by hand", results["bare_ratio"], BARE),
        *(
            Target(f"bare verdicts against {name}", results["bare_ratio"], ratio, strict=True)
            for name, ratio in results["engines"].items()
        ),
        Target("explained findings, in times of by hand", results["explained_ratio"], EXPLAINED),
        Target("import of functions.intake, in times of the plain stack", results["intake_import_ratio"], IMPORTS),
        Target("intake handler, in times of the plain handler", results["handler_cpu_ratio"], HANDLER),
        *_submissions(results["submissions"]),
        *_items(results["items"]["by_intake"]),
    ]


def _submissions(counted: Mapping[str, Mapping[str, int]]) -> Iterator[Target]:
    for name, counts in counted.items():
        yield Target(f"writes, {name}", counts["writes"], FIRST_WRITES if name.startswith("first") else JOIN_WRITES)
        yield Target(f"reads, {name}", counts["reads"], 0)


def _items(measured: Mapping[str, Mapping[str, float]]) -> Iterator[Target]:
    """What people send stays far away from the limit, and nothing that is let in reaches it."""
    for name, sent in measured.items():
        limit = USUAL_ITEM_KB if name in REALISTIC else LARGEST_ITEM_KB
        yield Target(f"kilobytes of the item, {name}", sent["item"] / 1024, limit)
