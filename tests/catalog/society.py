"""Applicants of lodging, leisure, agencies, health and safety, and what each of them needs."""

from typing import NamedTuple

from catalog.expressions import Answer
from domain.catalogue import Requirement

REQUIRED, FILING = Requirement.REQUIRED, Requirement.FILING_ONLY
NOT_REQUIRED, OUTSIDE = Requirement.NOT_REQUIRED, Requirement.OUTSIDE_SCHEME
WRONG, ABOLISHED = Requirement.WRONG_AUTHORITY, Requirement.ABOLISHED
Answers = dict[str, Answer]


def shop(business_format: str, *specialities: str, **more: Answer) -> Answers:
    """A small business in an ordinary street, with what it does besides."""
    usual: Answers = {
        "business_format": business_format,
        "premises_place": "ordinary",
        "floor_area": 80,
        "specialities": list(specialities),
        "sells_tobacco": False,
    }
    return {**usual, **more}


HOTEL = shop("hotel", "lodging", takes_overnight_guests=True)
LONG_LETS = shop("other", "lodging", takes_overnight_guests=False)
BROKER = shop("office", "real_estate_brokerage", brokers_for_commission=True)
OWN_FLATS = shop("office", "real_estate_brokerage", brokers_for_commission=False)
TOUR_OPERATOR = shop(
    "office", "travel_agency", travel_business="domestic_and_inbound", foreign_invested=False
)
KARAOKE = shop(
    "entertainment",
    "entertainment_venue",
    entertainment_kind="song_and_dance",
    foreign_invested=False,
)
CHESS_ROOM = {**KARAOKE, "entertainment_kind": "neither"}
POOL = shop(
    "sports_venue", "swimming", high_risk_sports=["swimming", "climbing"], sport_for_profit=True
)
CLIMBING = {**POOL, "high_risk_sports": ["climbing"]}
BILLBOARD = shop(
    "office",
    "outdoor_advertising",
    advertising_shop_sign_only=False,
    advertising_longest_side=4,
    advertising_area=6,
    advertising_in_urban_area=True,
    advertising_electronic_screen=False,
)
RURAL_BILLBOARD = {**BILLBOARD, "advertising_in_urban_area": False}
SMALL_PANEL = {**RURAL_BILLBOARD, "advertising_longest_side": 3.9, "advertising_area": 9.9}
SEALS = shop("workshop", "seal_engraving", engraves_official_seals=True)
FIREWORKS = shop("other", "fireworks_retail", fireworks_trade="retail")
GAS = shop("office", "gas_appliances", installs_gas_appliances=True)
CLINIC = shop("clinic", "medical_institution", medical_kind="clinic")
OUTPATIENTS = {**CLINIC, "medical_kind": "outpatient_department"}
WIPES = shop("workshop", "disinfection_products", disinfection_products_made=["hygiene_products"])
SUPPLIES = {**WIPES, "disinfection_products_made": ["single_use_medical_supplies"]}
GROCERY = shop("grocery")
OFFERED = (
    *("B1-10", "B1-11", "B1-12", "B1-13", "B1-14", "B1-15", "B1-16", "B1-17"),
    *("B2-11", "B2-12", "B2-13", "B2-18"),
)


class Case(NamedTuple):
    """What an applicant is told of an item: by which rule, and from which source."""

    item: str
    answers: Answers
    requirement: Requirement
    rule: str
    source: str


CASES = (
    Case("B1-04", KARAOKE, REQUIRED, "lodging_and_care", "公共场所卫生管理条例 2"),
    Case("B1-04", POOL, REQUIRED, "lodging_and_care", "公共场所卫生管理条例 2"),
    Case("B1-04", shop("bathhouse"), REQUIRED, "lodging_and_care", "公共场所卫生管理条例 2"),
    Case("B1-04", shop("restaurant"), ABOLISHED, "merged_into_food_permit", "国发〔2016〕12号"),
    Case("B1-04", shop("restaurant", "lodging"), REQUIRED, "lodging_and_care", "条例 4"),
    Case("B1-04", shop("sports_venue"), NOT_REQUIRED, "sports_venue_exempt", "条例 8"),
    Case("B1-04", shop("hotel", premises_place="border_port"), WRONG, "border_port", "检疫法"),
    Case("B1-05", shop("other", "entertainment_venue"), REQUIRED, "assembly_venue", "消防法 73"),
    Case("B1-05", shop("sports_venue"), REQUIRED, "assembly_venue", "消防法 73"),
    Case("B1-05", shop("office"), NOT_REQUIRED, "not_an_assembly_venue", "消防法 15"),
    Case("B1-06", shop("mall", sells_tobacco=True), REQUIRED, "tobacco_retail", "烟草专卖法 16"),
    Case("B1-06", shop("pharmacy", sells_tobacco=True), OUTSIDE, "outside_annex_formats", "1/6"),
    Case("B1-10", HOTEL, REQUIRED, "lodging", "旅馆业治安管理办法 4"),
    Case("B1-10", LONG_LETS, NOT_REQUIRED, "long_lets_only", "旅馆业治安管理办法 2"),
    Case("B1-11", BROKER, FILING, "brokerage_filing", "房地产经纪管理办法 11"),
    Case("B1-11", OWN_FLATS, NOT_REQUIRED, "no_commission", "房地产经纪管理办法 3"),
    Case("B1-12", BILLBOARD, REQUIRED, "large_outdoor_advertising", "环境卫生管理条例 11"),
    Case("B1-12", RURAL_BILLBOARD, OUTSIDE, "outside_urban_area", "S004 annex 1/12"),
    Case("B1-12", SMALL_PANEL, NOT_REQUIRED, "not_large", "CJJ 149"),
    Case("B1-13", TOUR_OPERATOR, REQUIRED, "domestic_and_inbound", "旅行社条例 7"),
    Case(
        "B1-13",
        {**TOUR_OPERATOR, "travel_business": "branch_or_outlet"},
        NOT_REQUIRED,
        "branch_or_outlet",
        "旅行社条例 10",
    ),
    Case(
        "B1-13",
        {**TOUR_OPERATOR, "travel_business": "outbound"},
        WRONG,
        "outbound_elsewhere",
        "旅行社条例 9",
    ),
    Case(
        "B1-13",
        {**TOUR_OPERATOR, "foreign_invested": True},
        WRONG,
        "foreign_invested_elsewhere",
        "旅行社条例 22",
    ),
    Case("B1-14", KARAOKE, REQUIRED, "entertainment_venue", "娱乐场所管理条例 10"),
    Case("B1-14", CHESS_ROOM, NOT_REQUIRED, "other_leisure", "娱乐场所管理条例 2"),
    Case(
        "B1-14",
        {**KARAOKE, "foreign_invested": True},
        WRONG,
        "foreign_invested_elsewhere",
        "娱乐场所管理条例 9",
    ),
    Case("B1-15", KARAOKE, FILING, "police_filing", "娱乐场所管理条例 11"),
    Case("B1-15", CHESS_ROOM, NOT_REQUIRED, "other_leisure", "娱乐场所管理条例 2"),
    Case("B1-16", SEALS, FILING, "seal_filing", "印铸刻字业暂行管理规则 3"),
    Case(
        "B1-16",
        {**SEALS, "engraves_official_seals": False},
        NOT_REQUIRED,
        "private_seals_only",
        "印铸刻字业暂行管理规则 3",
    ),
    Case("B1-17", FIREWORKS, REQUIRED, "fireworks_retail", "烟花爆竹安全管理条例 19"),
    Case(
        "B1-17",
        {**FIREWORKS, "fireworks_trade": "wholesale"},
        OUTSIDE,
        "wholesale",
        "S004 annex 1/17",
    ),
    Case("B2-11", GAS, REQUIRED, "gas_appliance_work", "S004 annex 2/11"),
    Case(
        "B2-11",
        {**GAS, "installs_gas_appliances": False},
        NOT_REQUIRED,
        "sale_only",
        "城镇燃气管理条例 32",
    ),
    Case("B2-12", CLINIC, FILING, "clinic", "医疗机构管理条例 (2022-03-29"),
    Case("B2-12", OUTPATIENTS, REQUIRED, "medical_institution", "医疗机构管理条例 9"),
    Case(
        "B2-12",
        {**CLINIC, "medical_kind": "not_medical"},
        NOT_REQUIRED,
        "not_medical",
        "医疗机构管理条例 2",
    ),
    Case("B2-13", POOL, REQUIRED, "high_risk_sport", "全民健身条例 32"),
    Case("B2-13", CLIMBING, OUTSIDE, "other_than_swimming", "S004 annex 2/13"),
    Case(
        "B2-13",
        {**POOL, "sport_for_profit": False},
        NOT_REQUIRED,
        "not_for_profit",
        "许可管理办法 2",
    ),
    Case("B2-18", WIPES, REQUIRED, "covered_products", "消毒管理办法 20"),
    Case("B2-18", SUPPLIES, OUTSIDE, "single_use_supplies_outside", "R166"),
)
