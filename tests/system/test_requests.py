"""Requests to the applicant on the real servers: before and after, objections, disputes."""

from tests.system.city import City, Person
from tests.system.journeys import (
    Journey,
    accepted,
)
from tests.system.officials import FOOD, coded, order_of

LAYOUT = "food_premises_layout"


async def _asked(city: City) -> tuple[Journey, Person, str]:
    journey = await accepted(city, order_of(FOOD))
    task = await journey.open_task("review", FOOD)
    official = city.reviewer(task["departments"][0])
    gaps = [
        {"item_code": FOOD, "code": LAYOUT, "reason": "没有标明洗手池"},
        {
            "item_code": FOOD,
            "code": "food_safety_rules",
            "reason": "第三条所指为何",
            "wants": "explanation",
        },
    ]
    body = {"outcome": "request_supplement", "gaps": gaps}
    answer = await official.post(f"/tasks/{task['task_id']}/completion", body)
    assert answer.status_code == 200, answer.text
    return journey, official, f"/lanes/{FOOD}"


class TestRequests:
    async def test_show_before_and_after_and_open_only_what_was_asked_for(self, city: City) -> None:
        journey, official, lane = await _asked(city)
        document_id = await journey.applicant.upload(LAYOUT)
        papers = [{"paper_code": LAYOUT, "document_id": document_id}]
        locked = await journey.act(
            f"{lane}/supplement", {"papers": papers, "form": {"contact_phone": "13800138001"}}
        )
        assert coded(locked) == (422, "not_asked_for")
        assert locked.json()["field"] == "form.contact_phone"
        words = {"food_safety_rules": "指从业人员健康检查"}
        answered = await journey.act(
            f"{lane}/supplement", {"papers": papers, "explanations": words}
        )
        assert answered.status_code == 200, answered.text
        path = f"/applications/{journey.case_id}{lane}/requests"
        (request,) = (await official.get(path)).json()["requests"]
        assert request["status"] == "answered"
        changes = {change["code"]: change for change in request["changes"]}
        assert changes[LAYOUT]["after"] == document_id
        assert changes[LAYOUT]["before"] not in {None, document_id}
        assert changes["food_safety_rules"]["after"] == words["food_safety_rules"]
        (to_applicant,) = (await journey.applicant.get(path)).json()["requests"]
        assert to_applicant["requested_by"] == ""

    async def test_are_nobody_elses_business(self, city: City) -> None:
        journey, _, lane = await _asked(city)
        path = f"/applications/{journey.case_id}{lane}/requests"
        assert (await city.applicant().get(path)).status_code == 404
        assert (await city.reviewer("tobacco").get(path)).status_code == 404

    async def test_can_be_objected_to_and_dropped(self, city: City) -> None:
        journey, official, lane = await _asked(city)
        objected = await journey.act(f"{lane}/objection", {"reasons": "该图已标明"})
        assert objected.status_code == 200, objected.text
        path = f"/applications/{journey.case_id}{lane}/objection/answer"
        answer = {"upholds": False, "reasons": "经核对无误"}
        assert coded(await city.reviewer("tobacco").post(path, answer))[0] in {403, 404}
        assert (await official.post(path, answer)).status_code == 200
        assert (await journey.lane(FOOD))["status"] == "in_review"
        (notice,) = await journey.notices("objection_answered")
        assert notice["facts"]["upholds"] == "false"
        assert notice["seal"]

    async def test_are_decided_by_the_supervisor_when_they_are_disputed(self, city: City) -> None:
        journey, official, lane = await _asked(city)
        await journey.act(f"{lane}/objection", {"reasons": "该图已标明"})
        upheld = {"upholds": True, "reasons": "仍不清楚"}
        path = f"/applications/{journey.case_id}"
        assert (await official.post(f"{path}{lane}/objection/answer", upheld)).status_code == 200
        body = {"about": "request", "item_code": FOOD, "reasons": "请裁决"}
        assert (await journey.act("/disputes", body)).status_code == 200
        (dispute,) = (await journey.applicant.get(f"{path}/disputes")).json()
        ruling = {"sustained": True, "reasons": "图上确已标明"}
        where = f"{path}/disputes/{dispute['dispute_id']}/ruling"
        assert (await official.post(where, ruling)).status_code == 403
        assert (await city.supervisor().post(where, ruling)).status_code == 200
        assert coded(await city.supervisor().post(where, ruling)) == (409, "dispute_decided")
        assert (await journey.lane(FOOD))["status"] == "in_review"
        assert await journey.notices("dispute_decided")
