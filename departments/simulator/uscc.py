"""Makes unified social credit codes as a registry would give them (GB 32100-2015).

Written independently of our own check of such codes, so that each can disprove the other.
"""

import hashlib

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

ENTERPRISE_IN_ZHONGSHAN = "91442000"
"""Market regulation (9), enterprise (1), administrative division of Zhongshan."""


def new_uscc(seed: int, dispatch_key: str) -> str:
    """Give the code of the business registered under a key.

    The same seed and key give the same code: asking twice registers once, even when the
    registry was started anew in between.
    """
    digest = hashlib.sha256(f"{seed}/{dispatch_key}".encode()).digest()
    organisation = "".join(_CHARACTERS[byte % len(_CHARACTERS)] for byte in digest[:8])
    code = ENTERPRISE_IN_ZHONGSHAN + organisation + _organisation_check(organisation)
    return code + _code_check(code)


def _organisation_check(organisation: str) -> str:
    """Check character of the nine-character organisation code (GB 11714, modulo 11)."""
    weighted = zip(organisation, _ORGANISATION_WEIGHTS, strict=True)
    remainder = sum(int(character, 36) * weight for character, weight in weighted) % 11
    return "0X987654321"[remainder]


def _code_check(code: str) -> str:
    weighted = zip(code, _CODE_WEIGHTS, strict=True)
    total = sum(_CHARACTERS.index(character) * weight for character, weight in weighted)
    return _CHARACTERS[-total % len(_CHARACTERS)]
