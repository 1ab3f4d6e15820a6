from pathlib import Path

import pytest

from stack.ports import free_port
from stack.temporal_download import DownloadFailedError, download


class TestDownload:
    def test_fails_within_seconds_and_leaves_nothing_when_the_network_is_closed(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")  # nobody listens there
        with pytest.raises(DownloadFailedError, match="the download of Temporal v"):
            download(tmp_path / "temporal")
        assert list(tmp_path.iterdir()) == []
