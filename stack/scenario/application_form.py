"""What the supermarket of the story is, and how its owner fills in the one form (一表申请)."""

from typing import Any

SCHEME = "zhongshan"
CITY = "中山市"
THEME = "open_supermarket"
BUSINESS_NAME = "中山市石岐区晨光超市"
DISTRICT = "442000"
OWNER = "Chen Xiaowen 陈晓雯"
ANSWERS: dict[str, object] = {
    "has_licence": False,
    "business_format": "supermarket",
    "premises_place": "ordinary",
    "floor_area": 420,
    "specialities": [],
    "sells_prepackaged_food": True,
    "prepares_food": True,
    "food_counter_separate": True,
    "sells_tobacco": True,
    "sells_class_two_devices": True,
    "only_exempt_devices": False,
}

GOOD_IDENTITY_NUMBER = "442000199001010011"
MISTYPED_IDENTITY_NUMBER = "442000199001010012"
"""Synthetic numbers; the last digit of the second does not fit (GB 11643)."""

PLEDGED_PAPER = "staff_health_certificates"
DECLINED = "B1-05"
COMMITTED = "B1-04"

_OWN_VALUES = {
    "entity_type": "individual_business",
    "business_scope": "食品销售；餐饮服务；烟草制品零售；第二类医疗器械销售",
    "address": "中山市石岐区孙文东路一号",
    "legal_representative_name": "陈晓雯",
    "legal_representative_id": GOOD_IDENTITY_NUMBER,
    "contact_phone": "0760 8888 0000",
    "floor_area": "420",
    "registered_capital": "50",
    "tobacco_shop_format": "supermarket",
    "venue_storeys": "一层",
}
_USUAL_VALUES = {"text": "陈晓雯", "date": "2027-03-01", "number": "420"}
_COME_FROM_ELSEWHERE = frozenset({"business_name", "district", "uscc"})


def filled_in(form: list[dict[str, Any]]) -> dict[str, str]:
    """Fill in the form of a notice: the story's own values, otherwise the first or a usual one.

    What need not be filled in is left out, but for what the story has a value for.
    """
    asked = [field for field in form if field["required"] or field["code"] in _OWN_VALUES]
    return {
        field["code"]: _value(field) for field in asked if field["code"] not in _COME_FROM_ELSEWHERE
    }


def papers_to_bring(items: list[dict[str, Any]]) -> tuple[str, ...]:
    """Give the papers to upload, each once: not what is shared, committed to or pledged."""
    return tuple(
        dict.fromkeys(
            paper["code"]
            for item in items
            for paper in item["papers"]
            if not paper["shared"] and paper["code"] != PLEDGED_PAPER
            if not (item["code"] == COMMITTED and paper["replaceable_by_commitment"])
        )
    )


def needed(notice: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the items that the notice says are to be applied for or filed."""
    wanted = {"required", "filing_only"}
    return [item for item in notice["items"] if item["requirement"] in wanted]


def draft(items: list[dict[str, Any]], form: dict[str, str]) -> dict[str, Any]:
    """Put the draft together, still without papers."""
    return {
        "scheme": SCHEME,
        "items": [item["code"] for item in items],
        "answers": ANSWERS,
        "business": {"name": BUSINESS_NAME, "district": DISTRICT},
        "form": form,
        "declined_commitment": [DECLINED],
    }


def _value(field: dict[str, Any]) -> str:
    if field["code"] in _OWN_VALUES:
        return _OWN_VALUES[field["code"]]
    return str(field["choices"][0]) if field["kind"] == "choice" else _USUAL_VALUES[field["kind"]]
