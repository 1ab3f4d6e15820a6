"""The one form as JSON Schema 2020-12, so that portals can check what they send (R44)."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from domain.catalogue import FormField
from domain.labels import Label

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_RULES: dict[str, dict[str, str]] = {
    "uscc": {
        "source": "GB 32100-2015",
        "text": (
            "Check character: weights 3^(i-1) mod 31 over the first 17 characters of "
            "0123456789ABCDEFGHJKLMNPQRTUWXY, (31 - sum mod 31) mod 31."
        ),
    },
    "citizen_id": {
        "source": "GB 11643",
        "text": (
            "Check character: ISO 7064 MOD 11-2 over the first 17 digits; digits 7 to 14 are a "
            "calendar day."
        ),
    },
    "date": {"source": "ISO 8601", "text": "A day of the calendar, YYYY-MM-DD."},
}
"""What no pattern can say: portals that check it themselves save a round trip."""
_SHAPES: dict[str, dict[str, Any]] = {
    "uscc": {"pattern": "^[0-9ABCDEFGHJKLMNPQRTUWXY]{18}$"},
    "citizen_id": {"pattern": "^[0-9]{17}[0-9X]$"},
    "phone": {"pattern": "^\\+?[0-9][0-9 -]{5,18}[0-9]$"},
    "date": {"format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "number": {"pattern": "^[0-9]+(\\.[0-9]+)?$"},
}


def form_schema(scheme_code: str, title: Label, fields: Iterable[FormField]) -> dict[str, Any]:
    """Give the schema of a form's values, all of which are texts.

    Equal forms have one ``$id``. Titles are Chinese, with both languages under ``x-title``;
    ``x-rule`` describes a check that the schema cannot express and that submission makes.
    """
    listed = tuple(fields)
    body: dict[str, Any] = {
        "title": title.zh,
        "x-title": {"zh": title.zh, "en": title.en},
        "type": "object",
        "properties": {field.code: _property(field) for field in listed},
        "required": [field.code for field in listed if field.required],
        "additionalProperties": False,
    }
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
    return {"$schema": DIALECT, "$id": f"urn:tongxing:form:{scheme_code}:{digest}", **body}


def _property(field: FormField) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "string",
        "title": field.label.zh,
        "x-title": {"zh": field.label.zh, "en": field.label.en},
        "x-source": field.source,
        "minLength": 1,
        "maxLength": field.max_length,
        **_SHAPES.get(field.kind, {}),
    }
    if field.kind == "choice":
        told["enum"] = list(field.choices)
    if field.kind in _RULES:
        told["x-rule"] = _RULES[field.kind]
    return told
