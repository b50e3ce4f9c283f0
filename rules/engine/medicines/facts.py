"""The computations on medicines that derived facts may name."""

from collections.abc import Callable, Mapping
from typing import Any

from rules.engine.derivations import Derivation
from rules.engine.medicines.equivalents import depressant_classes, ingredients_of_class, total_of_class
from rules.engine.medicines.understanding import understood_medicines

MEDICINE_FACTS: Mapping[str, Callable[[Mapping[str, Any], str | None], Derivation]] = {
    function.__name__: function
    for function in (understood_medicines, total_of_class, ingredients_of_class, depressant_classes)
}
