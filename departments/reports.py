"""A system's report as the case takes it, whichever way it came."""

from departments.protocol import DepartmentReport
from domain import commands
from domain.tasks import Reason


def as_said_to_case(report: DepartmentReport) -> commands.DepartmentReport:
    """Leave out what the case knows already: which lane it is, by the dispatch key."""
    return commands.DepartmentReport(
        sequence=report.sequence,
        outcome=report.outcome.value,
        reasons=tuple(Reason(reason.code, reason.text) for reason in report.reasons),
        facts=report.facts,
    )
