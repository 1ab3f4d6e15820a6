"""Check digits of the identifiers that people and firms carry (domain-facts §10)."""

from collections.abc import Sequence
from datetime import date

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS = "10X98765432"
_ELICENCE_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ELICENCE_ROOT = "1.2.156.3005.2"
"""Root of electronic licence identifiers (GB/T 36904-2018)."""


def is_valid_uscc(code: str) -> bool:
    """Check a unified social credit code 统一社会信用代码 (GB 32100-2015), both check digits.

    Upper case only; the inner organisation code must be right too.
    """
    if len(code) != 18 or any(letter not in _USCC_ALPHABET for letter in code):  # noqa: PLR2004  # GB 32100: 18 characters
        return False
    return (
        code[2:8].isdigit()
        and code[16] == _organisation_check(code[8:16])
        and code[17] == uscc_check_character(code[:17])
    )


def uscc_check_character(body: str) -> str:
    """Give the 18th character; a remainder of 31 gives "0" (published snippets forget it)."""
    total = sum(
        weight * _USCC_ALPHABET.index(letter)
        for weight, letter in zip(_USCC_WEIGHTS, body, strict=True)
    )
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def _organisation_check(body: str) -> str:
    total = sum(
        weight * _ORGANISATION_ALPHABET.index(letter)
        for weight, letter in zip(_ORGANISATION_WEIGHTS, body, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def is_valid_citizen_id(number: str) -> bool:
    """Check an identity number 公民身份号码 (GB 11643): region, birth date, check digit."""
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):  # noqa: PLR2004  # GB 11643: 18 characters
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return number[0] != "0" and number[17] == citizen_check_character(number[:17])


def citizen_check_character(body: str) -> str:
    """Give the 18th character of an identity number."""
    total = sum(w * int(digit) for w, digit in zip(_CITIZEN_WEIGHTS, body, strict=True))
    return _CITIZEN_CHECKS[total % 11]


def elicence_check_character(parts: Sequence[str]) -> str:
    """Give the check character of an e-licence identifier (ISO 7064 MOD 37,36).

    ``parts`` are licence type, issuer, serial and version, without the root.

    Raises:
        ValueError: a part holds a character outside 0–9 and A–Z.
    """
    rest = 36
    for letter in "".join(parts):
        rest = (rest + _ELICENCE_ALPHABET.index(letter)) % 36 or 36
        rest = rest * 2 % 37
    return _ELICENCE_ALPHABET[(37 - rest) % 36]


def elicence_identifier(licence_type: str, issuer: str, serial: str, version: int) -> str:
    """Give the whole identifier of an electronic licence; a changed licence raises ``version``."""
    parts = (licence_type, issuer, serial, f"{version:03d}")
    return ".".join((ELICENCE_ROOT, *parts, elicence_check_character(parts)))


def mask(text: str) -> str:
    """Hide all but the ends of a name or number in lists and logs; of numbers at least half."""
    if len(text) <= 2:  # noqa: PLR2004  # too short to leave both ends
        return text[:-1] + "*"
    shown = max(1, min(4, len(text) // 4))  # names are short, numbers long
    return text[:shown] + "*" * (len(text) - 2 * shown) + text[-shown:]
