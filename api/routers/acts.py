"""What the applicant does in a running case."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.acting import act_on_case, provided
from api.cases import visible_case
from api.dependencies import APPLICANTS, Allowed, CurrentActor, Key, ResourcesDependency
from api.problems import not_found
from api.routers.applications import CaseId
from api.schemas.acts import (
    CorrectionInput,
    PaymentInput,
    RectificationInput,
    WithdrawalInput,
)
from api.schemas.cases import ActedAnswer
from api.schemas.intake import PaperInput
from domain import commands as asked
from domain.deficiency import wanted_paper

router = APIRouter(
    prefix="/applications", tags=["acts"], dependencies=[Depends(Allowed(*APPLICANTS))]
)
ItemCode = Annotated[str, Path(pattern=r"^[A-Z0-9-]{1,20}$")]


@router.post("/{case_id}/correction")
async def correct_application(
    case_id: CaseId,
    correction: CorrectionInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Answer the one correction notice (补正)."""
    papers = await provided(resources, actor, case_id, correction.papers)
    command = asked.CorrectApplication(actor, papers, tuple(sorted(correction.form.items())))
    return await act_on_case(
        resources, actor, key, case_id, update=command.kind, command=command, body=correction
    )


@router.post("/{case_id}/lanes/{item_code}/supplement")
async def provide_supplement(
    case_id: CaseId,
    item_code: ItemCode,
    supplement: CorrectionInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Answer a reviewer's request for additions."""
    papers = await provided(resources, actor, case_id, supplement.papers)
    form = tuple(sorted(supplement.form.items()))
    command = asked.ProvideSupplement(actor, item_code, papers, form)
    return await act_on_case(
        resources,
        actor,
        key,
        case_id,
        update=command.kind,
        command=command,
        body=supplement,
        concerns=item_code,
    )


@router.post("/{case_id}/debts/{debt_id}/payment")
async def pay_debt(
    case_id: CaseId,
    debt_id: Annotated[str, Path(max_length=200)],
    payment: PaymentInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Hand in the deferred paper (容缺补交)."""
    case = await visible_case(resources, actor, case_id)
    debt = case.debt(debt_id)
    if debt is None:
        raise not_found("debt")
    handed_in = PaperInput(paper_code=wanted_paper(debt), document_id=payment.document_id)
    (paper,) = await provided(resources, actor, case_id, (handed_in,))
    command = asked.PayDebt(actor, debt_id, paper)
    return await act_on_case(
        resources,
        actor,
        key,
        case_id,
        update=command.kind,
        command=command,
        body=payment,
        concerns=debt_id,
    )


@router.post("/{case_id}/withdrawal")
async def withdraw(
    case_id: CaseId,
    withdrawal: WithdrawalInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Withdraw the application or some of its items, before their decision (撤回申请)."""
    command = asked.Withdraw(actor, withdrawal.items)
    return await act_on_case(
        resources, actor, key, case_id, update=command.kind, command=command, body=withdrawal
    )


@router.post("/{case_id}/rectification")
async def report_rectification(
    case_id: CaseId,
    rectification: RectificationInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Report the failed points of the visit as put right."""
    papers = await provided(resources, actor, case_id, rectification.papers)
    command = asked.ReportRectification(actor, papers)
    return await act_on_case(
        resources, actor, key, case_id, update=command.kind, command=command, body=rectification
    )
