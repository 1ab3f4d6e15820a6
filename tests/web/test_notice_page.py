"""The one-time notice as page and PDF: all of it, in either language, whatever the texts hold."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.notice_building import build_notice
from api.schemas.guidance import GuidanceRequest
from catalog.loader import load_catalogue
from documents.one_time_notice import render_one_time_notice
from tests.system.journeys import ANSWERS
from web.notice_page import Language, render_notice_page
from web.notice_words import WORDS

TODAY = date(2026, 3, 2)
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }} #panic(1) $x$ @b \\"


@pytest.fixture(scope="module")
def notice() -> dict[str, Any]:
    request = GuidanceRequest(scheme="zhongshan", answers=ANSWERS)
    built = build_notice(load_catalogue(), request, TODAY)
    return {
        **built.content.model_dump(mode="json"),
        "notice_id": built.notice_id,
        "content_hash": built.content_hash,
        "given_at": datetime(2026, 3, 2, tzinfo=UTC).isoformat(),
        "links": {},
    }


def needed(notice: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in notice["items"] if each["requirement"] in {"required", "filing_only"}]


def changed(value: Any, text: str) -> Any:
    """Give the notice with every label's text replaced."""
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return {"zh": text, "en": text}
    if isinstance(value, dict):
        return {key: changed(each, text) for key, each in value.items()}
    return [changed(each, text) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_names_every_condition_paper_point_and_field(
    notice: dict[str, Any], language: Language
) -> None:
    page = render_notice_page(notice, language)
    parts = [
        each
        for item in needed(notice)
        for part in ("conditions", "papers", "checklist", "refusal_grounds", "permits_first")
        for each in item[part]
    ]
    assert parts
    for each in [*parts, *notice["form"], *notice["remedies"]]:
        assert each["label"]["zh"] in page
        assert each["source"].replace("&", "&amp;") in page


def test_the_two_languages_say_the_same_things() -> None:
    assert set(WORDS["zh"]) == set(WORDS["en"])


def test_the_page_escapes_what_it_shows_and_loads_nothing(notice: dict[str, Any]) -> None:
    page = render_notice_page(changed(notice, HOSTILE), "zh")
    assert "<script" not in page
    assert "49" not in re.findall(r"\{\{|49", page)
    assert not re.findall(r"<(?:link[^>]+stylesheet|img|iframe|script)", page)


def test_a_notice_of_nothing_needed_is_a_page_and_a_document_too(notice: dict[str, Any]) -> None:
    empty = {**notice, "items": [], "form": [], "answered": []}
    assert WORDS["en"]["nothing"] in render_notice_page(empty, "en")
    assert render_one_time_notice(empty, TODAY).startswith(b"%PDF")


def test_the_document_takes_any_text_as_data(notice: dict[str, Any]) -> None:
    assert render_one_time_notice(changed(notice, HOSTILE), TODAY).startswith(b"%PDF")
