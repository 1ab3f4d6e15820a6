"""Check digits: real numbers pass, every single slip is caught, and a mask reveals no more."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.identifiers import (
    ELICENCE_ROOT,
    citizen_check_character,
    elicence_check_character,
    elicence_identifier,
    is_valid_citizen_id,
    is_valid_uscc,
    mask,
    uscc_check_character,
)

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ELICENCE_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
REAL_CODES = ("11320000MB151840XJ", "91442000MA0000015B", "92442000MA00000A9X")


@st.composite
def codes(draw: st.DrawFn) -> str:
    """Valid codes: region digits, an organisation code with its own check, the last check."""
    region = draw(st.from_regex(r"9[123][0-9]{6}", fullmatch=True))
    organisation = draw(st.text(USCC_ALPHABET, min_size=8, max_size=8))
    for check in "0123456789X":
        body = f"{region}{organisation}{check}"
        code = body + uscc_check_character(body)
        if is_valid_uscc(code):
            return code
    raise AssertionError(organisation)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    region = draw(st.from_regex(r"[1-6][0-9]{5}", fullmatch=True))
    born = draw(st.dates(date(1900, 1, 1), date(2026, 12, 31))).strftime("%Y%m%d")
    body = f"{region}{born}{draw(st.integers(0, 999)):03d}"
    return body + citizen_check_character(body)


def replaced(text: str, place: int, letter: str) -> str:
    return text[:place] + letter + text[place + 1 :]


def slips(alphabet: str) -> st.SearchStrategy[tuple[int, str]]:
    """A place among eighteen, and what somebody types there by mistake."""
    return st.tuples(st.integers(0, 17), st.sampled_from(alphabet))


class TestUscc:
    @pytest.mark.parametrize("code", REAL_CODES)
    def test_of_real_bodies_is_valid(self, code: str) -> None:
        assert is_valid_uscc(code)

    def test_ends_in_zero_when_the_remainder_is_the_whole(self) -> None:
        code = next(body + "0" for body in _bodies() if uscc_check_character(body) == "0")
        assert is_valid_uscc(code)

    @settings(max_examples=20)
    @given(codes(), slips(USCC_ALPHABET))
    def test_shows_every_single_slip(self, code: str, slip: tuple[int, str]) -> None:
        slipped = replaced(code, *slip)
        assert is_valid_uscc(slipped) is (slipped == code)

    @settings(max_examples=20)
    @given(codes(), st.integers(0, 16))
    def test_shows_two_neighbours_swapped(self, code: str, place: int) -> None:
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert is_valid_uscc(swapped) is (swapped == code)

    @settings(max_examples=20)
    @given(codes(), st.integers(0, 17), st.sampled_from("IOZSVabc -中１"))
    def test_holds_no_other_letters(self, code: str, place: int, letter: str) -> None:
        assert not is_valid_uscc(replaced(code, place, letter))

    @settings(max_examples=20)
    @given(st.text(max_size=40).filter(lambda text: len(text) != 18))
    def test_has_eighteen_characters(self, text: str) -> None:
        assert not is_valid_uscc(text)

    @settings(max_examples=20)
    @given(st.text(min_size=18, max_size=18))
    def test_of_any_text_is_judged_without_an_error(self, text: str) -> None:
        assert is_valid_uscc(text) in {True, False}

    def test_needs_the_inner_organisation_code_to_be_right_too(self) -> None:
        body = "91442000MA000001" + "6"
        assert not is_valid_uscc(body + uscc_check_character(body))


def _bodies() -> tuple[str, ...]:
    """Bodies whose organisation code is right, one per region."""
    return tuple(f"91{region:06d}MA0000015" for region in range(440000, 440200))


class TestCitizenId:
    def test_of_the_standards_example_is_valid(self) -> None:
        assert is_valid_citizen_id("11010519491231002X")

    @settings(max_examples=20)
    @given(numbers())
    def test_with_its_check_character_is_valid(self, number: str) -> None:
        assert is_valid_citizen_id(number)

    @settings(max_examples=20)
    @given(numbers(), slips("0123456789X"))
    def test_shows_every_single_slip(self, number: str, slip: tuple[int, str]) -> None:
        slipped = replaced(number, *slip)
        assert is_valid_citizen_id(slipped) is (slipped == number)

    def test_has_a_day_of_birth_that_exists(self) -> None:
        body = "11010519490230002"
        assert not is_valid_citizen_id(body + citizen_check_character(body))

    @settings(max_examples=20)
    @given(st.text(max_size=18))
    def test_of_any_text_is_judged_without_an_error(self, text: str) -> None:
        assert is_valid_citizen_id(text) in {True, False}


class TestElicence:
    REAL = ("11100000000013338W011", "11430000006122244L", "20230000403")

    def test_of_a_real_licence_is_reproduced(self) -> None:
        assert elicence_check_character((*self.REAL, "001")) == "U"
        assert elicence_identifier(*self.REAL, 1) == ".".join(
            (ELICENCE_ROOT, *self.REAL, "001", "U")
        )

    def test_changes_with_the_version(self) -> None:
        assert elicence_identifier(*self.REAL, 1) != elicence_identifier(*self.REAL, 2)

    @settings(max_examples=20)
    @given(
        st.text(ELICENCE_ALPHABET, min_size=1, max_size=40),
        st.integers(0, 39),
        st.sampled_from(ELICENCE_ALPHABET),
    )
    def test_shows_every_single_slip(self, text: str, place: int, letter: str) -> None:
        slipped = replaced(text, place % len(text), letter)
        same = elicence_check_character((text,)) == elicence_check_character((slipped,))
        assert same is (slipped == text)

    def test_is_refused_for_other_letters(self) -> None:
        with pytest.raises(ValueError, match="substring"):
            elicence_check_character(("a-b",))


class TestMask:
    @pytest.mark.parametrize(
        ("text", "masked"),
        [
            ("", "*"),
            ("王", "*"),
            ("王明", "王*"),
            ("王小明", "王*明"),
            ("88881234", "88****34"),
            ("13800138000", "13*******00"),
            ("11010519491231002X", "1101**********002X"),
        ],
    )
    def test_leaves_the_ends_alone(self, text: str, masked: str) -> None:
        assert mask(text) == masked

    @settings(max_examples=20)
    @given(st.text(max_size=40))
    def test_never_reveals_the_whole(self, text: str) -> None:
        assert "*" in mask(text)

    @settings(max_examples=20)
    @given(st.text(st.characters(exclude_characters="*"), min_size=4, max_size=40))
    def test_hides_at_least_half_of_a_number_and_keeps_its_length(self, text: str) -> None:
        assert mask(text).count("*") * 2 >= len(text)
        assert len(mask(text)) == len(text)

    @settings(max_examples=20)
    @given(st.text(min_size=8, max_size=40))
    def test_tells_nothing_of_the_middle(self, text: str) -> None:
        assert mask(text) == mask(text[:4] + "?" * (len(text) - 8) + text[-4:])
