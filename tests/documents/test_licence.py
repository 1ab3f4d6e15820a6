"""A licence is typeset from data alone, the same bytes each time, and its QR code tells true."""

import re
import zlib
from dataclasses import replace
from datetime import date

import pytest
import segno

from documents.licence import LicenceDocument, LicencePermit, render_licence
from documents.qr_code import licence_address, qr_code_svg

PERMIT = LicencePermit(
    label_zh="食品经营许可",
    label_en="Food business permit",
    number="JY24419001234567",
    department_zh="市场监督管理局",
    department_en="Administration for Market Regulation",
    valid_from=date(2026, 3, 2),
    valid_until=date(2031, 3, 1),
    status_zh="有效",
)
LICENCE = LicenceDocument(
    licence_code="4419-7K2M-9QWD-3",
    version=1,
    title_zh="行业综合许可证",
    title_en="Combined Industry Licence",
    business_name="莞香茶楼",
    uscc="91442000MA0000015B",
    authority_zh="政务服务和数据管理局",
    authority_en="Government Services and Data Administration",
    issued_on=date(2026, 3, 2),
    permits=(PERMIT, replace(PERMIT, number="JY2", valid_until=None)),
    url="https://licences.example/v1/public/licences/4419-7K2M-9QWD-3",
    token="eyJhbGciOiJFZERTQSJ9." + "c" * 300 + ".signature",
)
_HOSTILE = {
    "typst markup": '#import "x.typ"; *a* _b_ $x^2$ @ref <label> `raw` \\ #read("licence.typ")',
    "emoji": "茶楼🍵👨‍👩‍👧",
    "rare character": "𠮷野家",
    "two hundred characters": "东" * 200,
    "one long word": "A" * 200,
    "controls": "a\x00\n\x1b\u202eb\ud800",
    "quotes": "\"'</text>“”",
    "nothing": "",
}


class TestRenderLicence:
    def test_gives_one_pdf_of_moderate_size(self) -> None:
        pdf = render_licence(LICENCE)
        assert pdf.startswith(b"%PDF")
        assert 10_000 < len(pdf) < 300_000

    def test_equal_documents_give_equal_bytes(self) -> None:
        assert render_licence(LICENCE) == render_licence(replace(LICENCE))

    def test_is_dated_by_the_day_of_issue_in_shanghai(self) -> None:
        assert b"(D:20260301160000Z)" in render_licence(LICENCE)

    def test_embeds_the_chinese_font(self) -> None:
        assert b"NotoSerifSC" in render_licence(LICENCE)

    def test_prints_every_character_of_names_and_numbers(self) -> None:
        printed = printed_characters(render_licence(LICENCE))
        told = LICENCE.business_name + LICENCE.title_zh + PERMIT.number + PERMIT.department_zh
        assert set(told) <= printed

    def test_names_a_character_without_glyph_by_its_code_point(self) -> None:
        printed = printed_characters(render_licence(replace(LICENCE, business_name="𠮷")))
        assert "𠮷" not in printed
        assert set("〔U+20BB7〕") <= printed

    @pytest.mark.parametrize("name", _HOSTILE.values(), ids=_HOSTILE.keys())
    def test_takes_any_text_as_data(self, name: str) -> None:
        permit = replace(PERMIT, label_zh=name, number=name, department_en=name)
        document = replace(LICENCE, business_name=name, uscc=None, permits=(permit,))
        assert render_licence(document).startswith(b"%PDF")

    def test_goes_on_to_further_pages_with_many_permits(self) -> None:
        pdf = render_licence(replace(LICENCE, permits=(PERMIT,) * 40))
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) > 1

    def test_a_licence_without_permits_can_be_printed(self) -> None:
        assert render_licence(replace(LICENCE, permits=())).startswith(b"%PDF")


class TestQrCode:
    def test_the_token_stands_behind_the_fragment_mark(self) -> None:
        assert licence_address("https://a.example/x", "t.o.k") == "https://a.example/x#t.o.k"

    def test_the_drawing_has_exactly_the_dark_modules_of_the_code(self) -> None:
        text = licence_address(LICENCE.url, LICENCE.token)
        expected = {
            (x + 4, y + 4)
            for y, row in enumerate(segno.make_qr(text, error="m").matrix)
            for x, dark in enumerate(row)
            if dark
        }
        assert dark_modules(qr_code_svg(text)) == expected

    def test_another_token_draws_another_code(self) -> None:
        assert render_licence(LICENCE) != render_licence(replace(LICENCE, token="other"))

    def test_a_text_longer_than_any_code_is_refused(self) -> None:
        with pytest.raises(segno.DataOverflowError):
            qr_code_svg("x" * 3000)


def printed_characters(pdf: bytes) -> set[str]:
    """Read which characters the embedded fonts map their glyphs to (``ToUnicode``)."""
    characters: set[str] = set()
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            stream = zlib.decompress(packed)
        except zlib.error:
            continue
        if b"beginbfchar" in stream or b"beginbfrange" in stream:
            for code in re.findall(rb"> ?<([0-9A-Fa-f]+)>", stream):
                characters.update(bytes.fromhex(code.decode()).decode("utf-16-be", "replace"))
    return characters


def dark_modules(svg: str) -> set[tuple[int, int]]:
    """Follow the horizontal strokes of the drawing, module by module."""
    stroke = re.search(r'class="qrline"[^>]* d="([^"]+)"', svg)
    assert stroke
    x, y = 0.0, 0.0
    dark: set[tuple[int, int]] = set()
    for command, numbers in re.findall(r"([MmhH])([-\d. ]+)", stroke.group(1)):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            dark.update((int(x) + step, int(y)) for step in range(int(values[0])))
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return dark
