"""What the fonts cannot print is known before it would become an empty box."""

import pytest

from documents.glyphs import has_glyph


class TestHasGlyph:
    @pytest.mark.parametrize("character", "许可证龘㐂〇〔〕“”—·①aé9")
    def test_ordinary_text_has_glyphs(self, character: str) -> None:
        assert has_glyph(character)

    @pytest.mark.parametrize("character", ["𠮷", "🍵", "\ue000", "\u05d0"])
    def test_a_character_outside_the_fonts_has_none(self, character: str) -> None:
        assert not has_glyph(character)
