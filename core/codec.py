"""Encrypts every payload on its way to Temporal, so that its history holds no personal data."""

import os
import zlib
from collections.abc import Sequence
from dataclasses import replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
    PayloadCodec,
)

from core.config import Settings, SettingsError

_ENCODING = b"binary/encrypted"
_NONCE_BYTES = 12
_COMPRESS_FROM_BYTES = 1024
"""Below this size deflating costs more than it saves."""


class UnknownKeyError(Exception):
    """A payload was encrypted with a key that is not in the key ring, or was tampered with."""


class EncryptionCodec(PayloadCodec):
    """AES-GCM with key ids: one key encodes, all keys in the ring decode."""

    def __init__(self, key_ring: dict[str, bytes], key_id: str) -> None:
        if key_id not in key_ring:
            raise SettingsError(f"TONGXING_CODEC_KEY_ID {key_id!r} names no key of the ring.")
        self._ciphers = {name: AESGCM(key) for name, key in key_ring.items()}
        self._key_id = key_id

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._encode_one(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._decode_one(payload) for payload in payloads]

    def _encode_one(self, payload: Payload) -> Payload:
        plain = payload.SerializeToString()
        is_compressed = len(plain) >= _COMPRESS_FROM_BYTES
        body = zlib.compress(plain, 1) if is_compressed else plain
        nonce = os.urandom(_NONCE_BYTES)
        data = nonce + self._ciphers[self._key_id].encrypt(nonce, body, None)
        metadata = {"encoding": _ENCODING, "key-id": self._key_id.encode()}
        if is_compressed:
            metadata["compression"] = b"zlib"
        return Payload(metadata=metadata, data=data)

    def _decode_one(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != _ENCODING:
            return payload
        key_id = payload.metadata.get("key-id", b"").decode(errors="replace")
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise UnknownKeyError(f"no codec key {key_id!r}")
        try:
            body = cipher.decrypt(payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise UnknownKeyError(f"payload does not open with codec key {key_id!r}") from error
        if payload.metadata.get("compression") == b"zlib":
            body = zlib.decompress(body)
        return Payload.FromString(body)


_JSON = PydanticJSONPlainPayloadConverter()
"""One for the process, since it caches how each type is read."""


class SharedPayloadConverter(CompositePayloadConverter):
    """The SDK's pydantic converter with one cache for all workflows.

    The SDK makes a converter for each workflow run; with a cache of its own each run built the
    schemas of every payload anew, which cost far more than everything else in the workflow.
    """

    def __init__(self) -> None:
        super().__init__(
            *(
                _JSON if isinstance(converter, JSONPlainPayloadConverter) else converter
                for converter in DefaultPayloadConverter.default_encoding_payload_converters
            )
        )


PLAIN = DataConverter(payload_converter_class=SharedPayloadConverter)


def data_converter(settings: Settings) -> DataConverter:
    """Give the production converter: pydantic payloads, encrypted, failures included."""
    ring = settings.codec_key_ring()
    if not ring:
        return PLAIN
    return replace(
        PLAIN,
        payload_codec=EncryptionCodec(ring, settings.codec_key_id or next(iter(ring))),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
