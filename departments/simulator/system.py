"""One simulated system: takes cases once, reports on them in its style, and does as it is told."""

import hashlib
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from random import Random

from departments.configuration import SystemStyle
from departments.simulator.bodies import (
    CaseStatus,
    CaseTaken,
    PushedRegistration,
    Receipt,
    Registration,
    Report,
    SubmittedCase,
)
from departments.simulator.bounded import LONGEST_LOG, Bounded
from departments.simulator.callback_sender import CallbackSender, Delivery
from departments.simulator.faults import Fault, FaultSwitch
from departments.simulator.instructions import (
    CallbackManner,
    Instruction,
    LogEntry,
    Pace,
    RequestedReport,
    SentReport,
)
from departments.simulator.problems import SimulatedProblem
from departments.simulator.uscc import new_uscc

REGISTRATION_ITEM = "BL-00"
"""The business licence: the registry decides it at once and gives the code."""


@dataclass(slots=True)
class SimulatedCase:
    """A case as the system keeps it."""

    submitted: SubmittedCase
    receipt: Receipt
    report: Report | None = None
    polls: int = 0


class SimulatedSystem:
    """Permit systems only say that they have a case: people decide it elsewhere."""

    def __init__(
        self,
        code: str,
        style: SystemStyle,
        *,
        seed: int,
        usual_fault: Fault,
        pace: Pace,
        sender: CallbackSender,
        registrations: Bounded[str, Registration],
    ) -> None:
        self.code = code
        self.style = style
        self.pace = pace
        self.faults = FaultSwitch(Random(f"{seed}/{code}"), usual_fault)  # noqa: S311  # not secret
        self.answers: dict[str, Instruction] = {}
        self.log: deque[LogEntry] = deque(maxlen=LONGEST_LOG)
        self._seed = seed
        self._sender = sender
        self._registrations = registrations
        self._cases: Bounded[str, SimulatedCase] = Bounded()
        self._pushed: Bounded[str, PushedRegistration] = Bounded()

    def take(self, key: str, submitted: SubmittedCase) -> CaseTaken:
        """Take a case; the same key with the same content gets the same receipt."""
        known = self._cases.get(key)
        if known is not None:
            _check_same(known.submitted.fingerprint(), submitted.fingerprint())
            known.submitted = submitted
            return self._taken(known)
        case = SimulatedCase(submitted, self._receipt(key))
        self._cases[key] = case
        self._begin(case)
        return self._taken(case)

    def status(self, key: str) -> CaseStatus:
        """Answer a poll; polls move a case from received to in progress."""
        case = self._cases.get(key)
        if case is None:
            return CaseStatus(report=None)
        case.polls += 1
        if case.polls == self.pace.polls_until_in_progress and _outcome(case) == "received":
            self._report(case, Instruction(outcome="in_progress"))
        return CaseStatus(report=case.report)

    def withdraw(self, key: str) -> None:
        """End a case; one that the system has decided cannot be withdrawn any more."""
        case = self._cases.get(key)
        if case is None or _outcome(case) == "withdrawn":
            return
        if _outcome(case) in {"granted", "refused"}:
            raise SimulatedProblem(HTTPStatus.CONFLICT, "already_decided", "The case is decided.")
        self._report(case, Instruction(outcome="withdrawn"))

    def learn(self, key: str, pushed: PushedRegistration) -> None:
        """Take a pushed registration once."""
        known = self._pushed.setdefault(key, pushed)
        _check_same(known.model_dump_json(), pushed.model_dump_json())

    def report_as_told(self, key: str, wanted: RequestedReport) -> SentReport:
        """Report what a tester wants, by callback or at the next poll."""
        case = self._cases.get(key)
        if case is None:
            raise SimulatedProblem(HTTPStatus.NOT_FOUND, "case_unknown", "No such case here.")
        if self.style is SystemStyle.SYNCHRONOUS:
            detail = "This system reports only in its answer to a case; set its answers instead."
            raise SimulatedProblem(HTTPStatus.CONFLICT, "answers_at_once", detail)
        report = self._report(case, wanted, wanted.sequence)
        if self.style is SystemStyle.CALLBACK:
            self._call_back(case, report, wanted.callback)
        return SentReport(report=report, message_id=_message_id(report))

    def note(self, call: str, key: str, status: int | None, body: object = None) -> None:
        """Keep what happened for whoever looks at the log."""
        entry = LogEntry(
            at=datetime.now(UTC), call=call, dispatch_key=key, status=status, body=body
        )
        self.log.append(entry)

    def _begin(self, case: SimulatedCase) -> None:
        """Report as told for the item, or as the system usually does."""
        told = self.answers.get(case.submitted.item_code)
        report = self._report(case, told or self._usual(case.submitted))
        if self.style is SystemStyle.CALLBACK:
            self._call_back(case, report, CallbackManner(delay_ms=self.pace.callback_delay_ms))

    def _usual(self, submitted: SubmittedCase) -> Instruction:
        if submitted.item_code == REGISTRATION_ITEM:
            return Instruction(outcome="granted", facts={"uscc": self._register(submitted)})
        # A receipt says "received" already, so the first callback says what comes after it.
        by_callback = self.style is SystemStyle.CALLBACK
        return Instruction(outcome="in_progress" if by_callback else "received")

    def _register(self, submitted: SubmittedCase) -> str:
        uscc = new_uscc(self._seed, submitted.dispatch_key)
        self._registrations[uscc] = Registration(
            uscc=uscc,
            name=submitted.fields.get("business_name") or uscc,
            district=submitted.fields.get("district") or "442000",
            registered_on=datetime.now(UTC).date(),
        )
        return uscc

    def _report(
        self, case: SimulatedCase, said: Instruction, sequence: int | None = None
    ) -> Report:
        following = case.report.sequence + 1 if case.report else 1
        case.report = Report(
            dispatch_key=case.submitted.dispatch_key,
            sequence=sequence or following,
            outcome=said.outcome,
            at=datetime.now(UTC),
            reasons=said.reasons,
            facts=said.facts,
        )
        return case.report

    def _call_back(self, case: SimulatedCase, report: Report, manner: CallbackManner) -> None:
        key, url = case.submitted.dispatch_key, case.submitted.callback_url
        content = {**report.model_dump(mode="json"), "message_id": _message_id(report)}
        delivery = Delivery(
            url=url,
            body=manner.encode(content),
            delay=timedelta(milliseconds=manner.delay_ms),
            signature=manner.signature,
            age=timedelta(seconds=manner.age_seconds),
        )
        for _ in range(manner.times):
            self._sender.send(
                delivery,
                lambda status, attempts: self.note(
                    "callback", key, status, {**content, "attempts": attempts}
                ),
            )

    def _taken(self, case: SimulatedCase) -> CaseTaken:
        at_once = self.style is SystemStyle.SYNCHRONOUS
        return CaseTaken(receipt=case.receipt, report=case.report if at_once else None)

    def _receipt(self, key: str) -> Receipt:
        digest = hashlib.sha256(f"{self._seed}/{self.code}/{key}".encode()).hexdigest()
        return Receipt(reference=f"{self.code}-{digest[:12]}", received_at=datetime.now(UTC))


def _outcome(case: SimulatedCase) -> str:
    return case.report.outcome if case.report else ""


def _message_id(report: Report) -> str:
    """Equal reports have equal ids, as in a system that repeats a message."""
    return hashlib.sha256(report.model_dump_json().encode()).hexdigest()[:32]


def _check_same(known: str, given: str) -> None:
    if known != given:
        raise SimulatedProblem(
            HTTPStatus.CONFLICT, "idempotency_key_reused", "The key belongs to other content."
        )
