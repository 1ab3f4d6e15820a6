"""Chapters 4 and 5: accepted with something owed; the registry brings the business code."""

from typing import Any

from stack.scenario.application_form import PLEDGED_PAPER
from stack.scenario.case import Case, complete, lanes, own_task
from stack.scenario.expectations import require
from stack.scenario.narrator import day, moment

Json = dict[str, Any]
REVIEWED = ("B1-02", "B1-05", "B1-06")


async def accept(case: Case) -> None:
    """Let the department look at what no machine can judge; the case is accepted with debts."""
    city, say = case.city, case.city.narrator
    say.chapter("Acceptance: a missing paper does not stop the rest", "容缺受理")
    reviewer = await city.reviewer("market_regulation")
    task = await own_task(reviewer, case.case_id, "intake_check")
    await reviewer.post(f"/tasks/{task['task_id']}/claim", None, "a task can be claimed")
    await _check_shared(case)
    say.tells(
        "Machines have checked what they can; her identity card was fetched by data sharing. A "
        f"drawing needs eyes: an intake check (收件审查) for {', '.join(task['item_codes'])}."
    )
    await complete(reviewer, task, "sufficient")
    say.does(reviewer.name, "claims the task and finds the drawing of the premises sufficient.")
    view = await case.until(lambda seen: seen["accepted_at"] is not None, "the case is accepted")
    debts = view["debts"]
    kinds = {debt["kind"] for debt in debts}
    require(
        kinds == {"deferred_paper", "prerequisite"}, "one paper and the licence are owed", kinds
    )
    say.answers(
        f"Accepted (受理) on {moment(view['accepted_at'])}, seven items in one decision, "
        f"with {len(debts)} debts (容缺事项):"
    )
    say.rows(_debt(debt) for debt in debts)
    await _tell_routes(case)


async def register(case: Case) -> None:
    """Wait until the registry's code has paid the debts and what needs no person is done."""
    say = case.city.narrator
    say.chapter("Registry: the business code comes, four items are done", "一键分办 · 一步办结")
    view = await case.until_granted("BL-00", "B1-01", "B1-08", "B1-04")
    paid = [debt for debt in view["debts"] if debt["paid_by"] == "sibling"]
    require(view["uscc"], "the registry assigns a business code", view["uscc"])
    say.answers(
        "All lanes were sent to their departments' systems in one action. The registry registered "
        f"the business and assigned its code (统一社会信用代码) {view['uscc']}."
    )
    say.answers(
        f"The licence is granted by quantified rules and pays the {len(paid)} prerequisite debts "
        "of its siblings. Done on the spot, by no person:"
    )
    done = [lane for lane in view["lanes"] if lane["item_code"] not in REVIEWED]
    say.rows(
        (
            lane["item_code"],
            lane["label"]["zh"],
            lane["status"],
            _by(lane),
            moment(lane["decided_at"]),
        )
        for lane in done
    )
    left = [debt["wants"] for debt in view["debts"] if debt["status"] == "open"]
    require(left == [PLEDGED_PAPER], "only the pledged paper is still owed", left)


async def _check_shared(case: Case) -> None:
    papers = lanes(await case.view())["BL-00"]["papers"]
    provenance = {paper["paper_code"]: paper["provenance"] for paper in papers}
    found = provenance.get("legal_representative_identity")
    require(found == "shared", "the identity card is fetched by data sharing", found)


async def _tell_routes(case: Case) -> None:
    view = await case.view()
    routes = {code: lane["route"] for code, lane in lanes(view).items()}
    require(
        [routes[code] for code in REVIEWED] == ["review"] * len(REVIEWED)
        and routes["B1-04"] == "commitment",
        "B1-05 is reviewed since commitment was declined, and B1-04 goes by commitment",
        routes,
    )
    fire = lanes(view)["B1-05"]
    case.city.narrator.tells(
        f"Fire and Rescue reviews B1-05, because: {fire['route_reason'].replace('_', ' ')}; "
        "Health relies on the commitment for B1-04 and verifies it later."
    )


def _debt(debt: Json) -> tuple[str, str, str]:
    what = debt["wants"].replace("_", " ")
    if debt["kind"] == "prerequisite":
        return debt["item_code"], f"needs {what} 营业执照 first", "paid by the sibling's grant"
    return debt["item_code"], f"{what} 健康证明, pledged", f"due {day(debt['due_on'])}"


def _by(lane: Json) -> str:
    ways = {"instant": "一步办结", "filing": "备案", "commitment": "告知承诺"}
    return f"{lane['route']} {ways[lane['route']]}"
