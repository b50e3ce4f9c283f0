"""Where those who lead a clinic see figures. They hold no patient and no case, so no read of a record is recorded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Final

from functions.api.replies import Reply, reply
from functions.api.visits import Visit
from functions.service.assessment import today_at
from functions.service.errors import UnreadableRequestError
from functions.service.figures.report import Period, report
from functions.service.figures.trail import FigureStore
from functions.service.ports import ClinicSettings, Clock, ReviewStore

_FROM: Final = "from"
_TO: Final = "to"
# Nothing was counted in another century.
_DAY: Final = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresDesk:
    """What the desk works with."""

    archive: ReviewStore
    counted: FigureStore
    clinics: ClinicSettings
    clock: Clock

    def get_figures(self, visit: Visit) -> Reply:
        clinic, now = visit.person.clinic, self.clock()
        asked = visit.request.query()
        if asked.keys() - {_FROM, _TO}:
            raise UnreadableRequestError("unknown_parameter")
        site = self.clinics.of(clinic)
        period = Period.asked(_day(asked, _FROM), _day(asked, _TO), today_at(site, now))
        made = report(clinic, period, archive=self.archive, counted=self.counted, now=now)
        return reply(HTTPStatus.OK, {"timeZone": site.time_zone, **made.to_json()})


def _day(asked: Mapping[str, str], parameter: str) -> date | None:
    if parameter not in asked:
        return None
    try:
        if _DAY.fullmatch(asked[parameter]):
            return date.fromisoformat(asked[parameter])
    except ValueError:
        pass
    raise UnreadableRequestError(parameter)
