"""What businesses of these trades answer, and what each must be told about one item, by source."""

from dataclasses import dataclass

from catalog.expressions import Answer
from domain.catalogue import Requirement

REQUIRED, FILING = Requirement.REQUIRED, Requirement.FILING_ONLY
NOT_REQUIRED, OUTSIDE = Requirement.NOT_REQUIRED, Requirement.OUTSIDE_SCHEME
WRONG = Requirement.WRONG_AUTHORITY


def speciality(topic: str, **given: Answer) -> dict[str, Answer]:
    return {"specialities": [topic], **given}


@dataclass(frozen=True, slots=True)
class Case:
    """What a business answers, and what it must be told about one item by which source."""

    item: str
    answers: dict[str, Answer]
    finding: Requirement
    rule: str
    source: str


def printing(products: str, **given: Answer) -> dict[str, Answer]:
    usual: dict[str, Answer] = {"printing_as_individual": False}
    more = usual if products == "packaging" else {}
    return speciality("packaging_printing", printing_products=products, **(more | given))


def freight(mass: str, *, dangerous: bool = False) -> dict[str, Answer]:
    return speciality("road_freight", freight_vehicles_mass=mass, freight_dangerous_goods=dangerous)


def bookshop(business: str, **given: Answer) -> dict[str, Answer]:
    return speciality("publications", business_format="other", publications_business=business) | (
        given
    )


def cinema(kind: str) -> dict[str, Answer]:
    return speciality("cinema", business_format="cinema", cinema_kind=kind)


def pesticides(kind: str, *, branch: bool = False) -> dict[str, Answer]:
    return speciality("pesticides", pesticides_kind=kind, pesticides_branch=branch)


def clinic(kind: str) -> dict[str, Answer]:
    return speciality("animal_clinic", animal_clinic_kind=kind)


def seeds(business: str) -> dict[str, Answer]:
    return speciality("crop_seeds", seed_business=business)


def veterinary(kind: str) -> dict[str, Answer]:
    return speciality("veterinary_drugs", veterinary_drugs_kind=kind)


def agency(services: str) -> dict[str, Answer]:
    return speciality("human_resources", hr_services=services)


def hailing(role: str) -> dict[str, Answer]:
    return speciality("ride_hailing", ride_hailing_role=role)


NOTHING: dict[str, Answer] = {"specialities": []}
OFFICE: dict[str, Answer] = {"specialities": [], "business_format": "office"}
LIGHT, HEAVY = "all_up_to_4500_kg", "some_above_4500_kg"
LARGE_SEED_FIRM = "hybrid_of_main_crops"
PARTICULARS = "change_of_registered_particulars"

CASES = (
    Case("B2-02", clinic("animal_hospital"), REQUIRED, "animal_clinic", "动物防疫法 61"),
    Case("B2-02", clinic("animal_clinic"), REQUIRED, "animal_clinic", "动物防疫法 61"),
    Case("B2-02", clinic("no_treatment"), NOT_REQUIRED, "no_treatment", "动物诊疗机构管理办法 2"),
    Case("B2-02", NOTHING, NOT_REQUIRED, "no_animal_clinic", "动物防疫法 61"),
    Case("B2-03", pesticides("ordinary"), REQUIRED, "pesticide_business", "农药管理条例 24"),
    Case(
        "B2-03",
        speciality("pesticides", pesticides_kind="household_only"),
        NOT_REQUIRED,
        "household_pesticides_only",
        "农药管理条例 24",
    ),
    Case(
        "B2-03",
        pesticides("ordinary", branch=True),
        NOT_REQUIRED,
        "branch_of_licensed_dealer",
        "农药管理条例 25",
    ),
    Case(
        "B2-03", pesticides("restricted_use"), WRONG, "restricted_use_pesticides", "农药管理条例 24"
    ),
    Case("B2-03", NOTHING, NOT_REQUIRED, "no_pesticides", "农药管理条例 24"),
    Case("B2-04", seeds("under_own_brand"), REQUIRED, "crop_seed_business", "种子法 31"),
    Case(
        "B2-04",
        seeds("packaged_or_commissioned"),
        NOT_REQUIRED,
        "packaged_or_commissioned",
        "种子法 38",
    ),
    Case(
        "B2-04",
        seeds("minor_crop_growing_only"),
        NOT_REQUIRED,
        "minor_crop_growing_only",
        "种子法 31",
    ),
    Case("B2-04", seeds("farmers_own_surplus"), NOT_REQUIRED, "farmers_own_surplus", "种子法 37"),
    Case("B2-04", seeds(LARGE_SEED_FIRM), WRONG, "hybrid_seed_of_main_crops", "种子法 31"),
    Case("B2-04", seeds("import_export"), WRONG, "seed_import_export", "种子法 31"),
    Case("B2-04", NOTHING, NOT_REQUIRED, "no_crop_seeds", "种子法 33"),
    Case(
        "B2-05",
        veterinary("without_biologicals"),
        REQUIRED,
        "veterinary_drug_business",
        "兽药管理条例 22",
    ),
    Case("B2-05", veterinary("biologicals"), WRONG, "veterinary_biologicals", "兽药管理条例 22"),
    Case(
        "B2-05", veterinary("own_treatment_only"), NOT_REQUIRED, "own_treatment_only", "assumption"
    ),
    Case("B2-05", NOTHING, NOT_REQUIRED, "no_veterinary_drugs", "兽药管理条例 22"),
    Case("B2-08", freight(HEAVY), REQUIRED, "general_freight", "道路运输条例 24"),
    Case("B2-08", freight(LIGHT), NOT_REQUIRED, "light_vehicles_only", "道路运输条例 24"),
    Case("B2-08", freight(HEAVY, dangerous=True), OUTSIDE, "dangerous_goods", "S004 annex 2/8"),
    Case("B2-08", freight(LIGHT, dangerous=True), OUTSIDE, "dangerous_goods", "S004 annex 2/8"),
    Case("B2-08", NOTHING, NOT_REQUIRED, "no_road_freight", "道路运输条例 2"),
    Case(
        "B2-14",
        bookshop("retail", sells_audio_visual=False),
        REQUIRED,
        "publication_retail",
        "出版管理条例 35",
    ),
    Case("B2-14", bookshop("wholesale"), WRONG, "publication_wholesale", "出版管理条例 35"),
    Case(
        "B2-14",
        bookshop("own_publications_of_publisher"),
        NOT_REQUIRED,
        "own_publications_only",
        "出版管理条例 38",
    ),
    Case(
        "B2-14",
        {"specialities": [], "business_format": "bookshop"},
        REQUIRED,
        "publication_retail",
        "出版管理条例 35",
    ),
    Case("B2-14", OFFICE, NOT_REQUIRED, "no_publications", "出版管理条例 35"),
    Case("B2-15", cinema("cinema"), REQUIRED, "cinema", "电影产业促进法 24"),
    Case("B2-15", cinema("on_demand_cinema"), REQUIRED, "cinema", "电影产业促进法 24"),
    Case(
        "B2-15", cinema("mobile_projection"), NOT_REQUIRED, "mobile_projection", "电影产业促进法 26"
    ),
    Case("B2-15", OFFICE, NOT_REQUIRED, "no_cinema", "电影产业促进法 24"),
    Case("B2-16", agency("placement"), REQUIRED, "job_placement", "人力资源市场暂行条例 18"),
    Case(
        "B2-16",
        agency("without_placement"),
        NOT_REQUIRED,
        "services_that_are_filed",
        "人力资源市场暂行条例 18",
    ),
    Case("B2-16", agency("labour_dispatch"), OUTSIDE, "labour_dispatch", "人力资源市场暂行条例 18"),
    Case("B2-16", NOTHING, NOT_REQUIRED, "no_human_resources_services", "人力资源市场暂行条例 18"),
    Case(
        "B2-19",
        printing("packaging", printing_request_kind="new_business"),
        REQUIRED,
        "packaging_printing",
        "印刷业管理条例 10",
    ),
    Case(
        "B2-19",
        printing("packaging", printing_request_kind="change_of_business"),
        REQUIRED,
        "change_is_approved",
        "印刷业管理条例 12",
    ),
    Case(
        "B2-19",
        printing("packaging", printing_request_kind=PARTICULARS),
        FILING,
        "change_is_filed",
        "印刷业管理条例 12",
    ),
    Case(
        "B2-19",
        printing("packaging", printing_as_individual=True),
        OUTSIDE,
        "individuals_may_not",
        "印刷业管理条例 10",
    ),
    Case("B2-19", printing("publications"), WRONG, "printing_of_publications", "印刷业管理条例 10"),
    Case(
        "B2-19", printing("documents_and_cards"), OUTSIDE, "other_printed_matter_only", "annex 2/19"
    ),
    Case("B2-19", NOTHING, NOT_REQUIRED, "no_packaging_printing", "印刷业管理条例 8"),
    Case("B2-20", hailing("platform"), REQUIRED, "platform_permit", "assumption"),
    Case("B2-20", hailing("vehicle_owner"), REQUIRED, "vehicle_certificate", "assumption"),
    Case("B2-20", hailing("driver"), OUTSIDE, "driver_only", "R12"),
    Case("B2-20", hailing("carpooling"), NOT_REQUIRED, "carpooling", "assumption"),
    Case("B2-20", NOTHING, NOT_REQUIRED, "no_ride_hailing", "assumption"),
)
