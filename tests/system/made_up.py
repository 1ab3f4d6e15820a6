"""Cases of items that no catalogue has, to try one property of an item by itself."""

from dataclasses import replace
from uuid import uuid4

from api import calls
from catalog.calendar import working_calendar
from domain.catalogue import Item, Scheme
from tests.fakes.catalogue import slice_of
from tests.fakes.stories import submission_of
from tests.system.city import City
from tests.system.journeys import Journey


async def handed_in(city: City, *items: Item, scheme: Scheme | None = None) -> Journey:
    """Start a case of the items, as the API does it once a draft has no faults."""
    case_id, applicant = uuid4().hex, city.applicant()
    usual = submission_of(slice_of(*items, scheme_in_force=scheme), submitted_by=applicant.actor)
    submission = replace(
        usual,
        case_id=case_id,
        case_number=f"TEST-{case_id}",
        applicant=replace(usual.applicant, subject=applicant.actor.subject),
        business=replace(usual.business, business_id=f"b{case_id}"),
        calendar=working_calendar(),
    )
    await calls.submit(city.client, submission, f"submit-{case_id}", city.resources.entrance)
    return Journey(city, applicant, case_id)
