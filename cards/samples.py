"""Facts that the samples of several cards share: one network, one spring."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.domain.duties import Duty, DutyKind
from bot.domain.meetings import Activity, Meeting, MeetingState

ZONE = ZoneInfo("Europe/Oslo")
TODAY = date(2027, 2, 25)
LONG_NAME = "Lindesnes kommune, voksenopplæringen og flyktningtjenesten i Mandal"
TYPED = (
    "18. mars og **flere** dager [kolliderer](https://example.org) med modulene.\n"
    "- Deltakerne må velge, og vi mister dem i begge ender. <at>Alle</at>"
)
LONGEST = "Ukentlig praksis kolliderer med undervisningen den dagen. " * 17

NETWORK_MEETING = Meeting(
    id=7,
    activity=Activity.NETWORK_MEETING,
    starts_at=datetime(2027, 3, 18, 8, 0, tzinfo=UTC),
    ends_at=datetime(2027, 3, 18, 10, 30, tzinfo=UTC),
    host_id=2,
    host="NAV Lindesnes",
    place="Lindesnes læringssenter",
)
OPEN_DAY = Meeting(
    id=8,
    activity=Activity.OPEN_DAY,
    starts_at=datetime(2027, 4, 22, 7, 0, tzinfo=UTC),
    ends_at=datetime(2027, 4, 22, 13, 0, tzinfo=UTC),
    host_id=3,
    host="Karriere Agder Lyngdal",
    place="Mandal videregående skole, auditoriet",
    theme="Voksenrett og veien til læreplass",
)
CANCELLED = Meeting(
    id=9,
    activity=Activity.STEERING_GROUP,
    starts_at=datetime(2027, 3, 2, 12, 0, tzinfo=UTC),
    ends_at=datetime(2027, 3, 2, 14, 0, tzinfo=UTC),
    state=MeetingState.CANCELLED,
)
HELD = Meeting(
    id=4,
    activity=Activity.OPEN_DAY,
    starts_at=datetime(2018, 10, 16, 22, 0, tzinfo=UTC),
    ends_at=datetime(2018, 10, 18, 22, 0, tzinfo=UTC),
    state=MeetingState.HELD,
    theme="Språkopplæring på arbeidsplassen: hva kan bedriftene, skolene og NAV få til sammen?",
    whole_day=True,
)
MOVED = Meeting(
    id=10,
    activity=Activity.COOPERATION_DAY,
    starts_at=datetime(2027, 9, 22, 7, 0, tzinfo=UTC),
    ends_at=datetime(2027, 9, 22, 12, 0, tzinfo=UTC),
    host_id=4,
    host=LONG_NAME,
    place="Kulturfabrikken, møterom Tregde i tredje etasje, inngang fra elva",
    moved_on=date(2027, 2, 10),
)
MEETINGS = (CANCELLED, NETWORK_MEETING, OPEN_DAY, MOVED)

_DONE_AT = datetime(2027, 2, 25, 9, 12, tzinfo=UTC)
OPEN_DUTIES = (
    Duty(31, DutyKind.CALL_IN, date(2027, 3, 4)),
    Duty(32, DutyKind.ROOM, date(2027, 3, 4)),
    Duty(33, DutyKind.AGENDA, date(2027, 3, 11)),
)
MINUTES_DUTY = Duty(34, DutyKind.MINUTES, date(2027, 3, 22))
SOME_DUTIES = (
    Duty(31, DutyKind.CALL_IN, date(2027, 3, 4), done_at=_DONE_AT, done_by="Nils Hansen"),
    Duty(32, DutyKind.ROOM, date(2027, 2, 26)),
    Duty(33, DutyKind.AGENDA, date(2027, 3, 11)),
)
DONE_DUTIES = (
    Duty(31, DutyKind.CALL_IN, date(2027, 3, 4), done_at=_DONE_AT, done_by="Nils Hansen"),
    Duty(32, DutyKind.ROOM, date(2027, 3, 4), done_at=_DONE_AT, done_by=LONG_NAME),
    Duty(33, DutyKind.AGENDA, date(2027, 3, 11), done_at=_DONE_AT),
)
