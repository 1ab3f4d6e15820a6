"""The report of a visit is typeset from data alone, whatever the data is."""

from dataclasses import replace
from datetime import date

import pytest

from documents.visit_report import (
    ReportConclusion,
    ReportPhoto,
    ReportPoint,
    VisitReport,
    render_visit_report,
)

PHOTO = ReportPhoto("9f86d081884c7d65", "2026-03-05 09:40", "22.517600, 113.392800")
POINT = ReportPoint(
    label_zh="粗加工、切配、烹饪、备餐场所布局合理，生熟分开",
    label_en="Raw and cooked food are kept apart",
    departments="中山市市场监督管理局、中山市卫生健康局",
    results=("failed", "passed"),
    note="首轮发现生熟刀具混放，复查已整改。",
    photos=(PHOTO, PHOTO),
)
CONCLUSION = ReportConclusion(
    "中山市市场监督管理局",
    "Zhongshan Administration for Market Regulation",
    "B1-02 BL-00",
    "符合许可条件",
    "The conditions are met",
    passed=True,
)
REPORT = VisitReport(
    number="ZS-2026-000001-v1",
    business_name="中山市石岐区莞香茶楼",
    address="中山市石岐区孙文中路一号",
    visited="2026-03-05 09:00–10:30（第2轮 round 2）",
    inspectors=("market_regulation-inspector-1", "health-inspector-4"),
    issued_by_zh="中山市人民政府",
    issued_by_en="People's Government of Zhongshan",
    issued_on=date(2026, 3, 5),
    points=(POINT, replace(POINT, results=("passed",), note="", photos=())),
    conclusions=(CONCLUSION, replace(CONCLUSION, passed=False), replace(CONCLUSION, passed=None)),
    seal="header.payload.signature",
)


class TestRenderVisitReport:
    def test_gives_a_pdf_and_equal_reports_give_equal_bytes(self) -> None:
        rendered = render_visit_report(REPORT)
        assert rendered.startswith(b"%PDF")
        assert rendered == render_visit_report(replace(REPORT))
        assert rendered != render_visit_report(replace(REPORT, points=REPORT.points[:1]))

    @pytest.mark.parametrize(
        "report",
        [
            replace(REPORT, seal=""),
            replace(REPORT, points=(), conclusions=(), inspectors=()),
            replace(REPORT, points=REPORT.points * 40),
        ],
        ids=["no seal", "nothing", "many pages"],
    )
    def test_every_part_may_be_missing_or_long(self, report: VisitReport) -> None:
        assert render_visit_report(report).startswith(b"%PDF")

    @pytest.mark.parametrize("text", ['#panic("x") $x$ \\', "🍵𠮷", "x" * 900, "\x00\ud800", ""])
    def test_takes_any_text_as_data(self, text: str) -> None:
        hostile = replace(
            REPORT,
            business_name=text,
            address=text,
            inspectors=(text,),
            points=(replace(POINT, label_zh=text, label_en=text, note=text, departments=text),),
        )
        assert render_visit_report(hostile).startswith(b"%PDF")
