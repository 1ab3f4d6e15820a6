"""The catalogue of the bench: a scheme with nothing but reviewed items, four to an application.

The departments' systems of ``STANDARD`` take a case in one call. Of ``REPORTING`` one does, two
report by callback how far they are, and one is polled, as in the demo city.
"""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

SCHEME = "bench"
DEPARTMENTS = ("market_regulation", "health", "fire_rescue", "tobacco")
STANDARD = tuple(f"B9-9{number}" for number in range(1, 5))
REPORTING = tuple(f"B9-9{number}" for number in range(5, 9))
LANES = 4
_TAKES_IN_ONE_CALL = "market_regulation_permits"
_SYSTEMS = (*(_TAKES_IN_ONE_CALL,) * LANES, _TAKES_IN_ONE_CALL, "health", "fire_rescue", "tobacco")
_SOURCE = "assumption: bench"
_SINCE = date(2022, 1, 1)


def write_catalogue(directory: Path, original: Path) -> None:
    """Write the catalogue; the scheme is Zhongshan's with other items."""
    for folder in ("items", "schemes", "questions", "themes", "shared"):
        (directory / folder).mkdir(parents=True, exist_ok=True)
    scheme = yaml.safe_load((original / "schemes/zhongshan.yaml").read_text("utf-8"))
    scheme["code"] = SCHEME
    scheme["item_phases"] = dict.fromkeys(STANDARD + REPORTING, _SINCE)
    _write(directory / "schemes/bench.yaml", scheme)
    items = zip(STANDARD + REPORTING, DEPARTMENTS * 2, _SYSTEMS, strict=True)
    for code, department, system in items:
        _write(directory / f"items/{code}.yaml", _item(code, department, system))
    _write(directory / "questions/bench.yaml", {"questions": [_question()]})
    _write(directory / "themes/bench.yaml", {"themes": []})
    _write(directory / "shared/bench.yaml", {"fields": [], "papers": [], "checklist": []})


def _question() -> dict[str, Any]:
    return {
        "code": "anything",
        "kind": "boolean",
        "label_zh": "有吗",
        "label_en": "Anything?",
        "source": _SOURCE,
    }


def _item(code: str, department: str, system: str) -> dict[str, Any]:
    return {
        "code": code,
        "label_zh": code,
        "label_en": code,
        "department": department,
        "section": "bench",
        "system": system,
        "permit_prefix": f"BENCH{'ABCDEFGH'[int(code[-1]) - 1]}",
        "common": {
            "basis": [_SOURCE],
            "mode": "streamlined",
            "mode_source": _SOURCE,
            "site_check": "none",
            "limits": [
                {"kind": "statutory", "count": 20, "unit": "working_days", "source": _SOURCE},
                {"kind": "promised", "count": 10, "unit": "working_days", "source": _SOURCE},
            ],
            "fields": [
                {
                    "code": "contact_phone",
                    "kind": "phone",
                    "label_zh": "电话",
                    "label_en": "Phone",
                    "source": _SOURCE,
                }
            ],
            "papers": [],
            "conditions": [
                {
                    "code": "space",
                    "dimension": "premises",
                    "label_zh": "场所",
                    "label_en": "Premises",
                    "source": _SOURCE,
                }
            ],
            "checklist": [],
            "prerequisites": [],
            "validity": {"source": _SOURCE},
            "rules": [_rule("asked", "anything"), _rule("always", "true")],
        },
        "versions": [{"effective_from": _SINCE, "areas": ["000000"]}],
    }


def _rule(code: str, when: str) -> dict[str, str]:
    return {
        "code": code,
        "when": when,
        "requirement": "required",
        "reason_zh": "总是",
        "reason_en": "Always",
        "source": _SOURCE,
    }


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
