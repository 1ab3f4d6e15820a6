"""The papers of the application: uploaded, committed to, pledged, or shared by the city."""

from typing import Any

from stack.scenario import application_form as shop
from stack.scenario.city import City
from stack.scenario.expectations import require_success
from stack.scenario.people import Person

Json = dict[str, Any]


async def hand_in_papers(city: City, owner: Person, items: list[Json]) -> Json:
    """Upload what is to be brought, the signed commitment, and the pledge for what follows."""
    codes = shop.papers_to_bring(items)
    uploaded = [{"paper_code": code, "document_id": await owner.upload(code)} for code in codes]
    commitment, pledge = await owner.upload("commitment"), await owner.upload("pledge")
    city.narrator.does(
        owner.name,
        f"uploads {len(uploaded)} papers. Her staff's health certificates (健康证明) are not "
        "ready: she pledges to bring them later (容缺受理承诺). For the hygiene permit B1-04 she "
        "signs the 告知承诺书 (approval on commitment); for the fire check B1-05 she declines it "
        "and asks for the ordinary review.",
    )
    return {
        "papers": uploaded,
        "commitments": [
            {
                "item_code": shop.COMMITTED,
                "document_id": commitment,
                "signature": "synthetic-signature",
            }
        ],
        "pledges": [{"paper_code": shop.PLEDGED_PAPER, "document_id": pledge}],
    }


async def share_identity_card(city: City, draft_id: str) -> None:
    """Put her identity card where the city's data-sharing platform finds it.

    The simulated platform knows a business that has no code yet by the opaque id that its first
    case gives it.
    """
    certificate = {
        "holder": f"b{draft_id}",
        "certificate_type": "citizen_identity_card",
        "number": "synthetic",
        "issued_by": "公安机关",
        "issued_on": "2020-01-01",
    }
    answer = await city.simulator.put("/control/shared-data/certificates", json=certificate)
    require_success(answer, "the simulated data-sharing platform takes a certificate")
