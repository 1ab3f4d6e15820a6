"""The figures as one JSON file and one readable table."""

import json
import os
import platform
from pathlib import Path
from typing import Any

ROWS = (
    ("lifecycles_per_second", "lifecycles per second"),
    ("lifecycles", "lifecycles"),
    ("start_p50_ms", "start p50, ms"),
    ("start_p99_ms", "start p99, ms"),
    ("decision_p50_ms", "decision p50, ms"),
    ("decision_p99_ms", "decision p99, ms"),
    ("effect_p99_ms", "decision visible p99, ms"),
    ("lifecycle_p50_ms", "whole lifecycle p50, ms"),
    ("cpu_ms_per_lifecycle", "CPU-ms a lifecycle"),
    ("events_per_lifecycle", "Temporal events a lifecycle"),
    ("events_of_begun_permits", "and of its begun permits"),
    ("history_bytes_per_lifecycle", "history bytes a lifecycle"),
    ("database_rows_per_lifecycle", "database rows a lifecycle"),
    ("database_commits_per_lifecycle", "database commits a lifecycle"),
    ("database_bytes_per_lifecycle", "database bytes a lifecycle"),
    ("stalls_over_5_s", "answers later than 5 s"),
    ("repeated_requests", "requests repeated after 503"),
    ("seconds_to_settle", "seconds until quiet again"),
)
ALLOWED_FACTOR = 1.5
TRIAL = {"lifecycles_per_second": 12.0, "cpu_ms_per_lifecycle": 145.0}
"""A trial of this shape (HTTP API, updates, records; no authorization, no permits' own lives) on
two shared cores gave 12 to 14 lifecycles per second."""
MOST_EVENTS = 45
"""Temporal events of a standard lifecycle, explained one by one in tests/structure/test_cost.py."""

REPORTING = (
    '"reporting": two of the four departments report by callback and one is polled; in the other '
    "loads each takes the case in one call."
)


def machine() -> str:
    """Name processor and cores."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if _has_cpuinfo() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores"


def _has_cpuinfo() -> bool:
    return Path("/proc/cpuinfo").exists()


def write(report: dict[str, Any], file: Path) -> None:
    report = report | {"trial": TRIAL, "allowed_factor": ALLOWED_FACTOR}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")


def table(report: dict[str, Any]) -> str:
    """Give the loads side by side, one figure a line, then what they are compared with."""
    loads: dict[str, dict[str, Any]] = report["loads"]
    width = max(len(label) for _, label in ROWS)
    widths = {name: max(len(name), 9) for name in loads}
    heads = (f"{name:>{widths[name]}}" for name in loads)
    lines = [_circumstances(report), "", "  ".join([" " * width, *heads])]
    for row, label in ROWS:
        cells = (f"{_cell(each.get(row)):>{widths[name]}}" for name, each in loads.items())
        lines.append("  ".join([f"{label:<{width}}", *cells]))
    lines += ["", *_people(report.get("people", {}))]
    lines += ["", REPORTING, "", *_cpu(loads), *_errors(loads), "", *_compared(report)]
    return "\n".join(lines)


def _circumstances(report: dict[str, Any]) -> str:
    sandbox = "on" if report["sandbox"] else "off"
    kept = "on disk" if report["durable"] else "in memory, Postgres without fsync"
    return (
        f"{report['machine']}; Python {report['python']}; workflow sandbox {sandbox}; "
        f"Temporal {kept}; {report['seconds_per_load']:g} s a load"
    )


def _people(figures: dict[str, Any]) -> list[str]:
    """Tell what inbox and board cost with ten thousand open cases."""
    return [f"10,000 open cases, {name}: {figure}" for name, figure in figures.items()]


def _cpu(loads: dict[str, dict[str, Any]]) -> list[str]:
    return [
        f"CPU-ms a lifecycle, {name}: "
        + ", ".join(f"{who} {used}" for who, used in (each["cpu_ms_by_process"] or {}).items())
        for name, each in loads.items()
    ]


def _errors(loads: dict[str, dict[str, Any]]) -> list[str]:
    return [f"Errors, {name}: {each['errors']}" for name, each in loads.items() if each["errors"]]


def _compared(report: dict[str, Any]) -> list[str]:
    """Give the ratio to the bare workflow, and to the trial with what is allowed of it."""
    told = ", ".join(f"{name} {ratio}" for name, ratio in report["against_bare"].items())
    name = report["compared"]
    ours = report["loads"][name]
    lines = [f"{name}, times the bare workflow: {told}"]
    for figure, trial in TRIAL.items():
        is_rate = figure == "lifecycles_per_second"
        allowed = trial / ALLOWED_FACTOR if is_rate else trial * ALLOWED_FACTOR
        bound = "at least" if is_rate else "at most"
        lines.append(f"{figure}: {ours[figure]}; trial {trial:g}, allowed {bound} {allowed:g}")
    events = ours["events_per_lifecycle"]
    lines.append(f"events_per_lifecycle: {events}; allowed at most {MOST_EVENTS}")
    return lines


def _cell(figure: object) -> str:
    return "-" if figure is None else str(figure)
