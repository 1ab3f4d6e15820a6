"""Queries, paths and methods of the wrong shape: told by the parameter, never a failure."""

import pytest

from tests.api.refusals import problem_of
from tests.system.city import City

BAD_QUERIES = [
    ("/applications", {"cursor": "not-a-cursor"}, "cursor"),
    ("/applications", {"cursor": "W10"}, "cursor"),
    ("/applications", {"cursor": "WyJ4IiwgInkiXQ"}, "cursor"),
    ("/applications", {"cursor": "WyIyMDI2LTAxLTAxIiwgIlx1ZDgwMCJd"}, "cursor"),
    ("/applications", {"cursor": "x" * 401}, "cursor"),
    ("/applications", {"limit": "0"}, "limit"),
    ("/applications", {"limit": "101"}, "limit"),
    ("/applications", {"limit": "ten"}, "limit"),
    ("/applications", {"limit": "1.5"}, "limit"),
    ("/applications", {"status": "a\x00"}, "status"),
    ("/applications", {"item": "a\x00"}, "item"),
    ("/applications", {"light": "purple"}, "light"),
    ("/drafts", {"cursor": "\x00"}, "cursor"),
    ("/notices", {"cursor": "WyJ4Il0"}, "cursor"),
    ("/notices", {"cursor": "WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTk5Il0"}, "cursor"),
    ("/catalogue/questions", {"theme": "a\x00"}, "theme"),
]


@pytest.mark.parametrize(("path", "query", "field"), BAD_QUERIES)
async def test_a_bad_query_is_told_by_its_parameter(
    city: City, path: str, query: dict[str, str], field: str
) -> None:
    answer = await city.applicant().get(path, **query)
    assert problem_of(answer, 422)["field"] == field


@pytest.mark.parametrize("name", ["kind", "district", "assignee"])
async def test_a_filter_of_tasks_cannot_hold_what_postgres_cannot(city: City, name: str) -> None:
    answer = await city.reviewer("health").get("/tasks", **{name: "a\x00"})
    assert problem_of(answer, 422)["field"] == name


BAD_PATHS = {
    "/applications/not-an-id": "case_id",
    "/applications/%00": "case_id",
    f"/applications/{'A' * 32}": "case_id",
    f"/applications/{'0' * 33}": "case_id",
    f"/applications/{'0' * 32}/clock/moon/B1-02": "kind",
    "/drafts/1": "draft_id",
    "/documents/a%20b": "document_id",
    "/permits/1": "permit_id",
    "/licences/%E4%B8%AD": "licence_code",
    "/public/licences/%00": "licence_code",
    "/catalogue/schemes/%00/items": "scheme_code",
    "/catalogue/schemes/zhongshan/items/%00": "item_code",
}


@pytest.mark.parametrize("path", BAD_PATHS)
async def test_an_id_of_the_wrong_shape_is_no_id(city: City, path: str) -> None:
    answer = await city.applicant().get(path)
    assert problem_of(answer, 422, "request_malformed")["field"] == BAD_PATHS[path]


async def test_unknown_paths_and_methods_are_problems_too(city: City) -> None:
    for path in ("/v1/nothing", "/nothing", "/v1/applications/a/b/c/d"):
        problem_of(await city.api.get(path), 404, "not_found")
    answer = await city.api.patch("/v1/drafts")
    problem_of(answer, 405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]
    problem_of(await city.applicant().post("/notices/0/read"), 422, "request_malformed")
