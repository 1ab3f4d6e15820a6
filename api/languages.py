"""Which of the two languages a caller prefers (RFC 9110, 12.5.4)."""

from typing import Literal

LANGUAGES = ("zh", "en")


def preferred_language(accepted: str) -> Literal["zh", "en"]:
    """Give the preferred one of Chinese and English; Chinese when neither is named."""
    weights = dict.fromkeys(LANGUAGES, -1.0)
    for part in accepted.split(","):
        name, _, parameter = part.partition(";")
        language = name.strip().lower().partition("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _weight(parameter))
    return "en" if weights["en"] > max(weights["zh"], 0.0) else "zh"


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
