"""Chapter 10: a commitment turns out to be false, and one permit is revoked."""

from datetime import date, datetime, time, timedelta
from typing import Any

from core.temporal import permit_workflow_id
from stack.scenario.application_form import COMMITTED
from stack.scenario.case import Case, View, complete, own_task
from stack.scenario.chapters_issuing import save_public_page, statuses_shown
from stack.scenario.expectations import require
from stack.scenario.narrator import BEIJING, day, moment
from stack.scenario.people import Person
from stack.scenario.waiting import in_office, until

Json = dict[str, Any]
STATUS_LIST = "tongxing-status-list+jws"
UNTRUE_POINT = "ventilation"
INSPECTORS_COME_AFTER = timedelta(days=20)


async def verify_commitment(case: Case, view: View) -> None:
    """Find the commitment of B1-04 false; revoke the permit once the holder could be heard."""
    say = case.city.narrator
    say.chapter("Permit life: the commitment is verified and found false", "事中事后监管 · 撤销")
    permit_id = _permit_id(view)
    permit = await _read(case.owner, permit_id)
    say.tells(
        f"B1-04 was granted on a promise, so Health must verify it by "
        f"{day(permit['verification_due_on'])}. Each permit now lives in a workflow of its own."
    )
    workflow_id = permit_workflow_id(permit_id)
    visit = in_office(datetime.fromisoformat(view["licence"]["issued_at"]) + INSPECTORS_COME_AFTER)
    why = f"Health's inspectors come some {INSPECTORS_COME_AFTER.days} days after the last issue."
    await case.city.move_past(workflow_id, visit, why)
    await _find_untrue(case, permit_id)
    await _let_hearing_period_pass(case, permit_id)
    await _revoke(case, permit_id)
    await _show_publicly(case, view, permit["number"])


async def _find_untrue(case: Case, permit_id: str) -> None:
    city = case.city
    author, second = await city.inspector("health"), await city.inspector("health")
    task = await own_task(author, permit_id, "verification")
    item = await city.public("/catalogue/schemes/zhongshan/items/B1-04", "items are public")
    findings = [
        {
            "point_code": point["code"],
            "department": "health",
            "passed": point["code"] != UNTRUE_POINT,
            "note": "承诺安装的通风设施未安装" if point["code"] == UNTRUE_POINT else "",
        }
        for point in item.json()["checklist"]
    ]
    await complete(
        author,
        task,
        "failed",
        findings=findings,
        inspectors=[author.subject, second.subject],
        reasons=[{"code": UNTRUE_POINT, "text": "承诺不实：通风设施未安装"}],
        cause_of_revocation="false_commitment",
    )
    city.narrator.does(
        author.name,
        "and a colleague find that the promised ventilation was never installed (承诺不实) and "
        "name the cause: false commitment.",
    )


async def _let_hearing_period_pass(case: Case, permit_id: str) -> None:
    say = case.city.narrator
    permit = await _until_stage(case.owner, permit_id, "revocation_proposed")
    inbox = await case.owner.get("/notices", "her inbox can be read", limit=100)
    told = [
        notice
        for notice in inbox["entries"]
        if notice["template"] == "revocation_proposed" and notice["stream"] == permit_id
    ]
    require(told and told[0]["seal"], "the holder is told under seal", told)
    until_day = permit["hearing_until"]
    say.answers(
        "Revocation is proposed (拟撤销告知), told to the holder under seal: she may ask for a "
        f"hearing (听证) until {day(until_day)}. The permit still stands: {permit['status']}."
    )
    say.does(case.owner.name, "does not ask for a hearing.")
    last = datetime.combine(date.fromisoformat(until_day), time.max, BEIJING)
    why = "The law gives her five working days (行政许可法 47)."
    await case.city.move_past(permit_workflow_id(permit_id), in_office(last), why)


async def _revoke(case: Case, permit_id: str) -> None:
    say = case.city.narrator
    await _until_stage(case.owner, permit_id, "revocation_decision")
    reviewer = await case.city.reviewer("health")
    task = await own_task(reviewer, permit_id, "revocation")
    decided = await complete(reviewer, task, "revoke")
    permit = await _until_stage(case.owner, permit_id, "ended")
    require(permit["status"] == "revoked", "the permit is revoked", permit["status"])
    say.does(reviewer.name, f"revokes the permit (撤销) on {moment(decided['at'])}.")
    cause = permit["cause_of_revocation"].replace("_", " ")
    remedies = ", ".join(remedy.replace("_", " ") for remedy in permit["remedies"])
    require(permit["bar_until"] and remedies, "bar and remedies are told", permit)
    owed = "owed" if permit["compensation_owed"] else "not owed"
    say.answers(f"The decision tells her: cause {cause}; compensation {owed};")
    say.rows(
        [
            (
                "bar 禁止期",
                f"no new hygiene permit until {day(permit['bar_until'])} (行政许可法 79)",
            ),
            ("remedies 救济途径", remedies),
        ]
    )


async def _show_publicly(case: Case, view: View, number: str) -> None:
    city, say, code = case.city, case.city.narrator, view["licence"]["licence_code"]
    shown = await statuses_shown(case, code)
    others = {status for permit, status in shown.items() if permit != number}
    require(
        shown[number] == "revoked" and others == {"valid"},
        "the public page shows this permit alone as revoked",
        shown,
    )
    html = await save_public_page(case, code, "", "one revoked")
    require("已撤销" in html, "the page says so in Chinese", "no 已撤销")
    answer = (await city.public("/public/status-list", "the status list is public")).json()
    signed = await city.check_offline(answer["token"], STATUS_LIST, "the status list")
    require(
        signed["statuses"].get(number) == "revoked", "the status list names it", signed["statuses"]
    )
    say.answers(
        f"At once the page behind the code shows {number} as 已撤销 revoked and the other "
        f"{len(shown) - 1} as valid; the signed status list tells it to offline checkers."
    )


async def _until_stage(owner: Person, permit_id: str, stage: str) -> Json:
    async def look() -> Json:
        return await _read(owner, permit_id)

    return await until(
        look, lambda permit: permit["stage"] == stage, expected=f"B1-04 reaches the stage {stage}"
    )


async def _read(owner: Person, permit_id: str) -> Json:
    return dict(await owner.get(f"/permits/{permit_id}", "the holder can read her permit"))


def _permit_id(view: View) -> str:
    permits = view["licence"]["permits"]
    return str(next(one["permit_id"] for one in permits if one["item_code"] == COMMITTED))
