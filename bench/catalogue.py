"""The catalogue of the bench: a scheme with four reviewed items and nothing else."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

SCHEME = "bench"
DEPARTMENTS = ("market_regulation", "health", "fire_rescue", "tobacco")
SYSTEMS = ("market_regulation_permits", "health", "fire_rescue", "tobacco")
ITEMS = tuple(f"B9-9{number}" for number in range(1, 5))
_SOURCE = "assumption: bench"
_SINCE = date(2022, 1, 1)


def write_catalogue(directory: Path, original: Path) -> None:
    """Write the catalogue; the scheme is Zhongshan's with other items."""
    (directory / "items").mkdir(parents=True, exist_ok=True)
    (directory / "schemes").mkdir(exist_ok=True)
    scheme = yaml.safe_load((original / "schemes/zhongshan.yaml").read_text("utf-8"))
    scheme["code"] = SCHEME
    scheme["item_phases"] = dict.fromkeys(ITEMS, _SINCE)
    _write(directory / "schemes/bench.yaml", scheme)
    for code, department, system in zip(ITEMS, DEPARTMENTS, SYSTEMS, strict=True):
        _write(directory / f"items/{code}.yaml", _item(code, department, system))
    _write(directory / "questions.yaml", {"questions": [_question()]})
    _write(directory / "themes.yaml", {"themes": []})
    _write(directory / "shared.yaml", {"fields": [], "papers": [], "checklist": []})


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
        "permit_prefix": f"BENCH{'ABCD'[ITEMS.index(code)]}",
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
