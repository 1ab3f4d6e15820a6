"""What an actor may do with a permit now, with the reason why not: ``decide`` asks the same."""

from datetime import datetime

from domain.actions import AllowedAction, say
from domain.actors import Actor
from domain.permits.hearing import may_record_hearing, may_request_hearing
from domain.permits.permit import Permit
from domain.permits.proposing import may_propose
from domain.permits.revoking import may_complete_task
from domain.permits.verifying import may_report_rectification
from domain.tasks import OUTCOMES


def allowed_actions(permit: Permit, actor: Actor, now: datetime) -> tuple[AllowedAction, ...]:
    """Every action that exists for the permit, each allowed or with the reason why not."""
    permit_id = permit.permit_id
    return (
        say("report_rectification", permit_id, may_report_rectification(permit, actor)),
        say("request_hearing", permit_id, may_request_hearing(permit, actor, now)),
        say("record_hearing", permit_id, may_record_hearing(permit, actor)),
        say("propose_revocation", permit_id, may_propose(permit, actor)),
        *(
            say(
                "complete_task",
                task.task_id,
                may_complete_task(permit, actor, task.task_id),
                outcomes=tuple(sorted(OUTCOMES[task.kind])),
            )
            for task in permit.tasks
        ),
    )
