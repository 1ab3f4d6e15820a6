"""The documented operations with the roles that may call each: everything else is denied."""

from dataclasses import dataclass
from typing import Any

from domain.actors import Role

CASE_ID = "0" * 32
TYPICAL = {
    "case_id": CASE_ID,
    "draft_id": CASE_ID,
    "document_id": CASE_ID,
    "task_id": "task-of-nobody",
    "permit_id": f"{CASE_ID}.B1-02",
    "debt_id": "debt-of-nobody",
    "dispute_id": "dispute-of-nobody",
    "delegation_id": CASE_ID,
    "visit_id": f"{CASE_ID}.v1",
    "item_code": "B1-02",
    "scheme_code": "zhongshan",
    "licence_code": "NOSUCHLICENCE1",
    "kind": "lane",
    "subject": "B1-02",
    "code": "health",
    "area": "nowhere",
    "notice_id": "2000000000",
    "push_id": f"{CASE_ID}.health",
    "operation": "decode",
}
"""Path parameters of the right shape that name nothing that exists."""

_APPLICANTS = frozenset({Role.APPLICANT, Role.WINDOW_CLERK})
_HEADS = frozenset({Role.HEAD_OF_AUTHORITY, Role.HEAD_OF_GOVERNMENT})
_OFFICIALS = frozenset({Role.REVIEWER, Role.INSPECTOR, Role.SUPERVISOR}) | _HEADS
_PEOPLE = _APPLICANTS | _OFFICIALS | {Role.ADMINISTRATOR}
_EVERYBODY = _PEOPLE | {Role.DEPARTMENT_SYSTEM}
_COMPLETERS = frozenset({Role.REVIEWER, Role.INSPECTOR, Role.HEAD_OF_AUTHORITY})
_CLOCKS = frozenset({Role.REVIEWER, Role.SUPERVISOR}) | _HEADS
_SUPERVISORS = frozenset({Role.SUPERVISOR})
_REVIEWERS = frozenset({Role.REVIEWER})
_INSPECTORS = frozenset({Role.INSPECTOR})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

PUBLIC = {
    "POST /v1/guidance",
    "GET /v1/guidance/{notice_id}",
    "GET /v1/guidance/{notice_id}/page",
    "GET /v1/guidance/{notice_id}/pdf",
    "POST /v1/forms",
    "POST /v1/guidance/questions",
    "GET /v1/documents/{document_id}/content",
    "GET /v1/public/licences/{licence_code}",
    "GET /v1/public/keys",
    "GET /v1/public/status-list",
    "GET /v1/public/waiting-lists/{item_code}/{area}",
    "POST /v1/departments/{code}/callbacks",
    "GET /v1/catalogue/schemes",
    "GET /v1/catalogue/themes",
    "GET /v1/catalogue/questions",
    "GET /v1/catalogue/schemes/{scheme_code}/items",
    "GET /v1/catalogue/schemes/{scheme_code}/items/{item_code}",
    "GET /v1/catalogue/scope",
    "GET /v1/catalogue/instant-list",
    "POST /v1/departments/{code}/pushes/{push_id}/results",
    "GET /v1/calendar",
    "GET /v1/health",
    "GET /v1/ready",
    "POST /v1/development/tokens",
}
"""Open to all: signed addresses and callbacks prove themselves, the rest is public by law."""

ALLOWED: dict[str, frozenset[Role]] = {
    "POST /v1/drafts": _APPLICANTS,
    "GET /v1/drafts": _APPLICANTS,
    "PUT /v1/drafts/{draft_id}": _APPLICANTS,
    "GET /v1/drafts/{draft_id}": _APPLICANTS,
    "DELETE /v1/drafts/{draft_id}": _APPLICANTS,
    "POST /v1/drafts/{draft_id}/rebase": _APPLICANTS,
    "POST /v1/drafts/{draft_id}/submission": _APPLICANTS,
    "GET /v1/statistics/burden": _SUPERVISORS,
    "POST /v1/documents": _APPLICANTS | _OFFICIALS,
    "GET /v1/documents/{document_id}": _PEOPLE,
    "POST /v1/applications": _APPLICANTS,
    "GET /v1/applications": _PEOPLE,
    "GET /v1/applications/{case_id}": _PEOPLE,
    "GET /v1/applications/{case_id}/lanes": _PEOPLE,
    "GET /v1/applications/{case_id}/debts": _PEOPLE,
    "GET /v1/applications/{case_id}/allowed-actions": _PEOPLE,
    "GET /v1/applications/{case_id}/clock": _PEOPLE,
    "GET /v1/applications/{case_id}/clock/{kind}/{subject}": _PEOPLE,
    "POST /v1/applications/{case_id}/correction": _APPLICANTS,
    "POST /v1/applications/{case_id}/lanes/{item_code}/supplement": _APPLICANTS,
    "GET /v1/applications/{case_id}/lanes/{item_code}/hearing": _PEOPLE,
    "GET /v1/applications/{case_id}/lanes/{item_code}/hearing/third-parties": _REVIEWERS,
    "POST /v1/applications/{case_id}/lanes/{item_code}/hearing/right": _REVIEWERS,
    "POST /v1/applications/{case_id}/lanes/{item_code}/hearing/request": _APPLICANTS | _REVIEWERS,
    "POST /v1/applications/{case_id}/lanes/{item_code}/hearing/announcement": _REVIEWERS,
    "POST /v1/applications/{case_id}/lanes/{item_code}/hearing/record": _REVIEWERS,
    "POST /v1/applications/{case_id}/debts/{debt_id}/payment": _APPLICANTS,
    "POST /v1/applications/{case_id}/withdrawal": _APPLICANTS,
    "POST /v1/applications/{case_id}/rectification": _APPLICANTS,
    "POST /v1/applications/{case_id}/visit/reschedule": _APPLICANTS | _OFFICIALS,
    "POST /v1/applications/{case_id}/visits/{visit_id}/reschedule": _APPLICANTS | _OFFICIALS,
    "POST /v1/applications/{case_id}/visits/{visit_id}/cancellation": _OFFICIALS,
    "POST /v1/applications/{case_id}/visits/{visit_id}/appointment": _OFFICIALS,
    "POST /v1/applications/{case_id}/visits/{visit_id}/absence": _APPLICANTS | _OFFICIALS,
    "GET /v1/applications/{case_id}/visits/{visit_id}/package": _INSPECTORS,
    "POST /v1/applications/{case_id}/visits/{visit_id}/records": _INSPECTORS,
    "GET /v1/applications/{case_id}/visits/{visit_id}/report": _APPLICANTS | _OFFICIALS,
    "GET /v1/applications/{case_id}/visits/{visit_id}/rectification-notice": _APPLICANTS
    | _OFFICIALS,
    "POST /v1/applications/{case_id}/clock/{kind}/{subject}/suspension": _CLOCKS,
    "POST /v1/applications/{case_id}/clock/{kind}/{subject}/resumption": _CLOCKS,
    "POST /v1/applications/{case_id}/clock/{kind}/{subject}/extension": _CLOCKS,
    "GET /v1/applications/{case_id}/timeline": _PEOPLE,
    "GET /v1/applications/{case_id}/events": _PEOPLE,
    "GET /v1/applications/{case_id}/history": _SUPERVISORS,
    "GET /v1/applications/{case_id}/notices": _PEOPLE,
    "GET /v1/applications/{case_id}/pushes": _SUPERVISORS,
    "GET /v1/drafts/{draft_id}/ways": _APPLICANTS,
    "POST /v1/commitments/documents": _APPLICANTS,
    "GET /v1/applications/{case_id}/lanes/{item_code}/requests": _PEOPLE,
    "POST /v1/applications/{case_id}/lanes/{item_code}/objection": _APPLICANTS,
    "POST /v1/applications/{case_id}/lanes/{item_code}/objection/answer": _REVIEWERS,
    "GET /v1/applications/{case_id}/disputes": _PEOPLE,
    "POST /v1/applications/{case_id}/disputes": _APPLICANTS | _REVIEWERS,
    "POST /v1/applications/{case_id}/disputes/{dispute_id}/ruling": _SUPERVISORS,
    "GET /v1/applications/{case_id}/exclusions": _OFFICIALS,
    "POST /v1/applications/{case_id}/exclusions": _OFFICIALS,
    "GET /v1/board": _SUPERVISORS,
    "GET /v1/board/lanes": _SUPERVISORS,
    "GET /v1/board/events": _SUPERVISORS,
    "GET /v1/delegations": _OFFICIALS,
    "POST /v1/delegations": _OFFICIALS,
    "POST /v1/delegations/{delegation_id}/ending": _OFFICIALS,
    "GET /v1/tasks": _OFFICIALS,
    "GET /v1/tasks/counts": _OFFICIALS,
    "GET /v1/tasks/{task_id}": _OFFICIALS,
    "POST /v1/tasks/{task_id}/claim": _COMPLETERS,
    "POST /v1/tasks/{task_id}/release": _COMPLETERS,
    "POST /v1/tasks/{task_id}/completion": _COMPLETERS,
    "POST /v1/tasks/{task_id}/reassignment": _SUPERVISORS,
    "GET /v1/permits/{permit_id}": _PEOPLE,
    "GET /v1/permits/{permit_id}/allowed-actions": _PEOPLE,
    "POST /v1/permits/{permit_id}/rectification": _APPLICANTS,
    "POST /v1/permits/{permit_id}/hearing-request": _APPLICANTS,
    "POST /v1/permits/{permit_id}/hearing-record": _REVIEWERS,
    "POST /v1/permits/{permit_id}/revocation": _REVIEWERS,
    "GET /v1/licences/{licence_code}": _PEOPLE,
    "GET /v1/licences/{licence_code}/document": _PEOPLE,
    "GET /v1/licences/{licence_code}/token": _PEOPLE,
    "PUT /v1/catalogue/items/{item_code}/places/{area}": _ADMINISTRATORS,
    "POST /v1/catalogue/validate": _ADMINISTRATORS,
    "POST /v1/catalogue/diff": _ADMINISTRATORS,
    "POST /v1/catalogue/versions": _ADMINISTRATORS,
    "GET /v1/catalogue/versions": _ADMINISTRATORS,
    "GET /v1/catalogue/assumptions": _ADMINISTRATORS,
    "GET /v1/notices": _EVERYBODY,
    "POST /v1/notices/{notice_id}/read": _EVERYBODY,
    "POST /v1/codec/{operation}": _SUPERVISORS,
}

ENDLESS = {"GET /v1/board/events"}
"""Goes on until the caller leaves."""

OF_A_DEPARTMENT = {
    Role.REVIEWER,
    Role.INSPECTOR,
    Role.HEAD_OF_AUTHORITY,
    Role.DEPARTMENT_SYSTEM,
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the OpenAPI document."""

    method: str
    path: str
    described: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def address(self, **parameters: str) -> str:
        """Give the path with parameters filled in; those not named are typical ones."""
        return self.path.format(**{**TYPICAL, **parameters})


def operations_of(document: dict[str, Any]) -> list[Operation]:
    return [
        Operation(method.upper(), path, described)
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    ]
