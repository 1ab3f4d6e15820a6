"""Who needs which item of market regulation, and by which source: the table of the tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from catalog.expressions import Answer
from domain.catalogue import Requirement

TODAY = date(2026, 3, 2)
REQUIRED, FILING = Requirement.REQUIRED, Requirement.FILING_ONLY
NOT_REQUIRED, OUTSIDE = Requirement.NOT_REQUIRED, Requirement.OUTSIDE_SCHEME
WRONG = Requirement.WRONG_AUTHORITY

USUAL: dict[str, Answer] = {
    "has_licence": True,
    "business_format": "other",
    "premises_place": "ordinary",
    "floor_area": 80,
    "specialities": [],
    "sells_prepackaged_food": False,
    "prepares_food": False,
    "sells_farm_products_only": False,
    "sells_class_two_devices": False,
    "only_exempt_devices": False,
    "loose_food_only": False,
    "class_three_permit_held": False,
    "cold_chain_reagents": False,
    "own_registered_devices_only": False,
    "factory_food": "ordinary_food",
    "drug_information_place": "own_site_or_application",
}


@dataclass(frozen=True)
class Case:
    """What guidance finds for one item; ``source`` is a part of the source it must name."""

    item: str
    requirement: Requirement
    source: str
    topics: tuple[str, ...] = ()
    given: Mapping[str, Answer] = field(default_factory=dict)
    on: date = TODAY

    def answers(self) -> dict[str, Answer]:
        return {**USUAL, "specialities": list(self.topics), **self.given}


WORKSHOP, FACTORY = ("small_food_workshop",), ("food_production",)
RETAIL, WHOLESALE = ("medicines_retail",), ("medicines_wholesale",)
SITE, CLASS_THREE = ("internet_drug_information",), ("class_three_devices",)
LIFTS, RIDES, INDUSTRY = ("lifts",), ("amusement_rides",), ("industrial_products",)
LOOSE: dict[str, Answer] = {
    "prepares_food": True,
    "business_format": "grocery",
    "loose_food_only": True,
}
SELLS_TWO: dict[str, Answer] = {"sells_class_two_devices": True}
BEFORE_FILING, FIRST_FILING = date(2025, 12, 21), date(2025, 12, 22)
BEFORE_LISTING, LISTED = date(2024, 9, 24), date(2024, 9, 25)

CASES = {
    "licence": Case("BL-00", REQUIRED, "市场主体登记管理条例 3", given={"has_licence": False}),
    "licence held": Case("BL-00", NOT_REQUIRED, "市场主体登记管理条例 21"),
    "prepackaged food": Case(
        "B1-01", FILING, "食品安全法 35", given={"sells_prepackaged_food": True}
    ),
    "no food": Case("B1-01", NOT_REQUIRED, "食品安全法 35"),
    "loose food": Case("B1-02", REQUIRED, "食品安全法 35", given=LOOSE),
    "no food prepared": Case("B1-02", NOT_REQUIRED, "食品安全法 35"),
    "workshop": Case(
        "B1-03", REQUIRED, "食品安全法 36", WORKSHOP, {"workshop_food": "traditional_food"}
    ),
    "no workshop": Case("B1-03", NOT_REQUIRED, "食品安全法 36"),
    "workshop with banned food": Case(
        "B1-03", NOT_REQUIRED, "assumption", WORKSHOP, {"workshop_food": "on_the_banned_list"}
    ),
    "banned food needs the factory's permit": Case(
        "B2-01", REQUIRED, "食品安全法 35", WORKSHOP, {"workshop_food": "on_the_banned_list"}
    ),
    "made and sold in the shop": Case(
        "B1-03", NOT_REQUIRED, "assumption", WORKSHOP, {"workshop_food": "sold_where_made"}
    ),
    "pharmacy": Case(
        "B1-07", REQUIRED, "药品管理法 51", RETAIL, {"medicine_range": "prescription_and_otc"}
    ),
    "class B medicines": Case(
        "B1-07", REQUIRED, "药品管理法 51", RETAIL, {"medicine_range": "class_b_otc_only"}
    ),
    "no pharmacy": Case("B1-07", NOT_REQUIRED, "药品管理法 51"),
    "herbs at the market": Case(
        "B1-07",
        NOT_REQUIRED,
        "药品管理法 60",
        RETAIL,
        {"medicine_range": "herbal_materials_at_market"},
    ),
    "class II devices": Case("B1-08", FILING, "医疗器械经营监督管理办法 21", given=SELLS_TWO),
    "own class II devices": Case(
        "B1-08",
        NOT_REQUIRED,
        "医疗器械经营监督管理办法 27",
        CLASS_THREE,
        {**SELLS_TWO, "own_registered_devices_only": True},
    ),
    "class III devices": Case("B1-09", REQUIRED, "医疗器械监督管理条例 42", CLASS_THREE),
    "no class III devices": Case("B1-09", NOT_REQUIRED, "医疗器械监督管理条例 42"),
    "class III permit held": Case(
        "B1-09",
        NOT_REQUIRED,
        "医疗器械经营监督管理办法 18",
        CLASS_THREE,
        {"class_three_permit_held": True},
    ),
    "own class III devices": Case(
        "B1-09",
        NOT_REQUIRED,
        "医疗器械经营监督管理办法 27",
        CLASS_THREE,
        {"own_registered_devices_only": True},
    ),
    "cold-chain reagents": Case(
        "B1-09", OUTSIDE, "S004 annex 1/9", CLASS_THREE, {"cold_chain_reagents": True}
    ),
    "food factory": Case("B2-01", REQUIRED, "食品安全法 35", FACTORY),
    "additives factory": Case(
        "B2-01", REQUIRED, "食品安全法 39", FACTORY, {"factory_food": "food_additives"}
    ),
    "health food factory": Case(
        "B2-01", WRONG, "assumption", FACTORY, {"factory_food": "special_food"}
    ),
    "farm products packed": Case(
        "B2-01", NOT_REQUIRED, "食品安全法 2", FACTORY, {"factory_food": "farm_products"}
    ),
    "no food factory": Case("B2-01", NOT_REQUIRED, "食品安全法 35"),
    "medicine wholesale": Case(
        "B2-06", REQUIRED, "药品管理法 51", WHOLESALE, {"medicine_wholesale_kind": "wholesale"}
    ),
    "chain headquarters": Case(
        "B2-06",
        REQUIRED,
        "S004 annex 2/6",
        WHOLESALE,
        {"medicine_wholesale_kind": "chain_headquarters"},
    ),
    "own medicines wholesale": Case(
        "B2-06",
        NOT_REQUIRED,
        "药品管理法 34",
        WHOLESALE,
        {"medicine_wholesale_kind": "own_registered_products"},
    ),
    "no wholesale": Case("B2-06", NOT_REQUIRED, "药品管理法 51"),
    "wholesale before batch 2": Case(
        "B2-06",
        OUTSIDE,
        "S004",
        WHOLESALE,
        {"medicine_wholesale_kind": "wholesale"},
        on=date(2022, 6, 29),
    ),
    "drug site until the filing": Case(
        "B2-07", REQUIRED, "互联网药品信息服务管理办法 5", SITE, on=BEFORE_FILING
    ),
    "drug site since the filing": Case(
        "B2-07", FILING, "国家药监局公告2025年第123号", SITE, on=FIRST_FILING
    ),
    "page on a platform": Case(
        "B2-07",
        NOT_REQUIRED,
        "互联网药品信息服务管理办法 12",
        SITE,
        {"drug_information_place": "page_on_a_platform"},
    ),
    "no drug site": Case("B2-07", NOT_REQUIRED, "互联网药品信息服务管理办法 2"),
    "lift": Case("B2-09", REQUIRED, "特种设备安全法 33", LIFTS, {"lift_situation": "new_or_moved"}),
    "no lift": Case("B2-09", NOT_REQUIRED, "特种设备安全法 33"),
    "lift registered": Case(
        "B2-09",
        NOT_REQUIRED,
        "特种设备安全法 47",
        LIFTS,
        {"lift_situation": "registered_unchanged"},
    ),
    "lift of the property firm": Case(
        "B2-09", NOT_REQUIRED, "特种设备安全法 38", LIFTS, {"lift_situation": "managed_by_another"}
    ),
    "lift of one household": Case(
        "B2-09", NOT_REQUIRED, "assumption", LIFTS, {"lift_situation": "one_household"}
    ),
    "boiler": Case(
        "B2-09", OUTSIDE, "S004 annex 2/9", LIFTS, {"lift_situation": "other_equipment"}
    ),
    "large ride": Case(
        "B2-10", REQUIRED, "特种设备安全法 33", RIDES, {"ride_situation": "new_or_moved"}
    ),
    "no ride": Case("B2-10", NOT_REQUIRED, "特种设备安全法 33"),
    "small ride": Case(
        "B2-10", NOT_REQUIRED, "assumption", RIDES, {"ride_situation": "below_thresholds"}
    ),
    "ride of another": Case(
        "B2-10", NOT_REQUIRED, "特种设备安全法 38", RIDES, {"ride_situation": "managed_by_another"}
    ),
    "cableway": Case(
        "B2-10", OUTSIDE, "S004 annex 2/10", RIDES, {"ride_situation": "other_equipment"}
    ),
    "cement": Case(
        "B2-17",
        REQUIRED,
        "工业产品生产许可证管理条例 5",
        INDUSTRY,
        {"industrial_product": "cement"},
    ),
    "no product of the list": Case(
        "B2-17",
        NOT_REQUIRED,
        "工业产品生产许可证管理条例 3",
        INDUSTRY,
        {"industrial_product": "not_listed"},
    ),
    "helmets before they were listed": Case(
        "B2-17",
        NOT_REQUIRED,
        "国发〔2024〕11号",
        INDUSTRY,
        {"industrial_product": "listed_since_2024"},
        BEFORE_LISTING,
    ),
    "helmets since they are listed": Case(
        "B2-17",
        REQUIRED,
        "工业产品生产许可证管理条例 5",
        INDUSTRY,
        {"industrial_product": "listed_since_2024"},
        LISTED,
    ),
    "no industry": Case("B2-17", NOT_REQUIRED, "工业产品生产许可证管理条例 5"),
}
