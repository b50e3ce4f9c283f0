"""Table 1.12, allergy and route."""

from tests.second.form import Form, Row, is_open
from tests.second.logic import Truth, all_of, any_of, word_for
from tests.second.tables import row, rule

_ALLERGIC = ("anaphylaxis", "wheeze", "swelling", "rash")
_RESCUE = ("ondansetron", "benzodiazepine", "antihypertensive", "latex", "tape")


def _cell(line: Row, name: str, *options: str) -> Truth:
    value = line.get(name)
    return None if is_open(value) else value in options


def _some(form: Form, substances: tuple[str, ...], reactions: tuple[str, ...] = ()) -> Truth:
    lines = form.rows("allergy.list")
    if lines is None:
        return None
    return any_of(
        *(
            all_of(_cell(line, "substance", *substances), _cell(line, "reaction", *reactions) if reactions else True)
            for line in lines
        )
    )


@rule("allergy.ketamine", "B", "ABS")
def ketamine(form: Form) -> Truth:
    """Hypersensitivity (rash, hives, swelling, wheeze, anaphylaxis) to ketamine or esketamine."""
    return _some(form, ("ketamine",), _ALLERGIC)


@row("allergy.excipient", "S", word_for("ABS", "ESK"), word_for("ABS", "IV"))
def excipient(form: Form) -> tuple[Truth, ...]:
    """Hypersensitivity to an excipient of the product."""
    return _some(form, ("spray_excipient",), _ALLERGIC), _some(form, ("vial_excipient",), _ALLERGIC)


@rule("allergy.reaction_unclear", "S", "INF")
def reaction_unclear(form: Form) -> Truth:
    """Called allergic to ketamine, but the reaction is an effect or unknown."""
    lines = form.rows("allergy.list")
    if lines is None:
        return None
    return any_of(
        *(
            all_of(
                _cell(line, "substance", "ketamine"),
                is_open(line.get("reaction")) or line["reaction"] == "effect",
            )
            for line in lines
        )
    )


@rule("allergy.rescue_drug", "S", "CAU")
def rescue_drug(form: Form) -> Truth:
    """Allergy or intolerance to ondansetron, midazolam, lorazepam, labetalol, hydralazine, latex, tape."""
    return _some(form, _RESCUE)


@rule("allergy.status_missing", "S", "INF")
def status_missing(form: Form) -> Truth:
    """Allergy list not answered ("none" must be explicit)."""
    lines = form.rows("allergy.list")
    return lines is None or any(is_open(line.get("substance")) for line in lines)


@rule("nasal.unsuitable", "B without follow-up", "REL", app="ESK")
def nose(form: Form) -> Truth:
    """Nasal obstruction, septal perforation, recent nasal surgery, bad cold."""
    return form.has("nasal.problems")
