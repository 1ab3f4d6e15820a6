import os
import signal

import pytest

from stack import interrupts


def _interrupted_while_held(done: list[str]) -> None:
    with interrupts.held():
        os.kill(os.getpid(), signal.SIGTERM)
        done.append("recorded")


class TestHeld:
    def test_finishes_the_block_before_the_interrupt(self) -> None:
        done: list[str] = []
        with pytest.raises(KeyboardInterrupt):
            _interrupted_while_held(done)
        assert done == ["recorded"]

    def test_is_silent_when_nothing_came(self) -> None:
        before = signal.getsignal(signal.SIGTERM)
        with interrupts.held():
            assert signal.getsignal(signal.SIGTERM) is not before
        assert signal.getsignal(signal.SIGTERM) is before


class TestEndingAsInterrupt:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
    def test_turns_an_ending_signal_into_an_interrupt(self, number: signal.Signals) -> None:
        with pytest.raises(KeyboardInterrupt), interrupts.ending_as_interrupt():
            os.kill(os.getpid(), number)
