"""A real Temporal server on this machine, with time skipping so that years pass in seconds."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stack import processes
from stack.answering import answers
from stack.layout import Layout
from stack.ports import LOOPBACK, free_port
from stack.processes import Program
from stack.temporal_binary import temporal_binary

_DYNAMIC_CONFIGURATION = (
    # Lets a tester fast-forward one case by its handle; off by default in the server.
    "frontend.WorkflowTimeSkippingEnabled=true",
    # Without these four a skip waits about a second for the queues to notice it (measured).
    'history.timerProcessorMaxTimeShift="10ms"',
    "history.timerProcessorMaxPollRPS=1000",
    "history.transferProcessorMaxPollRPS=1000",
    "history.visibilityProcessorMaxPollRPS=1000",
)
# Write-ahead logging makes the file database 1.5 to 2 times as fast (measured) and stays safe
# when the process is killed; only a power cut can cost the last transactions.
_SQLITE_PRAGMAS = ("journal_mode=wal", "synchronous=normal")


@dataclass(frozen=True, slots=True)
class TemporalServer:
    """How to start one server; without `database_file` it forgets everything when it ends."""

    port: int
    namespace: str = "default"
    database_file: Path | None = None
    ui_port: int | None = None
    codec_endpoint: str | None = None

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def arguments(self, binary: Path, *, http_port: int) -> tuple[str, ...]:
        return (
            *(str(binary), "server", "start-dev", "--ip", LOOPBACK),
            *("--port", str(self.port), "--http-port", str(http_port)),
            *("--namespace", self.namespace, "--log-level", "error"),
            *self._interface(),
            *self._storage(),
            *_repeated("--dynamic-config-value", _DYNAMIC_CONFIGURATION),
        )

    def _interface(self) -> tuple[str, ...]:
        if self.ui_port is None:
            return ("--headless",)
        decoding = ("--ui-codec-endpoint", self.codec_endpoint) if self.codec_endpoint else ()
        return ("--ui-port", str(self.ui_port), "--ui-disable-news-fetch", *decoding)

    def _storage(self) -> tuple[str, ...]:
        if self.database_file is None:
            return ()
        pragmas = _repeated("--sqlite-pragma", _SQLITE_PRAGMAS)
        return ("--db-filename", str(self.database_file), *pragmas)


@contextmanager
def running_temporal(
    data_directory: Path, *, port: int | None = None, persistent: bool = False
) -> Iterator[str]:
    """Run a Temporal server for the block; yields its address, namespace `default`.

    `persistent` keeps its database under the data directory, so that the next block goes on with
    it; give the same `port` then, since clients keep the address.
    """
    layout = Layout(data_directory)
    database = layout.temporal_database if persistent else None
    server = TemporalServer(port=port or free_port(), database_file=database)
    try:
        start_temporal(server, layout)
        yield server.address
    finally:
        stop_temporal(layout)


def start_temporal(server: TemporalServer, layout: Layout) -> None:
    """Start the server and wait until its namespace answers."""
    if server.database_file:
        server.database_file.parent.mkdir(parents=True, exist_ok=True)
    http_port = free_port()
    program = Program(
        name="temporal",
        arguments=server.arguments(temporal_binary(), http_port=http_port),
        environment=_environment(),
    )
    running = processes.start(program, layout)
    namespace = f"http://{LOOPBACK}:{http_port}/api/v1/namespaces/{server.namespace}"
    processes.wait_until_ready(
        running, layout, is_ready=lambda: answers(namespace), within_seconds=60
    )


def stop_temporal(layout: Layout) -> None:
    """End the Temporal server recorded in this layout, if any."""
    for running in processes.recorded(layout):
        if running.name == "temporal":
            processes.stop(running, layout)


def _environment() -> dict[str, str]:
    """Ours without TEMPORAL_* client settings, which the server command would read too."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TEMPORAL_")}


def _repeated(option: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for value in values for part in (option, value))
