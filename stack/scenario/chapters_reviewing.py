"""Chapters 6 to 8: four departments at once, one joint visit, the last debt, the grants."""

from datetime import datetime, timedelta
from typing import Any

from stack.scenario.application_form import PLEDGED_PAPER
from stack.scenario.case import Case, View, complete, lanes, own_task
from stack.scenario.chapters_accepting import REVIEWED
from stack.scenario.city import DEPARTMENTS
from stack.scenario.expectations import require
from stack.scenario.narrator import day, moment
from stack.scenario.people import Person

Json = dict[str, Any]
FAILED_POINT = "exits_clear"
WORK_TAKES = timedelta(days=5)
"""Shorter than the time for rectification and than that for the pledged paper, whatever the day."""
_CONCERNED = {"B1-02": "market_regulation", "B1-05": "fire_rescue", "B1-06": "tobacco"}


async def review_in_parallel(case: Case) -> None:
    """Show that departments work at the same time, each on its own, and none too early."""
    city, say = case.city, case.city.narrator
    say.chapter("Review: four departments at the same time", "并联审批")
    view = await case.until(
        lambda seen: all(lanes(seen)[code]["dispatch"] == "received" for code in REVIEWED),
        "every reviewing department has the papers",
    )
    systems = ", ".join(str(lanes(view)[code]["department_reference"]) for code in REVIEWED)
    say.tells(f"All work at once, each in its own system ({systems}):")
    say.rows(_lane(lane) for lane in view["lanes"])
    food, tobacco = await city.reviewer("market_regulation"), await city.reviewer("tobacco")
    task = await own_task(food, case.case_id, "review", "B1-02")
    problem = await tobacco.is_refused(
        f"/tasks/{task['task_id']}/completion",
        {"outcome": "grant"},
        "another department's task is out of sight",
        code="task_unknown",
    )
    say.does(tobacco.name, "tries to decide the food permit.")
    say.answers(f"{problem['status']} {problem['code']}: to the others that task does not exist.")
    problem = await food.is_refused(
        f"/tasks/{task['task_id']}/completion",
        {"outcome": "grant"},
        "a grant before the visit is refused",
        code="decision_blocked",
    )
    say.does(food.name, "tries to grant the food permit B1-02 before anybody has looked.")
    say.answers(f"{problem['status']} {problem['code']}: {problem['detail']}")


async def visit_together(case: Case) -> None:
    """One visit with one checklist; one point fails, one notice, put right, passed."""
    say = case.city.narrator
    say.chapter("Joint visit: once for all departments", "一同核查 · 整改意见一口告知")
    visit = await _scheduled(case, visit_round=1)
    await _tell_checklist(case, visit)
    await _begin(case, visit, "The inspectors come and take the half-day.")
    await _record(case, visit, failed=(FAILED_POINT,))
    view = await case.until(
        lambda seen: seen["visit"]["status"] == "rectifying", "a rectification notice is sent"
    )
    await _rectify(case, view["visit"])
    visit = await _scheduled(case, visit_round=2)
    points = [point["code"] for point in visit["checklist"]]
    await _begin(case, visit, "The inspectors come again, for the failed point only.")
    await _record(case, visit, failed=())
    view = await case.until(
        lambda seen: seen["visit"]["status"] == "concluded", "the visit is concluded"
    )
    passed = set(view["visit"]["passed_items"])
    require(passed == set(REVIEWED), "all three items pass the visit", passed)
    require(FAILED_POINT in points, "the failed point is looked at again", points)
    say.answers(f"The visit is concluded: {', '.join(sorted(passed))} have passed (核查通过).")


async def pay_and_grant(case: Case) -> None:
    """Bring the pledged paper; then each department grants its own item."""
    city, say = case.city, case.city.narrator
    say.chapter("The debt is paid, the departments decide", "容缺补交 · 准予许可")
    debt = next(d for d in (await case.view())["debts"] if d["wants"] == PLEDGED_PAPER)
    require(debt["status"] == "open", "the pledged paper is still owed", debt["status"])
    document = {"document_id": await case.owner.upload(PLEDGED_PAPER)}
    paid = await case.act(f"/debts/{debt['debt_id']}/payment", document, "the debt can be paid")
    say.does(
        case.owner.name,
        f"uploads the health certificates on {moment(paid['at'])}; they were due "
        f"{day(debt['due_on'])}.",
    )
    say.answers("The debt is paid (容缺已补齐); nothing stands in the way of B1-02 any more.")
    for item in REVIEWED:
        reviewer = await city.reviewer(_CONCERNED[item])
        task = await own_task(reviewer, case.case_id, "review", item)
        granted = await complete(reviewer, task, "grant")
        say.does(reviewer.name, f"grants {item} on {moment(granted['at'])}.")


async def _scheduled(case: Case, visit_round: int) -> Json:
    view = await case.until(
        lambda seen: _is_scheduled(seen, visit_round), f"round {visit_round} of the visit is fixed"
    )
    return dict(view["visit"])


def _is_scheduled(view: View, visit_round: int) -> bool:
    visit = view["visit"]
    fixed = visit and visit["status"] == "scheduled" and visit["round"] == visit_round
    return bool(fixed and visit["task_id"])


async def _tell_checklist(case: Case, visit: Json) -> None:
    city, say = case.city, case.city.narrator
    asked = 0
    for item in visit["item_codes"]:
        answer = await city.public(f"/catalogue/schemes/zhongshan/items/{item}", "items are public")
        asked += len(answer.json()["checklist"])
    merged = visit["checklist"]
    slot = visit["slot"]
    require(len(merged) < asked, "shared points are merged", len(merged))
    say.answers(
        f"The first slot that suits all: {moment(slot['starts_at'])}, with "
        f"{len(slot['inspectors'])} inspectors. The {asked} points of {len(visit['item_codes'])} "
        f"items are merged into one checklist of {len(merged)}; asked once for several:"
    )
    say.rows(
        (point["label"]["zh"], point["label"]["en"], _in_chinese(point["departments"]))
        for point in merged
        if len(point["departments"]) > 1
    )


async def _begin(case: Case, visit: Json, why: str) -> None:
    await case.move_past(datetime.fromisoformat(visit["slot"]["ends_at"]), why)


async def _record(case: Case, visit: Json, failed: tuple[str, ...]) -> None:
    """Have an inspector of the slot write the record that the whole team signs."""
    team = visit["slot"]["inspectors"]
    author = await _author(case, team)
    task = await own_task(author, case.case_id, "site_visit")
    findings = [
        {
            "point_code": point["code"],
            "department": point["departments"][0],
            "passed": point["code"] not in failed,
        }
        for point in visit["checklist"]
    ]
    await complete(author, task, "recorded", inspectors=team, findings=findings)
    found = f"all but {', '.join(failed)}" if failed else "all"
    case.city.narrator.does(
        author.name,
        f"writes the record, signed by {len(team)} inspectors (行政许可法 34): "
        f"{len(findings)} {'points' if len(findings) > 1 else 'point'}, {found} passed.",
    )


async def _author(case: Case, team: list[str]) -> Person:
    department = next((code for code in DEPARTMENTS if team[0].startswith(code)), "")
    require(department, "the slot names inspectors of our departments", team[0])
    return await case.city.inspector(department, team[0])


async def _rectify(case: Case, visit: Json) -> None:
    say = case.city.narrator
    failed = visit["failed_points"]
    require(failed == [FAILED_POINT], "exactly one point failed", failed)
    label = next(p["label"] for p in visit["checklist"] if p["code"] == FAILED_POINT)
    notices = await case.owner.get(f"{case.path}/notices", "her notices can be read")
    told = [notice for notice in notices if notice["template"] == "rectification_ordered"]
    require(len(told) == 1, "there is one rectification notice", len(told))
    say.answers(
        f"{', '.join(visit['passed_items'])} has passed. For the others one notice (整改意见一口"
        f"告知), not one per department: “{label['zh']}” ({label['en']}), due "
        f"{day(visit['rectification_due_on'])}."
    )
    work = await case.now() + WORK_TAKES
    why = f"Clearing the exit means moving a cold shelf; that takes {WORK_TAKES.days} days."
    await case.move_past(work, why)
    photo = {"paper_code": "rectification_photo", "document_id": await case.owner.upload("photo")}
    await case.act("/rectification", {"papers": [photo]}, "the rectification can be reported")
    say.does(case.owner.name, "has the shelf moved away and reports it with a photo.")


def _in_chinese(departments: list[str]) -> str:
    return "、".join(DEPARTMENTS[code].rpartition(" ")[2] for code in departments)


def _lane(lane: Json) -> tuple[str, ...]:
    blockers = ", ".join(dict.fromkeys(one["code"] for one in lane["decision_blockers"]))
    status = lane["status"].replace("_", " ")
    return (
        lane["item_code"],
        lane["department_label"]["zh"],
        status,
        blockers.replace("_", " "),
    )
