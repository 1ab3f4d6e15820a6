"""Area codes (GB/T 2260): which area holds which, and how narrowly."""


def narrowness(areas: tuple[str, ...], area: str) -> int | None:
    """Give how many digits the closest of the areas names; None when none holds the area."""
    lengths = [len(own) for each in areas if area.startswith(own := significant(each))]
    return max(lengths, default=None)


def touches(areas: tuple[str, ...], area: str) -> bool:
    """Whether one of the areas holds the area or lies within it."""
    own = significant(area)
    return narrowness(areas, area) is not None or any(each.startswith(own) for each in areas)


def significant(area: str) -> str:
    """Digits that name the area: a province has two, a city four, a county six (GB/T 2260)."""
    pairs = [area[:2], area[2:4], area[4:]]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    return "".join(pairs)
