from pathlib import Path

import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from stack import processes
from stack.layout import Layout
from stack.ports import free_port
from stack.temporal import TemporalServer, running_temporal


async def describe(address: str) -> str:
    client = await Client.connect(address)
    request = DescribeNamespaceRequest(namespace="default")
    return (await client.workflow_service.describe_namespace(request)).namespace_info.id


class TestRunningTemporal:
    async def test_keeps_its_data_at_the_same_address_when_persistent(self, tmp_path: Path) -> None:
        port = free_port()
        with running_temporal(tmp_path, port=port, persistent=True) as address:
            before = await describe(address)
        with running_temporal(tmp_path, port=port, persistent=True) as address:
            after = await describe(address)
        assert before == after != ""
        assert processes.recorded(Layout(tmp_path)) == ()


class TestTemporalServer:
    def test_allows_time_skipping(self) -> None:
        arguments = TemporalServer(port=7233).arguments(Path("temporal"), http_port=1)
        assert "frontend.WorkflowTimeSkippingEnabled=true" in arguments

    def test_is_headless_unless_it_has_a_port_for_people(self) -> None:
        assert "--headless" in TemporalServer(port=7233).arguments(Path("t"), http_port=1)
        shown = TemporalServer(port=7233, ui_port=8233, codec_endpoint="http://api/codec")
        arguments = shown.arguments(Path("t"), http_port=1)
        assert "--headless" not in arguments
        assert arguments[arguments.index("--ui-codec-endpoint") + 1] == "http://api/codec"

    @pytest.mark.parametrize("pragma", ["journal_mode=wal", "synchronous=normal"])
    def test_logs_ahead_when_it_has_a_file(self, tmp_path: Path, pragma: str) -> None:
        server = TemporalServer(port=7233, database_file=tmp_path / "t.db")
        assert pragma in server.arguments(Path("t"), http_port=1)
        assert pragma not in TemporalServer(port=7233).arguments(Path("t"), http_port=1)
