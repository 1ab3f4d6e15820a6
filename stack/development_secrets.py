"""Keys of one machine's stack: made once, kept under `var/secrets/`, never committed.

Production brings its own by the same settings and refuses to start without them.
`python -m stack.development_secrets DIRECTORY` makes them for the containers.
"""

import argparse
import base64
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from stack.layout import Layout

CODEC_KEY_ID = "development"


@dataclass(frozen=True, slots=True)
class DevelopmentSecrets:
    """What the processes need; the signing key stays in its file."""

    codec_keys: str
    """JSON: key id to base64 of 32 bytes, for AES-256-GCM."""
    callback_secret: str
    signing_key_file: Path


def development_secrets(layout: Layout) -> DevelopmentSecrets:
    """The secrets of this layout, made on first use; readable by this user alone."""
    signing_key_file = layout.secrets / "signing-key.pem"
    _kept(signing_key_file, make=_signing_key)
    return DevelopmentSecrets(
        codec_keys=_kept(layout.secrets / "codec-keys.json", make=_codec_keys),
        callback_secret=_kept(layout.secrets / "callback-secret", make=secrets.token_urlsafe),
        signing_key_file=signing_key_file,
    )


def _kept(path: Path, *, make: Callable[[], str]) -> str:
    if not path.exists():
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(make())
        unfinished.replace(path)
    return path.read_text(encoding="utf-8")


def main() -> None:
    """Make the secrets of a data directory, unless they are there."""
    parser = argparse.ArgumentParser(prog="python -m stack.development_secrets")
    parser.description = main.__doc__
    parser.add_argument("directory", type=Path, help="the data directory, such as var")
    layout = Layout(parser.parse_args().directory)
    layout.make()
    development_secrets(layout)


def _codec_keys() -> str:
    return json.dumps({CODEC_KEY_ID: base64.b64encode(secrets.token_bytes(32)).decode("ascii")})


def _signing_key() -> str:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem.decode("ascii")


if __name__ == "__main__":
    main()
