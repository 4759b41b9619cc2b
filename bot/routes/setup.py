"""The set-up of a network, which is its administrators'."""

from bot.domain.people import Right
from bot.features.setup import (
    agencies,
    basics,
    county,
    groups,
    history,
    keeping,
    leaving,
    merging,
    overview,
    places,
)
from bot.routes.button import Button
from cards.setup_agencies import ShowAgency, ShowNewAgencies
from cards.setup_agency import BeginLeave, BeginMerge, RemoveAgency, SaveAgency, StayOn
from cards.setup_agency_new import AddAgencies
from cards.setup_basics import SaveBasics
from cards.setup_bodies import AddBody, ChooseSeat, ShowBody
from cards.setup_body import RemoveBody, RemoveBodySurely, SaveBody
from cards.setup_changes import ShowChanges
from cards.setup_channels import SaveChannels
from cards.setup_county import SaveCounty
from cards.setup_keeping import SaveKeeping
from cards.setup_leave import CheckLeave, Leave
from cards.setup_merge import CheckMerge, Merge
from cards.setup_parts import (
    LeaveOut,
    ShowAgencies,
    ShowBasics,
    ShowBodies,
    ShowChannels,
    ShowCounty,
    ShowKeeping,
)
from cards.setup_seat import SaveSeat

BUTTONS = (
    Button(LeaveOut, overview.leave_out, Right.ADMIN, looks_at_team=True),
    Button(ShowBasics, basics.show_basics, Right.ADMIN),
    Button(SaveBasics, basics.save_basics, Right.ADMIN),
    Button(ShowAgencies, agencies.show, Right.ADMIN),
    Button(ShowNewAgencies, agencies.show_new, Right.ADMIN),
    Button(AddAgencies, agencies.add, Right.ADMIN, looks_at_team=True),
    Button(ShowAgency, agencies.show_one, Right.ADMIN),
    Button(SaveAgency, agencies.save, Right.ADMIN),
    Button(RemoveAgency, agencies.remove, Right.ADMIN),
    Button(StayOn, agencies.stay_on, Right.ADMIN),
    Button(BeginMerge, merging.begin_merge, Right.ADMIN),
    Button(CheckMerge, merging.check_merge, Right.ADMIN),
    Button(Merge, merging.merge, Right.ADMIN),
    Button(BeginLeave, leaving.begin_leave, Right.ADMIN),
    Button(CheckLeave, leaving.check_leave, Right.ADMIN),
    Button(Leave, leaving.leave, Right.ADMIN),
    Button(ShowChannels, places.show_channels, Right.ADMIN, looks_at_team=True),
    Button(SaveChannels, places.save_channels, Right.ADMIN),
    Button(ShowBodies, groups.show, Right.ADMIN),
    Button(AddBody, groups.add, Right.ADMIN),
    Button(ShowBody, groups.show_one, Right.ADMIN),
    Button(SaveBody, groups.save, Right.ADMIN),
    Button(RemoveBody, groups.remove, Right.ADMIN),
    Button(RemoveBodySurely, groups.remove, Right.ADMIN),
    Button(ChooseSeat, groups.choose_seat, Right.ADMIN),
    Button(SaveSeat, groups.save_seat, Right.ADMIN),
    Button(ShowCounty, county.show_county, Right.ADMIN),
    Button(SaveCounty, county.save_county, Right.ADMIN),
    Button(ShowKeeping, keeping.show, Right.ADMIN),
    Button(SaveKeeping, keeping.save, Right.ADMIN),
    Button(ShowChanges, history.turn_page),
)
