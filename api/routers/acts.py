"""What the applicant does in a running case."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.acting import CaseActsDependency
from api.dependencies import APPLICANTS, Allowed, CaseId, ResourcesDependency
from api.problems import not_found
from api.schemas.acts import (
    CorrectionInput,
    PaymentInput,
    RectificationInput,
    SupplementInput,
    WithdrawalInput,
)
from api.schemas.cases import ActedAnswer
from api.schemas.intake import PaperInput
from catalog.instant import instant_findings
from domain import commands as asked
from domain.deficiency import wanted_paper

router = APIRouter(
    prefix="/applications", tags=["acts"], dependencies=[Depends(Allowed(*APPLICANTS))]
)
ItemCode = Annotated[str, Path(pattern=r"^[A-Z0-9-]{1,20}$")]
DebtId = Annotated[str, Path(max_length=200)]


@router.post("/{case_id}/correction")
async def correct_application(
    case_id: CaseId,
    correction: CorrectionInput,
    acts: CaseActsDependency,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Answer the one correction notice (补正)."""
    papers = await acts.papers(case_id, correction.papers)
    form = tuple(sorted(correction.form.items()))
    case = await acts.case(case_id)
    findings = instant_findings(
        resources.catalogue.questions,
        case.slice.items,
        form={**dict(case.form), **correction.form},
        answers=dict(case.submission.answers),
    )
    command = asked.CorrectApplication(acts.actor, papers, form, findings)
    return await acts.send(case_id, command, correction)


@router.post("/{case_id}/lanes/{item_code}/supplement")
async def provide_supplement(
    case_id: CaseId, item_code: ItemCode, supplement: SupplementInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Answer a reviewer's request for additions."""
    papers = await acts.papers(case_id, supplement.papers)
    form = tuple(sorted(supplement.form.items()))
    explanations = tuple(sorted(supplement.explanations.items()))
    command = asked.ProvideSupplement(acts.actor, item_code, papers, form, explanations)
    return await acts.send(case_id, command, supplement, concerns=item_code)


@router.post("/{case_id}/debts/{debt_id}/payment")
async def pay_debt(
    case_id: CaseId, debt_id: DebtId, payment: PaymentInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Hand in the deferred paper (容缺补交)."""
    debt = (await acts.case(case_id)).debt(debt_id)
    if debt is None:
        raise not_found("debt")
    handed_in = PaperInput(paper_code=wanted_paper(debt), document_id=payment.document_id)
    (paper,) = await acts.papers(case_id, (handed_in,))
    return await acts.send(
        case_id, asked.PayDebt(acts.actor, debt_id, paper), payment, concerns=debt_id
    )


@router.post("/{case_id}/withdrawal")
async def withdraw(
    case_id: CaseId, withdrawal: WithdrawalInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Withdraw the application or some of its items, before their decision (撤回申请)."""
    return await acts.send(case_id, asked.Withdraw(acts.actor, withdrawal.items), withdrawal)


@router.post("/{case_id}/rectification")
async def report_rectification(
    case_id: CaseId, rectification: RectificationInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Report the failed points of the visit as put right."""
    papers = await acts.papers(case_id, rectification.papers)
    visit_id = rectification.visit_id or ""
    command = asked.ReportRectification(acts.actor, papers, visit_id)
    return await acts.send(case_id, command, rectification)
