"""Where the released rules and this reading of the tables differ, and nobody has settled yet which of them holds.

By rule, released outcome and ours. An entry leaves as soon as it is settled; meanwhile it is not counted as a
disagreement.
"""

from collections.abc import Mapping

OPEN: Mapping[tuple[str, str, str], str] = {
    ("sud.withdrawal_now", "clear", "unknown"): "the history of withdrawal was not answered; 1.5 says NI-S",
    (
        "sud.unknown_or_declined",
        "clear",
        "fired",
    ): "a follow-up question was not answered; 1.5 says any substance item",
    ("sud.unknown_or_declined", "fired", "fired"): "a follow-up question was declined; 1.5 says REL",
    ("sud.stimulant_illicit_72h", "clear", "unknown"): "drugs of the year, those of the month not answered; NI-W",
    ("logistics.not_fasted", "fired", "fired"): "NI-W on the day does not reach a route while the other one fires",
    ("psych.bipolar_2_other", "clear", "fired"): "told bipolar disorder that nobody named is unspecified bipolar",
    (
        "psych.suicide_high",
        "unknown",
        "fired",
    ): "a year that straddles three months counts as recent, beside a no as well",
    ("psych.suicide_moderate", "fired", "clear"): "the same",
    ("endo.thyroid_storm_signs", "clear", "unknown"): "fever and vomiting of the day are signs as well",
    ("endo.thyroid_storm_signs", "clear", "fired"): "the same",
    ("endo.thyroid_unknown", "clear", "fired"): "not sure about the list that asks about the thyroid",
    ("resp.acute_infection", "clear", "fired"): "fever of the day is in the row",
    ("resp.acute_infection", "unknown", "fired"): "the same",
    ("resp.acute_distress", "fired", "fired"): "fever beside breathlessness is another sign than known panic",
    ("cardiac.bp_implausible", "clear", "fired"): "a pulse pressure under 15 that the mean of two readings hides",
    ("psych.bipolar_without_stabiliser", "clear", "fired"): "unnamed bipolar disorder again, without a stabiliser",
    ("psych.bipolar_without_stabiliser", "clear", "unknown"): "the same, with the list of medicines open",
}
