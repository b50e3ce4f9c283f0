"""The route on which those who lead a clinic see how the work goes."""

from typing import Final

from functions.api.operations import Operation, Query
from functions.service import errors
from functions.service.staff import OVERSEEING

GET_FIGURES: Final = Operation(
    name="readFigures",
    method="GET",
    path="/v1/figures",
    says="How long open cases wait now; how long each step took and how often each rule spoke in a period.",
    admits=OVERSEEING,
    query=(
        Query(
            name="from",
            schema="CalendarDay",
            says="First day, by the clinic's calendar; thirty days in all unless said.",
        ),
        Query(
            name="to",
            schema="CalendarDay",
            says="Last day, included; today unless said. No more than 366 days in all.",
        ),
    ),
    reply="Figures",
    refuses=(errors.SiteSettingsUnreadableError, errors.StoreUnavailableError),
)
