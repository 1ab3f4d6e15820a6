import hashlib
import subprocess
from pathlib import Path

import pytest

from stack import virtual_environment
from stack.virtual_environment import main


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements.lock").write_text("# nothing is needed\n")
    return tmp_path


class TestMain:
    @pytest.mark.slow
    def test_makes_a_working_environment_and_makes_it_anew_only_when_the_lock_changes(
        self, project: Path
    ) -> None:
        assert main(project) == 0
        python = project / ".venv" / "bin" / "python"
        assert subprocess.run([python, "-c", "import pip"], check=False).returncode == 0
        witness = project / ".venv" / "witness"
        witness.touch()
        assert main(project) == 0
        assert witness.exists()
        (project / "requirements.lock").write_text("# still nothing\n")
        assert main(project) == 0
        assert not witness.exists()

    @pytest.mark.slow
    def test_is_made_anew_when_the_last_installation_was_broken_off(
        self, project: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        (project / "requirements.lock").write_text("no-such-package==1 --hash=sha256:00\n")
        assert main(project) == 1
        assert "could not be installed" in capfd.readouterr().err
        assert not (project / ".venv" / "made-from").exists()

    def test_tells_in_one_sentence_that_the_python_is_too_old(
        self,
        project: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(virtual_environment, "OLDEST_PYTHON", (4, 0))
        assert main(project) == 1
        said = capsys.readouterr().err
        assert said.startswith("Tongxing needs Python 3.11 or newer, and ")
        assert said.count("\n") == 1

    def test_leaves_an_environment_alone_that_is_in_step(self, project: Path) -> None:
        lock = (project / "requirements.lock").read_bytes()
        (project / ".venv").mkdir()
        (project / ".venv" / "made-from").write_text(hashlib.sha256(lock).hexdigest())
        assert main(project) == 0
        assert [file.name for file in (project / ".venv").iterdir()] == ["made-from"]
