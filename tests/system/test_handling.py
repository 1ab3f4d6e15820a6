"""Who may handle a case on the real servers: leave, recusal, four eyes."""

from datetime import timedelta

from tests.system.city import City, Person
from tests.system.journeys import (
    ANSWERS,
    accepted,
    fresh_uscc,
    today,
)
from tests.system.officials import coded, ids, order_of, refuse, tobacco

FIREWORKS = "B1-17"


class TestLeave:
    async def test_sends_the_tasks_to_the_colleague_until_it_ends(self, city: City) -> None:
        journey, task_id = await tobacco(city)
        absent, colleague = city.reviewer("tobacco"), city.reviewer("tobacco")
        name = absent.actor.subject
        given = await city.supervisor().post(f"/tasks/{task_id}/reassignment", {"assignee": name})
        assert given.status_code == 200, given.text
        assert coded(await refuse(colleague, task_id)) == (403, "task_assigned_to_another")
        leave = await absent.post("/delegations", _leave(colleague))
        assert leave.status_code == 201, leave.text
        assert leave.json()["in_force"]
        of_colleague = {"assignee": colleague.actor.subject}
        assert await ids(colleague, **of_colleague) == [task_id]
        assert await ids(absent, assignee=name) == []
        actions = await colleague.get(f"/applications/{journey.case_id}/allowed-actions")
        may = {each["concerns"]: each["allowed"] for each in actions.json()}
        assert may[task_id]
        ended = await absent.post(f"/delegations/{leave.json()['delegation_id']}/ending")
        assert not ended.json()["in_force"]
        assert await ids(absent, assignee=name) == [task_id]
        assert coded(await refuse(colleague, task_id)) == (403, "task_assigned_to_another")
        assert (await absent.post("/delegations", _leave(colleague))).status_code == 201
        assert (await refuse(colleague, task_id)).status_code == 200
        (decided,) = [
            entry for entry in await journey.timeline() if entry["kind"] == "task_decided"
        ]
        assert decided["facts"]["acting_for"] == name

    async def test_is_one_span_at_a_time_and_no_chain(self, city: City) -> None:
        absent, colleague = city.reviewer("health"), city.reviewer("health")
        assert (await absent.post("/delegations", _leave(colleague))).status_code == 201
        again = await absent.post("/delegations", _leave(city.reviewer("health")))
        assert coded(again) == (409, "delegated_before")
        chained = await colleague.post("/delegations", _leave(city.reviewer("health")))
        assert coded(chained) == (409, "stands_in_himself")
        to_the_absent = await city.reviewer("health").post("/delegations", _leave(absent))
        assert coded(to_the_absent) == (409, "delegate_absent")

    async def test_is_refused_for_days_that_are_none_and_for_somebody_elses_tasks(
        self, city: City
    ) -> None:
        absent, colleague = city.reviewer("health"), city.reviewer("health")
        past = (today() - timedelta(days=1)).isoformat()
        for body, status, code in (
            (_leave(absent), 422, "delegate_is_oneself"),
            (_leave(colleague) | {"begins_on": past}, 422, "begins_in_the_past"),
            (_leave(colleague) | {"ends_on": past}, 422, "ends_before_it_begins"),
            (_leave(colleague) | {"principal": "somebody"}, 403, "not_your_leave"),
            (_leave(colleague) | {"department": "tobacco"}, 403, "not_your_leave"),
        ):
            assert coded(await absent.post("/delegations", body)) == (status, code)
        assert (await absent.get("/delegations")).json()["entries"] == []

    async def test_of_another_department_lets_nobody_in(self, city: City) -> None:
        _, task_id = await tobacco(city)
        absent, stranger = city.reviewer("tobacco"), city.reviewer("health")
        body = {"assignee": absent.actor.subject}
        await city.supervisor().post(f"/tasks/{task_id}/reassignment", body)
        assert (await absent.post("/delegations", _leave(stranger))).status_code == 201
        assert coded(await refuse(stranger, task_id)) == (404, "task_unknown")


def _leave(colleague: Person) -> dict[str, str]:
    return {
        "delegate": colleague.actor.subject,
        "begins_on": today().isoformat(),
        "ends_on": (today() + timedelta(days=5)).isoformat(),
        "reason": "年休假",
    }


class TestRecusal:
    async def test_keeps_an_official_from_claiming_deciding_and_being_given_the_task(
        self, city: City
    ) -> None:
        journey, task_id = await tobacco(city)
        official = city.reviewer("tobacco")
        body = {"subject": official.actor.subject, "reasons": "系申请人近亲属"}
        declared = await official.post(f"/applications/{journey.case_id}/exclusions", body)
        assert declared.status_code == 200, declared.text
        for refused in (
            await official.post(f"/tasks/{task_id}/claim"),
            await refuse(official, task_id),
            await city.supervisor().post(
                f"/tasks/{task_id}/reassignment", {"assignee": official.actor.subject}
            ),
        ):
            assert coded(refused) == (403, "conflict_of_interest")
            assert refused.json()["rule"] == "公务员法 76"
        assert (await refuse(city.reviewer("tobacco"), task_id)).status_code == 200

    async def test_from_a_business_reaches_its_other_cases(self, city: City) -> None:
        uscc = fresh_uscc()
        first, _ = await tobacco(city, uscc=uscc)
        other, task_id = await tobacco(city, uscc=uscc)
        official = city.reviewer("tobacco")
        body = {
            "subject": official.actor.subject,
            "reasons": "持有该企业股份",
            "whole_business": True,
        }
        path = f"/applications/{first.case_id}/exclusions"
        assert (await city.supervisor().post(path, body)).status_code == 200
        assert coded(await official.post(f"/tasks/{task_id}/claim")) == (
            403,
            "conflict_of_interest",
        )
        assert coded(await refuse(official, task_id)) == (403, "conflict_of_interest")
        actions = await official.get(f"/applications/{other.case_id}/allowed-actions")
        of_task = [one for one in actions.json() if one["concerns"] == task_id]
        assert [one["reason"] for one in of_task] == ["conflict_of_interest"]
        entries = (await city.supervisor().get(path)).json()
        assert [each["subject"] for each in entries] == [official.actor.subject]

    async def test_is_not_told_to_the_applicant_by_name(self, city: City) -> None:
        journey, _ = await tobacco(city)
        official = city.reviewer("tobacco")
        body = {"subject": official.actor.subject, "reasons": "系申请人近亲属"}
        await official.post(f"/applications/{journey.case_id}/exclusions", body)
        (entry,) = [e for e in await journey.timeline() if e["kind"] == "official_excluded"]
        assert (entry["facts"], entry["actor"]) == ({}, "")

    async def test_is_explained_to_the_supervisor_and_to_no_colleague(self, city: City) -> None:
        journey, _ = await tobacco(city)
        official, colleague = city.reviewer("tobacco"), city.reviewer("tobacco")
        where = f"/applications/{journey.case_id}"
        body = {"subject": official.actor.subject, "reasons": "系申请人近亲属"}
        await official.post(f"{where}/exclusions", body)
        for reader, told in ((colleague, False), (official, True), (city.supervisor(), True)):
            (shown,) = (await reader.get(f"{where}/exclusions")).json()
            assert (shown["reasons"] == body["reasons"]) is told
            entries = (await reader.get(f"{where}/timeline", limit=500)).json()["entries"]
            (entry,) = [each for each in entries if each["kind"] == "official_excluded"]
            assert bool(entry["facts"]) is told
            assert (await reader.get(f"{where}/notices")).status_code == 200


class TestFourEyes:
    async def test_one_recommends_and_another_signs(self, city: City) -> None:
        order = order_of(FIREWORKS)
        order.answers = ANSWERS | {
            "specialities": ["fireworks_retail"],
            "fireworks_trade": "retail",
        }
        journey = await accepted(city, order)
        task = await journey.open_task("review", FIREWORKS)
        first, second = (city.reviewer(task["departments"][0]) for _ in range(2))
        shown = (await first.get(f"/tasks/{task['task_id']}")).json()
        reasons = [{"code": shown["grounds"][0], "text": "不符合条件"}]
        path = f"/tasks/{task['task_id']}/completion"
        alone = await first.post(path, {"outcome": "refuse", "reasons": reasons})
        assert coded(alone) == (422, "outcome_does_not_fit")
        body = {"outcome": "recommend_refuse", "reasons": reasons}
        assert (await first.post(path, body)).status_code == 200
        signing = await journey.open_task("signing", FIREWORKS)
        where = f"/tasks/{signing['task_id']}/completion"
        assert coded(await first.post(where, {"outcome": "refuse"})) == (403, "four_eyes")
        assert (await journey.lane(FIREWORKS))["recommended"] is None
        assert (await second.post(where, {"outcome": "refuse"})).status_code == 200
        lane = await journey.lane(FIREWORKS)
        assert (lane["status"], lane["reasons"]) == ("refused", reasons)
        assert lane["remedies"]
