"""Choosing and checking ports before a server is started on them."""

import socket
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self

from stack.errors import PortInUseError, SamePortError
from stack.settings import StackSettings

LOOPBACK = "127.0.0.1"

# The usual ports of `up`; each is moved by its setting.
_API, _SIMULATOR, _TEMPORAL, _TEMPORAL_UI = 8000, 8100, 7233, 8233


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of one stack, all free when they were chosen."""

    api: int
    simulator: int
    temporal: int
    temporal_ui: int

    @classmethod
    def usual(cls, settings: StackSettings) -> Self:
        """The configured or usual ports, so that addresses stay the same from day to day."""
        return cls._chosen(settings, otherwise=(_API, _SIMULATOR, _TEMPORAL, _TEMPORAL_UI))

    @classmethod
    def any_free(cls, settings: StackSettings) -> Self:
        """The configured ports, or any free ones, so that a demo can run beside a stack."""
        return cls._chosen(settings, otherwise=free_ports(4))

    @classmethod
    def _chosen(cls, settings: StackSettings, *, otherwise: tuple[int, ...]) -> Self:
        wanted = (
            ("TONGXING_API_PORT", settings.api_port),
            ("TONGXING_SIMULATOR_PORT", settings.simulator_port),
            ("TONGXING_TEMPORAL_PORT", settings.temporal_port),
            ("TONGXING_TEMPORAL_UI_PORT", settings.temporal_ui_port),
        )
        chosen = [
            (setting, port or other)
            for (setting, port), other in zip(wanted, otherwise, strict=True)
        ]
        _require_different(chosen)
        return cls(*(require_free(port, setting=setting) for setting, port in chosen))


def _require_different(chosen: list[tuple[str, int]]) -> None:
    taken: dict[int, str] = {}
    for setting, port in chosen:
        if port in taken:
            raise SamePortError(port, settings=(taken[port], setting))
        taken[port] = setting


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are only closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_ports(count: int) -> tuple[int, ...]:
    """Different ports nobody listens on now; whoever asked should take them at once."""
    with ExitStack() as probes:
        sockets = [probes.enter_context(socket.socket()) for _ in range(count)]
        for probe in sockets:
            probe.bind((LOOPBACK, 0))
        return tuple(int(probe.getsockname()[1]) for probe in sockets)


def free_port() -> int:
    return free_ports(1)[0]


def require_free(port: int, *, setting: str) -> int:
    """Return the port, or tell which setting moves it when another program has it."""
    if not is_free(port):
        raise PortInUseError(port, setting=setting)
    return port


def accepts_connections(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=3):
            return True
    except OSError:
        return False
