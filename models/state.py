"""The case as it is kept beside the read model: its submission once, the rest at every turn."""

from pydantic import TypeAdapter

from domain.case import Case
from domain.submission import Submission

_CASE: TypeAdapter[Case] = TypeAdapter(Case)
_SUBMISSION: TypeAdapter[Submission] = TypeAdapter(Submission)


def dump_submission(submission: Submission) -> str:
    return _SUBMISSION.dump_json(submission).decode()


def dump_state(case: Case) -> str:
    """Give everything of the case but its submission."""
    return _CASE.dump_json(case, exclude={"submission"}).decode()


def load_case(submission: str, state: str) -> Case:
    """Put the two parts together again."""
    return _CASE.validate_json(f'{{"submission":{submission},{state[1:]}')
