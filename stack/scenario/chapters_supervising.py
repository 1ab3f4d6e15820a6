"""Chapter 11: what the supervisor sees of all this: record, clocks, history, lights."""

import json
from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import Any

from stack.scenario.case import Case, View
from stack.scenario.expectations import require
from stack.scenario.narrator import BEIJING, day, moment
from stack.scenario.people import Person

Json = dict[str, Any]
ITEM = "B1-02"
LIGHTS = {"green": "绿灯", "blue": "蓝灯", "yellow": "黄灯", "red": "红灯"}
_LANDMARKS = frozenset(
    {
        "received",
        "accepted",
        "debts_incurred",
        "registration_assigned",
        "visit_scheduled",
        "rectification_ordered",
        "rectification_reported",
        "visit_concluded",
        "warning_raised",
        "permits_issued",
        "case_closed",
    }
)


async def supervise(case: Case) -> None:
    """Show the record, one clock day by day, the Temporal history and the lights."""
    city, say = case.city, case.city.narrator
    say.chapter("Supervision: who did what, when, and was it in time", "效能监督 · 亮灯")
    supervisor = await city.supervisor()
    await _tell_timeline(case, supervisor)
    await _tell_clock(case, supervisor)
    await _tell_history(case, supervisor)
    await _tell_lights(case, supervisor)
    say.link("API documentation", f"{city.address}/docs")
    say.link("Published keys", city.page("/public/keys"))


async def _tell_timeline(case: Case, supervisor: Person) -> None:
    say = case.city.narrator
    page = await supervisor.get(f"{case.path}/timeline", "the timeline is shown", limit=500)
    entries = page["entries"]
    numbers = [entry["sequence"] for entry in entries]
    gapless = all(after == before + 1 for before, after in pairwise(numbers))
    require(gapless, "the record has no gap", numbers)
    say.does(
        supervisor.name,
        f"reads the record: {len(entries)} events, without a gap, each with its hash.",
    )
    say.rows(_event(entry) for entry in entries if entry["kind"] in _LANDMARKS)
    content = json.dumps(entries, ensure_ascii=False, indent=2).encode()
    case.city.save("The whole timeline", "timeline.json", content)


async def _tell_clock(case: Case, supervisor: Person) -> None:
    say = case.city.narrator
    clock = await supervisor.get(f"{case.path}/clock/lane/{ITEM}", "a clock can be explained")
    limits = ", ".join(
        f"{one['limit']['kind']} {one['limit']['count']} (until {day(one['due']['date'])})"
        for one in clock["limits"]
    )
    used, left = clock["days_used"], clock["days_left"]
    say.does(supervisor.name, f"asks why the clock of {ITEM} stands where it stands.")
    say.answers(f"Working days (工作日): {limits}; {used} used, {left} left when decided:")
    stopped = max(datetime.fromisoformat(entry["at"]) for entry in clock["entries"])
    last = stopped.astimezone(BEIJING).date().isoformat()
    shown = [one for one in clock["days"] if one["date"] <= last]
    require(shown, "the clock is explained day by day", clock["days"])
    say.rows(
        (day(one["date"]), str(one["ordinal"] or "–"), one["why"].replace("_", " "))
        for one in shown
    )


async def _tell_history(case: Case, supervisor: Person) -> None:
    say = case.city.narrator
    history = await supervisor.get(f"{case.path}/history", "the Temporal history is shown")
    names = Counter(
        (_STEPS[step["kind"]], step["name"] or "moved the clock on")
        for step in history["steps"]
        if step["kind"] in _STEPS
    )
    require(names, "the history is readable", history["events"])
    say.does(
        supervisor.name,
        f"opens the Temporal history of {history['workflow_id']}: {history['events']} events, "
        "payloads encrypted, readable as steps:",
    )
    by_kind: dict[str, list[str]] = {}
    for (kind, name), count in names.items():
        by_kind.setdefault(kind, []).append(f"{name} ×{count}" if count > 1 else name)
    say.rows((kind, ", ".join(steps)) for kind, steps in by_kind.items())


_STEPS = {
    "workflow_execution_update_accepted": "people did",
    "workflow_execution_signaled": "systems reported",
    "activity_task_scheduled": "the case asked",
    "timer_started": "timers set",
    "workflow_execution_options_updated": "the tester",
}


async def _tell_lights(case: Case, supervisor: Person) -> None:
    say = case.city.narrator
    view: View = await case.view(supervisor)
    lights = Counter(lane["light"] for lane in view["lanes"])
    told = ", ".join(f"{count} {light} {LIGHTS[light]}" for light, count in lights.items())
    say.does(supervisor.name, f"looks at the lights of the lanes: {told}.")
    say.tells(
        "Green: in time. Blue: reminded on the working day before a promise ends. Yellow: a "
        "promised limit (承诺时限) has passed. Red: a statutory one (法定时限) has."
    )
    say.rows(
        (
            lane["item_code"],
            lane["department_label"]["zh"],
            f"{lane['light']} {LIGHTS[lane['light']]}",
            moment(lane["decided_at"]),
        )
        for lane in view["lanes"]
    )


def _event(entry: Json) -> tuple[str, ...]:
    return (
        f"#{entry['sequence']}",
        moment(entry["at"]),
        entry["label"]["zh"],
        entry["label"]["en"],
        entry["actor_role"],
        entry["legal_basis"],
    )
