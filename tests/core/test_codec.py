"""Payloads on their way to Temporal: opaque outside, unchanged inside, keys rotated at ease."""

import json
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError, FailureError

from core.codec import EncryptionCodec, UnknownKeyError, data_converter
from core.config import Settings, SettingsError
from domain.clock import Limit, LimitKind, LimitUnit

OLD, NEW = b"o" * 32, b"n" * 32
CODEC = EncryptionCodec({"old": OLD, "new": NEW}, "new")
PAYLOADS = st.builds(
    Payload,
    metadata=st.dictionaries(st.text(max_size=5), st.binary(max_size=5), max_size=2),
    data=st.binary(max_size=20) | st.binary(min_size=1, max_size=8).map(lambda part: part * 500),
)


def keyed(key_id: str = "new") -> Settings:
    ring = {"old": b64encode(OLD).decode(), "new": b64encode(NEW).decode()}
    return Settings(codec_keys=SecretStr(json.dumps(ring)), codec_key_id=key_id)


async def sealed(data: bytes, codec: EncryptionCodec = CODEC) -> Payload:
    return (await codec.encode([Payload(data=data)]))[0]


class TestEncode:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(PAYLOADS, max_size=3))
    async def test_is_undone_by_decoding(self, payloads: list[Payload]) -> None:
        assert await CODEC.decode(await CODEC.encode(payloads)) == payloads

    async def test_leaves_nothing_readable(self) -> None:
        payload = await sealed("身份证号 11010519491231002X".encode())
        outside = payload.SerializeToString()
        assert b"1101051949" not in outside
        assert payload.metadata["encoding"] == b"binary/encrypted"
        assert payload.metadata["key-id"] == b"new"

    async def test_gives_other_bytes_each_time(self) -> None:
        assert (await sealed(b"same")).data != (await sealed(b"same")).data

    async def test_compresses_what_is_large(self) -> None:
        large = await sealed(b"a" * 100_000)
        assert len(large.data) < 2_000
        assert "compression" not in (await sealed(b"small")).metadata


class TestDecode:
    async def test_opens_what_an_older_key_of_the_ring_has_sealed(self) -> None:
        former = await sealed(b"open case", EncryptionCodec({"old": OLD}, "old"))
        assert (await CODEC.decode([former]))[0].data == b"open case"

    async def test_leaves_alone_what_was_never_sealed(self) -> None:
        plain = Payload(metadata={"encoding": b"json/plain"}, data=b"{}")
        assert await CODEC.decode([plain]) == [plain]

    async def test_is_refused_when_the_key_is_not_in_the_ring(self) -> None:
        strange = await sealed(b"x", EncryptionCodec({"gone": OLD}, "gone"))
        with pytest.raises(UnknownKeyError, match="gone"):
            await CODEC.decode([strange])

    async def test_is_refused_when_another_key_bears_the_name(self) -> None:
        strange = await sealed(b"x", EncryptionCodec({"new": OLD}, "new"))
        with pytest.raises(UnknownKeyError):
            await CODEC.decode([strange])

    @pytest.mark.parametrize("length", [0, 5, 12, 20])
    async def test_is_refused_when_cut_short(self, length: int) -> None:
        payload = await sealed(b"x")
        payload.data = payload.data[:length]
        with pytest.raises(UnknownKeyError):
            await CODEC.decode([payload])

    async def test_is_refused_when_a_byte_was_changed(self) -> None:
        payload = await sealed(b"x")
        payload.data = payload.data[:-1] + bytes([payload.data[-1] ^ 1])
        with pytest.raises(UnknownKeyError):
            await CODEC.decode([payload])

    async def test_is_refused_when_the_key_id_is_no_text(self) -> None:
        payload = await sealed(b"x")
        payload.metadata["key-id"] = b"\xff"
        with pytest.raises(UnknownKeyError):
            await CODEC.decode([payload])


class TestConverter:
    async def test_carries_values_of_the_domain_through_encryption(self) -> None:
        limit = Limit(LimitKind.STATUTORY, 20, LimitUnit.WORKING_DAYS, "行政许可法 42")
        converter = data_converter(keyed())
        payloads = await converter.encode([limit])
        assert payloads[0].metadata["encoding"] == b"binary/encrypted"
        assert await converter.decode(payloads, [Limit]) == [limit]

    async def test_hides_the_words_of_a_failure(self) -> None:
        converter = data_converter(keyed())
        failure = await failed(converter, ApplicationError("phone 13800138000", type="refused"))
        assert b"13800138000" not in failure.SerializeToString()
        error = await converter.decode_failure(failure)
        assert isinstance(error, FailureError)
        assert error.message == "phone 13800138000"

    async def test_encrypts_with_the_first_key_when_none_is_named(self) -> None:
        payloads = await data_converter(keyed("")).encode(["x"])
        assert payloads[0].metadata["key-id"] == b"old"

    async def test_does_not_encrypt_without_keys(self) -> None:
        payloads = await data_converter(Settings()).encode(["x"])
        assert payloads[0].metadata["encoding"] == b"json/plain"

    def test_is_refused_when_the_named_key_is_not_in_the_ring(self) -> None:
        with pytest.raises(SettingsError, match="'other' names no key"):
            data_converter(keyed("other"))


async def failed(converter: DataConverter, error: ApplicationError) -> Failure:
    failure = Failure()
    await converter.encode_failure(error, failure)
    return failure
