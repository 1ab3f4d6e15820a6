"""A document handed in once serves later cases of the same applicant too (R46)."""

from tests.system.city import City
from tests.system.journeys import Order, accepted, draft_body, fresh_uscc

IDENTITY = "legal_representative_identity"


async def test_a_document_reused_in_another_case_is_read_by_that_cases_department(
    city: City,
) -> None:
    applicant, uscc = city.applicant(), fresh_uscc()
    first = await accepted(city, Order(("B1-04",), uscc=uscc), applicant)
    papers = (await first.lane("B1-04"))["papers"]
    document_id = next(p["document_id"] for p in papers if p["paper_code"] == IDENTITY)
    path = f"/documents/{document_id}"
    market = city.reviewer("market_regulation")
    assert (await market.get(path)).status_code == 404

    body = await draft_body(city, applicant, Order(("B1-08",), uscc=uscc))
    for paper in body["papers"]:
        if paper["paper_code"] == IDENTITY:
            paper["document_id"] = document_id
    assert (await applicant.post("/applications", body)).status_code == 201
    assert (await market.get(path)).status_code == 200
    assert (await city.reviewer("health").get(path)).status_code == 200
    assert (await city.reviewer("tobacco").get(path)).status_code == 404


async def test_guidance_tells_which_papers_are_held_from_an_earlier_case(city: City) -> None:
    applicant = city.applicant()
    order = Order(("B1-04",), uscc=fresh_uscc())
    body = {"scheme": "zhongshan", "theme": "open_supermarket", "answers": order.answers}
    before = (await applicant.post("/guidance", body)).json()
    await accepted(city, order, applicant)
    after = (await applicant.post("/guidance", body)).json()
    assert not _held(before)
    assert IDENTITY in _held(after)


def _held(notice: dict[str, list[dict[str, list[dict[str, str]]]]]) -> set[str]:
    return {paper["code"] for item in notice["items"] for paper in item["papers"] if paper["held"]}
