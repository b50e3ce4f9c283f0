"""Table 1.11, ophthalmic."""

from tests.second.form import Form
from tests.second.logic import Truth, all_of, any_of, no, surely
from tests.second.tables import rule

_GLAUCOMA = ("glaucoma", "high_pressure")


@rule("eye.acute_symptoms", "B", "URG")
def acute_symptoms(form: Form) -> Truth:
    """Sudden eye pain, haloes, red eye with vision loss, curtain, flashes."""
    return form.has("acute.now", "eye_pain", "eye_curtain")


@rule("eye.injury_or_surgery", "S", "ABS-T")
def injury_or_surgery(form: Form) -> Truth:
    """Penetrating eye injury, retinal detachment, eye surgery <3 months or planned."""
    event = form.has("eye.conditions", "retinal_detachment", "penetrating_injury", "surgery")
    recent = form.within("eye.surgery_date", months=3)
    return any_of(form.has("eye.conditions", "surgery_planned"), surely(recent), all_of(event, recent))


def _narrow(form: Form) -> Truth:
    return any_of(
        form.has("eye.conditions", "narrow_angles"),
        all_of(form.has("eye.conditions", "glaucoma"), form.chosen("eye.glaucoma_type", "narrow_angle")),
    )


@rule("eye.glaucoma_untreated", "S", "REL")
def glaucoma_untreated(form: Form) -> Truth:
    """Untreated or uncontrolled glaucoma, or narrow angles without iridotomy."""
    return any_of(
        all_of(
            form.has("eye.conditions", *_GLAUCOMA), form.chosen("eye.glaucoma_control", "uncontrolled", "untreated")
        ),
        all_of(_narrow(form), no(form.yes("eye.iridotomy"))),
    )


@rule("eye.glaucoma_treated", "S", "CAU")
def glaucoma_treated(form: Form) -> Truth:
    """Glaucoma or ocular hypertension controlled, IOP known <=6 months."""
    return all_of(
        form.has("eye.conditions", *_GLAUCOMA),
        form.chosen("eye.glaucoma_control", "controlled"),
        form.within_or_exactly("eye.pressure_date", months=6),
    )


@rule("eye.glaucoma_unknown", "S", "INF")
def glaucoma_unknown(form: Form) -> Truth:
    """Glaucoma = yes, type or control unknown; control without a pressure known <=6 months is not known."""
    untyped = all_of(form.has("eye.conditions", "glaucoma"), not form.known("eye.glaucoma_type"))
    uncontrolled = all_of(form.has("eye.conditions", *_GLAUCOMA), not form.known("eye.glaucoma_control"))
    unmeasured = all_of(
        form.has("eye.conditions", *_GLAUCOMA),
        form.chosen("eye.glaucoma_control", "controlled"),
        not surely(form.within_or_exactly("eye.pressure_date", months=6)),
    )
    unopened = all_of(_narrow(form), not form.known("eye.iridotomy"))
    return any_of(untyped, uncontrolled, unmeasured, unopened)
