"""One form: fields once each, a schema that a validator holds to, known values never silent."""

from typing import Any

import jsonschema_rs
import pytest

from domain.identifiers import is_valid_uscc
from tests.api.refusals import faults_of, problem_of
from tests.system.city import City, Person
from tests.system.journeys import ANSWERS, Order, accepted, draft_body, fresh_uscc

ITEMS = ["BL-00", "B1-02", "B1-04"]
GOOD_USCC = "91442000MA0000015B"
REGISTERED = {"name": "中山市石岐区晨光茶楼", "district": "442000", "registered_on": "2025-03-03"}


async def form(city: City, caller: Person | None = None, **body: Any) -> dict[str, Any]:
    asked = {"scheme": "zhongshan", "items": ITEMS, "answers": ANSWERS, **body}
    answer = await (
        caller.post("/forms", asked) if caller else city.api.post("/v1/forms", json=asked)
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_each_field_stands_once_with_everybody_who_needs_it(city: City) -> None:
    told = await form(city)
    codes = [field["code"] for field in told["fields"]]
    assert len(codes) == len(set(codes))
    name = next(field for field in told["fields"] if field["code"] == "business_name")
    assert {need["item_code"] for need in name["needed_by"]} == set(ITEMS)
    assert all(need["source"] for field in told["fields"] for need in field["needed_by"])


async def test_the_burden_is_that_of_the_items_one_by_one_beside_the_one_form(city: City) -> None:
    burden = (await form(city))["burden"]
    alone = [(await form(city, items=[code]))["burden"]["together"] for code in ITEMS]
    assert burden["separately"]["fields"] == sum(each["fields"] for each in alone)
    assert burden["separately"]["papers"] == sum(each["papers"] for each in alone)
    assert burden["together"]["fields"] < burden["separately"]["fields"]
    assert burden["together"]["papers"] < burden["separately"]["papers"]


class TestSchema:
    async def test_is_a_schema_of_draft_2020_12_with_an_id_and_titles(self, city: City) -> None:
        schema = (await form(city))["json_schema"]
        jsonschema_rs.meta.validate(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"].startswith("urn:tongxing:form:zhongshan:")
        for told in schema["properties"].values():
            assert told["title"] == told["x-title"]["zh"]
            assert told["x-title"]["en"]

    async def test_has_the_same_id_for_the_same_form_and_another_for_another(
        self, city: City
    ) -> None:
        first, again = await form(city), await form(city)
        other = await form(city, items=["B1-06"])
        assert first["json_schema"]["$id"] == again["json_schema"]["$id"]
        assert first["json_schema"]["$id"] != other["json_schema"]["$id"]

    async def test_takes_what_the_application_takes(self, city: City) -> None:
        schema = (await form(city))["json_schema"]
        body = await draft_body(city, city.applicant(), Order(tuple(ITEMS)))
        values = {**body["form"], "business_name": "测试", "district": "442000"}
        jsonschema_rs.validator_for(schema, validate_formats=True).validate(values)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("contact_phone", "call me"),
            ("legal_representative_id", "12"),
            ("floor_area", "large"),
            ("opening_date", "2027-02-30"),
            ("food_business_form", "circus"),
            ("business_name", ""),
            ("business_name", "长" * 121),
            ("colour", "red"),
        ],
    )
    async def test_refuses_what_the_application_refuses(
        self, city: City, field: str, value: str
    ) -> None:
        schema = (await form(city))["json_schema"]
        body = await draft_body(city, city.applicant(), Order(tuple(ITEMS)))
        values = {**body["form"], "business_name": "测试", "district": "442000", field: value}
        assert not jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(values)

    async def test_describes_the_check_digits_that_it_cannot_check(self, city: City) -> None:
        schema = (await form(city, items=["B1-06"]))["json_schema"]
        told = schema["properties"]["uscc"]
        assert told["x-rule"]["source"] == "GB 32100-2015"
        wrong = GOOD_USCC[:-1] + "C"
        alone = {"type": "string", "pattern": told["pattern"]}
        assert jsonschema_rs.validator_for(alone).is_valid(wrong)
        assert not is_valid_uscc(wrong)


class TestKnownValues:
    async def test_the_registry_is_told_with_source_and_date(self, city: City) -> None:
        uscc = fresh_uscc()
        await city.share("registrations", uscc=uscc, **REGISTERED)
        told = (await form(city, uscc=uscc))["prefilled"]
        assert told["business_name"]["value"] == REGISTERED["name"]
        assert told["business_name"]["source"] == "registry"
        assert told["business_name"]["reference"] == uscc
        assert told["business_name"]["date"]

    async def test_a_registry_that_is_down_is_pending(self, city: City) -> None:
        await city.switch("registrations", "down")
        try:
            told = await form(city, uscc=fresh_uscc())
        finally:
            await city.switch("registrations", "ok")
        assert told["pending"] == ["registry"]
        assert told["prefilled"] == {}

    async def test_earlier_cases_are_told_to_their_owner_only(self, city: City) -> None:
        uscc, owner = fresh_uscc(), city.applicant()
        await accepted(city, Order(("B1-06",), uscc=uscc), owner)
        mine = (await form(city, owner, uscc=uscc))["prefilled"]
        assert mine["contact_phone"]["source"] == "earlier_case"
        assert mine["contact_phone"]["reference"].startswith("ZH")
        for stranger in (city.applicant(), None):
            theirs = (await form(city, stranger, uscc=uscc))["prefilled"]
            assert "contact_phone" not in theirs

    async def test_what_was_read_from_an_uploaded_paper_is_told_to_its_owner(
        self, city: City
    ) -> None:
        owner, facts = city.applicant(), {"contact_phone": "0760 8866 0000", "strange": "x"}
        document_id = await owner.upload("food_premises_layout", facts=facts)
        told = (await form(city, owner))["prefilled"]["contact_phone"]
        assert (told["value"], told["source"]) == (facts["contact_phone"], "uploaded")
        assert told["reference"] == document_id
        assert "contact_phone" not in (await form(city, city.applicant()))["prefilled"]

    @pytest.mark.parametrize("facts", ["no JSON", "[]", '{"contact_phone": 1}', '{"a b": "c"}'])
    async def test_facts_that_are_no_texts_by_field_are_refused(
        self, city: City, facts: str
    ) -> None:
        answer = await city.applicant().send_file("food_premises_layout", facts=facts)
        assert (answer.status_code, answer.json()["code"]) == (422, "facts_malformed")
        assert answer.json()["field"] == "facts"

    async def test_contents_of_certificates_are_told_to_their_owner_only(self, city: City) -> None:
        uscc, owner, claimant = fresh_uscc(), city.applicant(), city.applicant()
        granted = await accepted(city, Order(("B1-06",), uscc=uscc), owner)
        assert (await granted.inspect()).status_code == 200
        assert (await granted.grant("B1-06")).status_code == 200
        await granted.until_closed()
        await accepted(city, Order(("B1-08",), uscc=uscc), claimant)
        await city.share(
            "certificates",
            holder=uscc,
            certificate_type="citizen_identity_card",
            number="C1",
            issued_by="public_security",
            issued_on="2020-01-05",
            facts={"legal_representative_name": "王小明"},
        )
        mine = (await form(city, owner, uscc=uscc))["prefilled"]
        assert mine["legal_representative_name"]["value"] == "王小明"
        assert mine["legal_representative_name"]["source"] == "certificate"
        assert mine["legal_representative_name"]["reference"] == "C1"
        for other in (claimant, city.applicant(), None):
            theirs = (await form(city, other, uscc=uscc))["prefilled"]
            assert theirs.get("legal_representative_name", {}).get("value") != "王小明"

    async def test_a_code_with_wrong_check_digits_is_refused(self, city: City) -> None:
        body = {"scheme": "zhongshan", "items": ITEMS, "answers": ANSWERS}
        answer = await city.api.post("/v1/forms", json={**body, "uscc": GOOD_USCC[:-1] + "C"})
        assert problem_of(answer, 422, "uscc_invalid")["field"] == "uscc"


async def prefilled_draft(city: City, owner: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """A draft of a business that the registry knows, with everything but name and district."""
    uscc = fresh_uscc()
    await city.share("registrations", uscc=uscc, **REGISTERED)
    body = await draft_body(city, owner, Order(("B1-08",), uscc=uscc))
    body["business"] = {"uscc": uscc}
    answer = await owner.post("/drafts", body)
    assert answer.status_code == 201, answer.text
    return body, answer.json()


class TestConfirming:
    async def test_a_prefilled_value_is_shown_apart_and_not_submitted_silently(
        self, city: City
    ) -> None:
        owner = city.applicant()
        _, draft = await prefilled_draft(city, owner)
        assert draft["prefilled"]["business_name"]["value"] == REGISTERED["name"]
        assert "business_name" not in draft["content"]["form"]
        refused = await owner.post(f"/drafts/{draft['draft_id']}/submission")
        problem = problem_of(refused, 422, "prefill_not_confirmed")
        assert problem["rule"] == "R46"
        told = faults_of(refused)
        assert told["form.business_name"] == told["form.district"] == "prefill_not_confirmed"

    async def test_confirmed_values_are_handed_in_and_recorded(self, city: City) -> None:
        owner = city.applicant()
        body, draft = await prefilled_draft(city, owner)
        path = f"/drafts/{draft['draft_id']}"
        kept = await owner.put(path, {**body, "confirmed": list(draft["prefilled"])})
        assert kept.json()["faults"] == []
        receipt = await owner.post(f"{path}/submission")
        assert receipt.status_code == 201, receipt.text
        case = (await owner.get(f"/applications/{receipt.json()['case_id']}")).json()
        assert case["business_name"] == REGISTERED["name"]
        recorded = {each["field"]: each for each in case["confirmed"]}
        assert recorded["business_name"]["source"] == "registry"
        assert case["burden"]["prefilled"] == len(recorded) > 0

    async def test_a_changed_value_takes_the_place_of_the_prefilled_one(self, city: City) -> None:
        owner = city.applicant()
        body, draft = await prefilled_draft(city, owner)
        path = f"/drafts/{draft['draft_id']}"
        business = {**body["business"], "name": "中山市新名茶楼", "district": "442000"}
        kept = await owner.put(path, {**body, "business": business})
        assert kept.json()["faults"] == []
        receipt = await owner.post(f"{path}/submission")
        case = (await owner.get(f"/applications/{receipt.json()['case_id']}")).json()
        assert case["business_name"] == "中山市新名茶楼"
        assert case["confirmed"] == []

    async def test_a_value_that_was_never_shown_cannot_be_confirmed_beforehand(
        self, city: City
    ) -> None:
        owner, uscc = city.applicant(), fresh_uscc()
        await city.share("registrations", uscc=uscc, **REGISTERED)
        body = await draft_body(city, owner, Order(("B1-08",), uscc=uscc))
        body |= {"business": {"uscc": uscc}, "confirmed": ["business_name", "district"]}
        draft = (await owner.post("/drafts", body)).json()
        assert draft["prefilled"]["business_name"]["confirmed_at"] is None
        refused = await owner.post(f"/drafts/{draft['draft_id']}/submission")
        assert faults_of(refused)["form.business_name"] == "prefill_not_confirmed"

    async def test_there_is_nothing_to_confirm_where_nothing_is_known(self, city: City) -> None:
        owner = city.applicant()
        body = await draft_body(city, owner, Order(("B1-08",), uscc=fresh_uscc()))
        body["confirmed"] = ["address"]
        assert faults_of(await owner.post("/applications", body))["confirmed.0"] == "not_prefilled"

    async def test_a_value_of_the_registry_stays_known_while_the_registry_is_down(
        self, city: City
    ) -> None:
        owner = city.applicant()
        body, draft = await prefilled_draft(city, owner)
        await city.switch("registrations", "down")
        try:
            kept = await owner.put(f"/drafts/{draft['draft_id']}", body)
        finally:
            await city.switch("registrations", "ok")
        assert kept.json()["pending"] == ["registry"]
        assert kept.json()["prefilled"]["business_name"]["value"] == REGISTERED["name"]


class TestPapersOfADraft:
    async def test_tell_what_is_held_uploaded_found_and_to_bring(self, city: City) -> None:
        owner, uscc = city.applicant(), fresh_uscc()
        await city.share(
            "certificates",
            holder=uscc,
            certificate_type="citizen_identity_card",
            number="C2",
            issued_by="public_security",
            issued_on="2020-01-05",
        )
        await owner.upload("food_premises_layout")
        body = {"scheme": "zhongshan", "items": ["B1-02"], "answers": ANSWERS}
        body |= {"business": {"name": "测试", "district": "442000", "uscc": uscc}}
        draft = (await owner.post("/drafts", body)).json()
        standing = {paper["paper_code"]: paper["standing"] for paper in draft["papers"]}
        assert standing["legal_representative_identity"] == "found"
        assert standing["food_premises_layout"] == "uploaded"
        assert standing["food_safety_rules"] == "to_bring"

    async def test_are_pending_while_their_source_is_down(self, city: City) -> None:
        owner = city.applicant()
        body = {"scheme": "zhongshan", "items": ["B1-02"], "answers": ANSWERS}
        body |= {"business": {"name": "测试", "district": "442000", "uscc": fresh_uscc()}}
        await city.switch("certificates", "down")
        try:
            draft = (await owner.post("/drafts", body)).json()
        finally:
            await city.switch("certificates", "ok")
        standing = {paper["paper_code"]: paper["standing"] for paper in draft["papers"]}
        assert standing["legal_representative_identity"] == "pending"
        assert draft["pending"] == ["certificates"]


async def test_an_abolished_permit_cannot_be_applied_for(city: City) -> None:
    owner = city.applicant()
    answers = {**ANSWERS, "business_format": "restaurant"}
    order = Order(("B1-02", "B1-04"), answers=answers, declined=("B1-04",), uscc=fresh_uscc())
    body = await draft_body(city, owner, order)
    assert faults_of(await owner.post("/applications", body))["items.1"] == "item_abolished"


async def test_supervisors_see_the_burden_of_cases_beside_the_separate_way(city: City) -> None:
    await accepted(city, Order(("B1-02", "B1-06"), uscc=fresh_uscc()))
    answer = await city.supervisor().get("/statistics/burden")
    (zhongshan,) = answer.json()
    assert zhongshan["cases"] > 0
    assert zhongshan["fields"] < zhongshan["separate_fields"]
    assert not [name for name in zhongshan if "target" in name]
