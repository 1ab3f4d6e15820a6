"""Starting the whole stack in order: what is stored first, what serves people last."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from stack.application import Addresses, Application
from stack.errors import TemporalUnusableError
from stack.layout import Layout
from stack.ports import LOOPBACK, Ports, accepts_connections
from stack.postgres import start_postgres
from stack.progress import say, step
from stack.settings import StackSettings
from stack.temporal import TemporalServer, start_temporal


@dataclass(frozen=True, slots=True)
class Launcher:
    """Starts one stack; whoever calls it owns the programs (see `ownership.owned`)."""

    settings: StackSettings
    layout: Layout
    ports: Ports
    has_ui: bool = True
    is_durable: bool = True
    """False keeps Temporal in memory and Postgres without fsync: quicker, gone when it ends."""

    def start(self) -> Addresses:
        """Start everything, wait until all of it is ready, and note the addresses for `status`."""
        self.layout.make()
        say("Starting")
        database_url = self._postgres()
        addresses = Addresses(
            api=f"http://{LOOPBACK}:{self.ports.api}",
            simulator=f"http://{LOOPBACK}:{self.ports.simulator}",
            temporal=self._temporal(),
            namespace=self.settings.temporal_namespace,
            database_url=database_url,
            public_url=self._public_url(),
            temporal_ui=self._temporal_ui(),
        )
        owns_temporal = self.settings.temporal_address is None
        Application(self.layout, self.ports, addresses, owns_temporal=owns_temporal).start()
        _addresses_file(self.layout).write_text(json.dumps(asdict(addresses)), encoding="utf-8")
        return addresses

    def _postgres(self) -> str:
        if self.settings.database_url:
            return self.settings.database_url
        with step("postgres"):
            return start_postgres(self.layout, durable=self.is_durable)

    def _temporal(self) -> str:
        if self.settings.temporal_address:
            return _checked(self.settings.temporal_address)
        server = TemporalServer(
            port=self.ports.temporal,
            namespace=self.settings.temporal_namespace,
            database_file=self.layout.temporal_database if self.is_durable else None,
            ui_port=self.ports.temporal_ui if self.has_ui else None,
            # Payloads are encrypted; a supervisor's browser decodes them through the API.
            codec_endpoint=f"{self._public_url()}/v1/codec",
        )
        with step("temporal"):
            start_temporal(server, self.layout)
        return server.address

    def _temporal_ui(self) -> str | None:
        is_ours = self.settings.temporal_address is None
        return f"http://{LOOPBACK}:{self.ports.temporal_ui}" if is_ours and self.has_ui else None

    def _public_url(self) -> str:
        return self.settings.public_url or f"http://{LOOPBACK}:{self.ports.api}"


def known_addresses(layout: Layout) -> Addresses | None:
    """The addresses of the stack last started in this layout."""
    try:
        return Addresses(**json.loads(_addresses_file(layout).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _addresses_file(layout: Layout) -> Path:
    return layout.root / "addresses.json"


def _checked(address: str) -> str:
    host, _, port = address.rpartition(":")
    if not port.isdigit() or not accepts_connections(host, int(port)):
        raise TemporalUnusableError(
            f"No Temporal server answers at TEMPORAL_ADDRESS={address}",
            remedy="start it or correct the address (host:port), or unset TEMPORAL_ADDRESS to use "
            "a server of the stack's own",
        )
    return address
