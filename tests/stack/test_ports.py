import socket
from collections.abc import Iterator

import pytest

from stack.errors import PortInUseError
from stack.ports import LOOPBACK, Ports, accepts_connections, free_port, free_ports, require_free
from stack.settings import StackSettings


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        yield server.getsockname()[1]


class TestRequireFree:
    def test_returns_the_port_when_nobody_listens(self) -> None:
        port = free_port()
        assert require_free(port, setting="TONGXING_API_PORT") == port

    def test_names_port_and_setting_when_another_program_listens(self, taken_port: int) -> None:
        with pytest.raises(PortInUseError) as refused:
            require_free(taken_port, setting="TONGXING_API_PORT")
        assert str(refused.value) == (
            f"Port {taken_port} is already in use: end the program that uses it, "
            "or set TONGXING_API_PORT to a free port."
        )


class TestPorts:
    def test_keeps_a_configured_port_also_in_the_demo(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        port = free_port()
        monkeypatch.setenv("TONGXING_SIMULATOR_PORT", str(port))
        assert Ports.any_free(StackSettings.read()).simulator == port

    def test_names_the_setting_of_the_port_that_is_taken(
        self, monkeypatch: pytest.MonkeyPatch, taken_port: int
    ) -> None:
        monkeypatch.setenv("TONGXING_TEMPORAL_UI_PORT", str(taken_port))
        with pytest.raises(PortInUseError, match="set TONGXING_TEMPORAL_UI_PORT"):
            Ports.any_free(StackSettings.read())


class TestFreePorts:
    def test_are_all_different(self) -> None:
        assert len(set(free_ports(20))) == 20


class TestAcceptsConnections:
    def test_is_true_only_when_somebody_listens(self, taken_port: int) -> None:
        assert accepts_connections(LOOPBACK, taken_port)
        assert not accepts_connections(LOOPBACK, free_port())
