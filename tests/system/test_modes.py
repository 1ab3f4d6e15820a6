"""The ways of the four modes on the real servers: instant, single commitments, the dual track."""

from typing import Any
from uuid import uuid4

import pytest

from tests.system.city import City, Person
from tests.system.journeys import ANSWERS, Journey, Order, accepted, draft_body, fresh_uscc, today

BOOKS = "B2-14"
ANSWERS_OF_BOOKS = {
    **ANSWERS,
    "specialities": ["publications"],
    "publications_business": "retail",
    "sells_audio_visual": False,
}
SHOP = {"publication_sales_channel": "shop", "publication_scope": "books_and_periodicals"}
FLAGGED = {"flags": ["serious_dishonesty"]}


def person() -> str:
    return f"person-{uuid4().hex[:12]}"


async def books_body(
    city: City, applicant: Person, handling_person: str, **form: str
) -> dict[str, Any]:
    order = Order(
        (BOOKS,),
        answers=dict(ANSWERS_OF_BOOKS),
        uscc=fresh_uscc(),
        handling_person=handling_person,
    )
    body = await draft_body(city, applicant, order)
    body["form"] |= {**SHOP, **form}
    return body


async def books(city: City, handling_person: str = "", **form: str) -> Journey:
    applicant = city.applicant()
    body = await books_body(city, applicant, handling_person or person(), **form)
    answer = await applicant.post("/applications", body)
    assert answer.status_code == 201, answer.text
    journey = Journey(city, applicant, answer.json()["case_id"])
    await journey.until(lambda view: view["accepted_at"] is not None)
    return journey


async def ways_of(applicant: Person, body: dict[str, Any]) -> dict[str, Any]:
    draft = await applicant.post("/drafts", body)
    assert draft.status_code == 201, draft.text
    answer = await applicant.get(f"/drafts/{draft.json()['draft_id']}/ways")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


class TestInstantApproval:
    async def test_grants_without_a_person_when_every_rule_is_met(self, city: City) -> None:
        journey = await books(city)
        view = await journey.until_closed()
        assert (view["ending"], view["service_grade"]) == ("completed", "fast")
        assert view["lanes"][0]["route"] == "instant"
        assert "task_opened" not in await journey.kinds()

    async def test_leads_to_a_reviewer_when_a_rule_is_not_met(self, city: City) -> None:
        journey = await books(city, publication_sales_channel="online")
        lane = await journey.lane(BOOKS)
        assert (lane["route"], lane["route_reason"]) == ("review", "quantified_rules_not_met")
        assert (await journey.view())["service_grade"] == "good"
        assert (await journey.grant(BOOKS)).status_code == 200

    async def test_is_closed_to_a_party_below_the_credit_standard(self, city: City) -> None:
        who = person()
        await city.share("credit", subject=who, **FLAGGED)
        lane = await (await books(city, who)).lane(BOOKS)
        assert (lane["route"], lane["route_reason"]) == ("review", "excluded_by_credit")

    async def test_is_a_published_list_with_rules_and_sources(self, city: City) -> None:
        answer = await city.applicant().get("/catalogue/instant-list")
        listed = {entry["item_code"]: entry for entry in answer.json()}
        assert set(listed) >= {"BL-00", BOOKS}
        assert listed[BOOKS]["sampling_percent"] > 0
        assert all(rule["source"] for entry in listed.values() for rule in entry["rules"])

    async def test_the_list_of_an_unknown_scheme_is_told(self, city: City) -> None:
        answer = await city.applicant().get("/catalogue/instant-list", scheme="nowhere")
        assert answer.status_code == 404


class TestWays:
    async def test_say_beforehand_what_will_happen_and_why(self, city: City) -> None:
        applicant, who = city.applicant(), person()
        body = await books_body(city, applicant, who)
        open_now = await ways_of(applicant, body)
        assert (open_now["items"][0]["route"], open_now["service_grade"]) == ("instant", "fast")
        await city.share("credit", subject=who, **FLAGGED)
        closed = await ways_of(applicant, body)
        assert closed["excluded_by_credit"]
        assert closed["items"][0]["ways"][0] == {
            "route": "instant",
            "is_open": False,
            "reason": "excluded_by_credit",
            "source": "R74",
        }
        assert closed["items"][0]["route"] == "review"

    async def test_are_told_to_the_drafts_owner_alone(self, city: City) -> None:
        applicant = city.applicant()
        draft = await applicant.post("/drafts", {"scheme": "zhongshan", "items": [BOOKS]})
        address = f"/drafts/{draft.json()['draft_id']}/ways"
        assert (await city.applicant().get(address)).status_code == 404

    async def test_of_a_draft_without_items_are_refused_by_field(self, city: City) -> None:
        applicant = city.applicant()
        draft = await applicant.post("/drafts", {"scheme": "zhongshan"})
        answer = await applicant.get(f"/drafts/{draft.json()['draft_id']}/ways")
        assert (answer.status_code, answer.json()["field"]) == (422, "items")


def partly_committed(covers: str, item: str = "B1-02") -> dict[str, object]:
    commitment = {"item_code": item, "document_id": "", "signature": "signed", "covers": covers}
    return {"commitments": [commitment]}


class TestSingleCommitment:
    async def hand_in(self, city: City, who: str = "") -> Journey:
        """Replace the safety rules of the food permit by a commitment."""
        applicant = city.applicant()
        paper = replaceable_paper(city)
        order = Order(
            ("B1-02",), uscc=fresh_uscc(), leave_out=(paper,), handling_person=who or person()
        )
        letter = await applicant.upload("commitment")
        order.more = partly_committed(paper)
        order.more["commitments"][0]["document_id"] = letter  # type: ignore[index]
        return await accepted(city, order, applicant)

    async def test_stands_in_for_the_paper_and_owes_its_check(self, city: City) -> None:
        journey = await self.hand_in(city)
        assert (await journey.lane("B1-02"))["route"] == "review"
        assert (await journey.inspect()).status_code == 200
        assert (await journey.grant("B1-02")).status_code == 200
        view = await journey.until_closed()
        assert view["licence"]["permits"][0]["verification_due_on"]
        assert "decision_signed" in await journey.kinds()

    async def test_cannot_be_asked_for_by_the_reviewer(self, city: City) -> None:
        journey = await self.hand_in(city)
        gaps = [{"item_code": "B1-02", "code": replaceable_paper(city), "reason": "missing"}]
        answer = await journey.complete("review", "B1-02", "request_supplement", gaps=gaps)
        assert (answer.status_code, answer.json()["code"]) == (422, "replaced_by_commitment")

    async def test_falls_away_when_a_flag_is_found_on_deciding(self, city: City) -> None:
        who = person()
        journey = await self.hand_in(city, who)
        assert (await journey.inspect()).status_code == 200
        await city.share("credit", subject=who, **FLAGGED)
        assert (await journey.grant("B1-02")).status_code == 200
        view = await journey.until_lanes(B1_02="in_review")
        blockers = [b["code"] for b in view["lanes"][0]["decision_blockers"]]
        assert blockers == ["replaced_paper_missing"]

    @pytest.mark.parametrize("covers", ["food_premises_layout", "no_such_paper"])
    async def test_is_refused_for_what_cannot_be_replaced(self, city: City, covers: str) -> None:
        applicant = city.applicant()
        order = Order(("B1-02",), uscc=fresh_uscc(), more=partly_committed(covers))
        order.more["commitments"][0]["document_id"] = await applicant.upload("commitment")  # type: ignore[index]
        answer = await applicant.post("/applications", await draft_body(city, applicant, order))
        assert answer.status_code == 422
        told = [(each["field"], each["code"]) for each in answer.json()["errors"]]
        assert told == [("commitments.0.covers", "not_replaceable_by_commitment")]


def replaceable_paper(city: City) -> str:
    """A must-have or deferrable paper of the food permit that a commitment replaces."""
    (item,) = city.resources.catalogue.slice("zhongshan", ("B1-02",), on=today()).items
    return next(paper.code for paper in item.papers if paper.replaceable_by_commitment)


class TestCommitmentDocuments:
    async def ask(self, city: City, applicant: Person, **more: object) -> Any:
        body = {
            "scheme": "zhongshan",
            "items": ["B1-04", "B1-02"],
            "answers": ANSWERS,
            "business": {"name": "中山市测试超市", "district": "442000"},
            "item_code": "B1-04",
            **more,
        }
        return await applicant.post("/commitments/documents", body)

    async def test_are_made_out_fetched_and_signed(self, city: City) -> None:
        applicant = city.applicant()
        made = await self.ask(city, applicant)
        assert made.status_code == 201, made.text
        for name in ("notice", "letter"):
            file = await applicant.get(f"/documents/{made.json()[f'{name}_document_id']}")
            assert file.content.startswith(b"%PDF")
        order = Order(("B1-04",), uscc=fresh_uscc())
        body = await draft_body(city, applicant, order)
        body["commitments"][0]["document_id"] = made.json()["letter_document_id"]
        answer = await applicant.post("/applications", body)
        assert answer.status_code == 201, answer.text

    async def test_name_the_one_paper_they_cover(self, city: City) -> None:
        covers = replaceable_paper(city)
        made = await self.ask(city, city.applicant(), item_code="B1-02", covers=covers)
        assert (made.status_code, made.json()["covers"]) == (201, covers)

    @pytest.mark.parametrize(
        ("more", "field", "code"),
        [
            ({"item_code": "B1-06"}, "item_code", "item_not_chosen"),
            ({"item_code": "B1-02"}, "item_code", "commitment_not_open"),
            ({"covers": "no_such_paper"}, "covers", "not_replaceable_by_commitment"),
            ({"items": ["X"]}, "items", "item_unknown"),
            ({"business": None}, "business", "field_missing"),
        ],
    )
    async def test_are_refused_by_field(
        self, city: City, more: dict[str, object], field: str, code: str
    ) -> None:
        answer = await self.ask(city, city.applicant(), **more)
        assert answer.status_code in {404, 422}, answer.text
        assert (answer.json()["field"], answer.json()["code"]) == (field, code)

    async def test_are_not_made_out_for_a_party_that_credit_excludes(self, city: City) -> None:
        who = person()
        await city.share("credit", subject=who, **FLAGGED)
        answer = await self.ask(city, city.applicant(), handling_person=who)
        assert (answer.status_code, answer.json()["code"]) == (409, "excluded_by_credit")


class TestTraditionalWay:
    async def hand_in(self, city: City) -> tuple[Person, dict[str, Any]]:
        applicant = city.applicant()
        order = Order(("B1-01", "B1-08"), uscc=fresh_uscc(), more={"traditional": True})
        answer = await applicant.post("/applications", await draft_body(city, applicant, order))
        assert answer.status_code == 201, answer.text
        return applicant, dict(answer.json())

    async def test_makes_one_case_for_each_item_and_links_them(self, city: City) -> None:
        applicant, receipt = await self.hand_in(city)
        separate = receipt["separate"]
        assert [each["item_code"] for each in separate] == ["B1-01", "B1-08"]
        assert all(each["seal"] for each in separate)
        ids = [each["case_id"] for each in separate]
        assert len(set(ids)) == 2
        for own, other in (ids, ids[::-1]):
            view = await Journey(city, applicant, own).until_closed()
            assert (view["traditional"], view["linked_cases"]) == (True, [other])
            assert len(view["lanes"]) == 1

    async def test_runs_no_clock_of_joint_handling(self, city: City) -> None:
        applicant, receipt = await self.hand_in(city)
        journey = Journey(city, applicant, receipt["case_id"])
        await journey.until_closed()
        clocks = await applicant.get(f"/applications/{journey.case_id}/clock")
        assert "joint_cap" not in str(clocks.json())

    async def test_takes_the_licence_before_the_permits(self, city: City) -> None:
        applicant = city.applicant()
        order = Order(("BL-00", "B1-08"), more={"traditional": True})
        answer = await applicant.post("/applications", await draft_body(city, applicant, order))
        told = [(each["field"], each["code"]) for each in answer.json()["errors"]]
        assert ("items", "registration_first") in told

    async def test_answers_a_repeated_request_with_the_same_cases(self, city: City) -> None:
        applicant = city.applicant()
        order = Order(("B1-01", "B1-08"), uscc=fresh_uscc(), more={"traditional": True})
        body = await draft_body(city, applicant, order)
        key = uuid4().hex
        first = await applicant.post("/applications", body, key=key)
        again = await applicant.post("/applications", body, key=key)
        assert first.json() == again.json()


class TestScope:
    async def test_is_a_public_list_with_the_push_list_beside_it(self, city: City) -> None:
        answer = await city.api.get("/v1/catalogue/scope")
        listed = {entry["code"]: entry for entry in answer.json()}
        assert listed["tobacco_retail"]["items"] == ["B1-06"]
        assert listed["tobacco_retail"]["departments"] == ["tobacco"]

    async def test_guidance_says_which_permits_follow_and_who_is_told(self, city: City) -> None:
        body = {"scheme": "zhongshan", "answers": ANSWERS, "scope": ["tobacco_retail", "food_sale"]}
        answer = await city.api.post("/v1/guidance", json=body)
        assert answer.status_code == 200, answer.text
        scope = answer.json()["scope"]
        assert scope["permits"] == ["B1-06", "B1-02"]
        told = {each["department"] for each in scope["departments_told"]}
        assert told == {"tobacco", "market_regulation"}

    async def test_an_unknown_entry_is_told_by_its_place(self, city: City) -> None:
        body = {"scheme": "zhongshan", "answers": ANSWERS, "scope": ["food_sale", "nonsense"]}
        answer = await city.api.post("/v1/guidance", json=body)
        assert (answer.status_code, answer.json()["field"]) == (422, "scope.1")

    async def test_a_scope_that_lacks_the_entry_is_no_ground_to_ask_or_refuse(
        self, city: City
    ) -> None:
        order = Order(("B1-06",), uscc=fresh_uscc(), scope=("business_consulting",))
        journey = await accepted(city, order)
        for outcome, more in (
            ("refuse", {"reasons": [{"code": "business_scope", "text": "经营范围没有烟草"}]}),
            (
                "request_supplement",
                {"gaps": [{"item_code": "B1-06", "code": "business_scope", "reason": "missing"}]},
            ),
        ):
            answer = await journey.complete("review", "B1-06", outcome, **more)
            assert answer.status_code == 422, answer.text
            assert answer.json()["code"] in {"reason_outside_the_notice", "outside_the_notice"}


class TestServiceGrade:
    async def test_stands_beside_every_item_and_the_whole_notice(self, city: City) -> None:
        answer = await city.api.post(
            "/v1/guidance", json={"scheme": "zhongshan", "answers": ANSWERS}
        )
        notice = answer.json()
        grades = {item["code"]: item["service_grade"] for item in notice["items"]}
        assert (grades["B1-02"], grades["B1-06"]) == ("good", "good")
        assert {i["code"]: i["service_grade"] for i in notice["items"]}["B1-03"] is None
        assert grades["B1-08"] == "fast"
        assert notice["service_grade"] == "good"

    async def test_stands_in_the_catalogue(self, city: City) -> None:
        answer = await city.api.get("/v1/catalogue/schemes/zhongshan/items/B1-08")
        assert answer.json()["service_grade"] == "fast"
