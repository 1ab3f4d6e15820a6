"""Notices are typeset from data alone, with or without a table and a seal."""

from dataclasses import replace
from datetime import date

import pytest

from documents.notice import NoticeDocument, render_notice
from domain.catalogue import Label

NOTICE = NoticeDocument(
    title_zh="补正材料通知书",
    title_en="Notice to correct the application",
    number="莞通补〔2026〕第000123号",
    addressee="莞香茶楼",
    issued_by_zh="政务服务和数据管理局",
    issued_on=date(2026, 3, 2),
    paragraphs=(Label("现一次性告知需要补正的内容。", "You are told everything at once."),),
    table=(("经营场所布局图", "缺少操作流程标注"),),
    seal="header.payload.signature",
)


class TestRenderNotice:
    def test_gives_a_pdf(self) -> None:
        assert render_notice(NOTICE).startswith(b"%PDF")

    def test_equal_notices_give_equal_bytes(self) -> None:
        assert render_notice(NOTICE) == render_notice(replace(NOTICE))

    def test_the_seal_is_part_of_the_document(self) -> None:
        assert render_notice(NOTICE) != render_notice(replace(NOTICE, seal="header.other.one"))

    @pytest.mark.parametrize(
        "notice",
        [
            replace(NOTICE, table=()),
            replace(NOTICE, paragraphs=()),
            replace(NOTICE, seal=""),
            replace(NOTICE, paragraphs=NOTICE.paragraphs * 60, table=NOTICE.table * 60),
            replace(NOTICE, paragraphs=(Label("只有中文。", ""),)),
        ],
        ids=["no table", "no paragraph", "no seal", "many pages", "Chinese only"],
    )
    def test_every_part_may_be_missing_or_long(self, notice: NoticeDocument) -> None:
        assert render_notice(notice).startswith(b"%PDF")

    @pytest.mark.parametrize(
        "text", ['#panic("x") *a* $x$ @b \\', "🍵𠮷", "东" * 2000, "x" * 2000, "\x00\ud800", ""]
    )
    def test_takes_any_text_as_data(self, text: str) -> None:
        hostile = replace(
            NOTICE,
            number=text,
            addressee=text,
            paragraphs=(Label(text, text),),
            table=((text, text),),
        )
        assert render_notice(hostile).startswith(b"%PDF")
