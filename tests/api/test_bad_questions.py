"""Guidance and the catalogue asked about what they do not know."""

from typing import Any

import pytest

from tests.api.refusals import problem_of
from tests.system.city import City
from tests.system.journeys import ANSWERS

GUIDANCE: dict[str, tuple[dict[str, Any], int, str, str]] = {
    "scheme": ({"scheme": "atlantis"}, 404, "scheme_unknown", "scheme"),
    "theme": ({"theme": "open_circus"}, 404, "theme_unknown", "theme"),
    "question": ({"answers": {**ANSWERS, "a": 1}}, 422, "question_unknown", "answers.a"),
    "missing": ({"answers": {}}, 422, "answer_missing", "answers."),
    "kind": (
        {"answers": {**ANSWERS, "floor_area": False}},
        422,
        "answer_type",
        "answers.floor_area",
    ),
    "more": ({"colour": "red"}, 422, "request_malformed", "colour"),
    "theme and menu": ({"items": ["B1-02"]}, 422, "request_malformed", "body"),
    "code of a business": ({"uscc": "91442000MA0000015C"}, 422, "uscc_invalid", "uscc"),
    "hostile question": (
        {"answers": {**ANSWERS, "<script>": 1}},
        422,
        "request_malformed",
        "answers.<script>",
    ),
}


@pytest.mark.parametrize("name", GUIDANCE)
async def test_guidance_names_what_it_does_not_understand(city: City, name: str) -> None:
    change, status, code, field = GUIDANCE[name]
    body = {"scheme": "zhongshan", "theme": "open_supermarket", "answers": ANSWERS, **change}
    problem = problem_of(await city.api.post("/v1/guidance", json=body), status, code)
    assert problem["field"].startswith(field)


async def test_the_catalogue_knows_no_other_schemes_items_and_themes(city: City) -> None:
    wanted = {
        "/catalogue/schemes/atlantis/items": "scheme_unknown",
        "/catalogue/schemes/atlantis/items/B1-02": "scheme_unknown",
        "/catalogue/schemes/zhongshan/items/B9-99": "item_unknown",
        "/catalogue/questions?theme=open_circus": "theme_unknown",
        "/public/licences/TX00000000000000": "licence_unknown",
    }
    for path, code in wanted.items():
        problem_of(await city.api.get(f"/v1{path}"), 404, code)
