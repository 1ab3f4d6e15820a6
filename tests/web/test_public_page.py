"""The public page shows each permit's status today, escapes what it shows and loads nothing."""

import re
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser
from typing import Literal

import pytest

from web.public_page import PublicLicence, PublicPermit, render_not_found, render_public_page

PERMIT = PublicPermit(
    label_zh="食品经营许可",
    label_en="Food business permit",
    number="JY24419001234567",
    department_zh="市场监督管理局",
    department_en="Administration for Market Regulation",
    status="valid",
    status_zh="有效",
    status_en="valid",
    valid_from=date(2026, 3, 2),
    valid_until=date(2031, 3, 1),
)
SUSPENDED = replace(
    PERMIT, status="suspended", status_zh="暂停", status_en="suspended", valid_until=None
)
LICENCE = PublicLicence(
    licence_code="4419-7K2M-9QWD-3",
    business_name="莞香茶楼",
    uscc="91442000MA0000015B",
    permits=(PERMIT, SUSPENDED),
    as_of=datetime(2026, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=8))),
    signature="absent",
)
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"


class OpenElements(HTMLParser):
    """Notes elements, and fails when they are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = OpenElements()
    parser.feed(page)
    assert parser.open == []
    return parser.seen


class TestRenderPublicPage:
    def test_shows_every_fact_of_every_permit(self) -> None:
        page = render_public_page(LICENCE)
        for permit in LICENCE.permits:
            for fact in (getattr(permit, field.name) for field in fields(permit)):
                assert fact is None or str(fact) in page
        assert "长期" in page

    def test_shows_business_code_and_the_instant_of_the_status(self) -> None:
        page = render_public_page(LICENCE)
        for fact in (
            "莞香茶楼",
            "91442000MA0000015B",
            "4419-7K2M-9QWD-3",
            "2026-03-05 09:30 +0800",
        ):
            assert fact in page

    def test_only_a_valid_permit_is_marked_as_valid(self) -> None:
        classes = [
            attributes.get("class")
            for tag, attributes in elements(render_public_page(LICENCE))
            if tag == "li"
        ]
        assert classes == ["valid", None]

    def test_escapes_what_people_wrote(self) -> None:
        permit = replace(PERMIT, label_zh=HOSTILE, number=HOSTILE, status=HOSTILE)
        page = render_public_page(replace(LICENCE, business_name=HOSTILE, permits=(permit,)))
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert "{{ 7*7 }}" in page

    @pytest.mark.parametrize(
        ("signature", "sentence"), [("valid", "签名有效"), ("invalid", "签名无效")]
    )
    def test_tells_what_came_of_the_token(
        self, signature: Literal["valid", "invalid"], sentence: str
    ) -> None:
        assert sentence in render_public_page(replace(LICENCE, signature=signature))

    def test_says_nothing_of_a_token_that_was_not_sent(self) -> None:
        page = render_public_page(LICENCE)
        assert "签名有效" not in page
        assert "签名无效" not in page

    def test_tells_how_to_check_the_signature_offline(self) -> None:
        assert "/v1/public/keys" in render_public_page(LICENCE)

    def test_a_business_without_credit_code_or_permits_has_a_page(self) -> None:
        page = render_public_page(replace(LICENCE, uscc=None, permits=()))
        assert "统一社会信用代码" not in page
        assert "没有可公示的许可" in page


class TestEveryPage:
    @pytest.mark.parametrize("page", [render_public_page(LICENCE), render_not_found("X")])
    def test_loads_nothing_from_elsewhere(self, page: str) -> None:
        assert not re.search(r"https?://|url\(|@import|\bsrc=", page)
        assert not {tag for tag, _ in elements(page)} & {"script", "img", "iframe", "form"}

    @pytest.mark.parametrize("page", [render_public_page(LICENCE), render_not_found("X")])
    def test_tells_its_language_and_fits_a_telephone(self, page: str) -> None:
        seen = elements(page)
        assert ("html", {"lang": "zh-CN"}) in seen
        assert any(attributes.get("name") == "viewport" for _, attributes in seen)
        assert [tag for tag, _ in seen].count("h1") == 1


class TestRenderNotFound:
    def test_shows_the_code_back_escaped(self) -> None:
        page = render_not_found(HOSTILE)
        assert "<script" not in page
        assert "&lt;script&gt;" in page
