"""Our own programs: how each is started, what it is told, and when it counts as ready."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from stack import processes
from stack.answering import answers
from stack.development_secrets import CODEC_KEY_ID, development_secrets
from stack.layout import Layout
from stack.ports import LOOPBACK, Ports
from stack.processes import Program
from stack.progress import step

# Long enough for a cold start on a busy machine; a healthy one needs two or three seconds.
_READY_WITHIN_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the parts of a running stack are reached."""

    api: str
    simulator: str
    temporal: str
    namespace: str
    database_url: str
    public_url: str
    temporal_ui: str | None


@dataclass(frozen=True, slots=True)
class Application:
    """The programs of this project on one machine, told the addresses of everything else."""

    layout: Layout
    ports: Ports
    addresses: Addresses
    owns_temporal: bool = True

    def start(self) -> None:
        """Migrate, then start simulator, worker and API, each when the one before is ready."""
        with step("migrating the database"):
            migrations = self._program("migrations", "-m", "alembic", "upgrade", "head")
            processes.run_to_end(migrations, self.layout)
        self._start_simulator()
        self._start_worker()
        self._start_api()

    def _start_simulator(self) -> None:
        port = str(self.ports.simulator)
        self._start(
            self._program("simulator", "-m", "departments.simulator", "--port", port),
            is_ready=lambda: answers(f"http://{LOOPBACK}:{port}/health"),
        )

    def _start_worker(self) -> None:
        ready = self.layout.ready_file("worker")
        ready.unlink(missing_ok=True)
        self._start(self._program("worker", "worker.py"), is_ready=ready.exists)

    def _start_api(self) -> None:
        port = str(self.ports.api)
        self._start(
            self._program("api", "-m", "api", "--port", port),
            is_ready=lambda: answers(f"http://{LOOPBACK}:{port}/v1/ready"),
        )

    def _start(self, program: Program, *, is_ready: Callable[[], bool]) -> None:
        with step(program.name):
            running = processes.start(program, self.layout)
            processes.wait_until_ready(
                running, self.layout, is_ready=is_ready, within_seconds=_READY_WITHIN_SECONDS
            )

    def _program(self, name: str, *arguments: str) -> Program:
        return Program(
            name=name,
            arguments=(sys.executable, *arguments),
            environment=self.environment(name),
        )

    def environment(self, name: str) -> dict[str, str]:
        """The settings of one process: the user's environment with this stack's values."""
        secrets = development_secrets(self.layout)
        return self._inherited() | {
            "DATABASE_URL": self.addresses.database_url,
            "TEMPORAL_ADDRESS": self.addresses.temporal,
            "TEMPORAL_NAMESPACE": self.addresses.namespace,
            "TONGXING_ENVIRONMENT": "development",
            "TONGXING_PUBLIC_URL": self.addresses.public_url,
            "TONGXING_API_PORT": str(self.ports.api),
            "TONGXING_SIMULATOR_URL": self.addresses.simulator,
            "TONGXING_CODEC_KEYS": secrets.codec_keys,
            "TONGXING_CODEC_KEY_ID": CODEC_KEY_ID,
            "TONGXING_SIGNING_KEY_FILE": str(secrets.signing_key_file),
            "TONGXING_CALLBACK_SECRET": secrets.callback_secret,
            "TONGXING_OBJECT_STORE_URL": self.layout.objects.resolve().as_uri(),
            "TONGXING_READY_FILE": str(self.layout.ready_file(name)),
            "TONGXING_DEVELOPMENT_ISSUER": "true",
            "TONGXING_CODEC_ORIGINS": self.addresses.temporal_ui or "",
            "TONGXING_OPEN_CODEC": "true",
            "PYTHONUNBUFFERED": "1",
        }

    def _inherited(self) -> dict[str, str]:
        """The user's environment, less what would point our own Temporal's clients elsewhere."""
        if not self.owns_temporal:
            return dict(os.environ)
        kept = {name: value for name, value in os.environ.items() if "TEMPORAL_" not in name}
        # The user's own configuration file may ask for TLS or name another server.
        return kept | {"TEMPORAL_CONFIG_FILE": os.devnull}
