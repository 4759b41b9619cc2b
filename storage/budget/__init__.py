"""Who may be called on now, laid beside what is stored: the gate in front of `queue.claim`.

The rules are in bot/domain/budget.py. A delivery that calls on somebody is given its place once:
it leads a message, or goes along in one (`lead_id`), or is held (`held_until`). Whoever has a
message on its way is decided about when that has found its end.
"""

from storage.budget.conditions import ARRIVED, ON_ITS_WAY, is_time, may_go, next_times
from storage.budget.forecast import Coming, forecast
from storage.budget.gate import allot, decide_anew, without_room

__all__ = [
    "ARRIVED",
    "ON_ITS_WAY",
    "Coming",
    "allot",
    "decide_anew",
    "forecast",
    "is_time",
    "may_go",
    "next_times",
    "without_room",
]
