"""Where the stack keeps its files, so that every part and every test agrees on the paths."""

from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths under one data directory; two stacks never share one."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def temporal_database(self) -> Path:
        return self.root / "temporal" / "temporal.db"

    @property
    def logs(self) -> Path:
        return self.root / "log"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def objects(self) -> Path:
        return self.root / "objects"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def ready_file(self, name: str) -> Path:
        """The file a process without a port writes once it is ready."""
        return self.run / f"{name}.ready"

    def make(self) -> None:
        """Create every folder; the secrets are for this user alone."""
        for folder in (self.temporal_database.parent, self.logs, self.run, self.objects):
            folder.mkdir(parents=True, exist_ok=True)
        self.secrets.mkdir(mode=0o700, exist_ok=True)
