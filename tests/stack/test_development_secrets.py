import base64
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from stack.development_secrets import CODEC_KEY_ID, development_secrets
from stack.layout import Layout


def layout(folder: Path) -> Layout:
    made = Layout(folder / "var")
    made.make()
    return made


class TestDevelopmentSecrets:
    def test_are_made_once_and_kept(self, tmp_path: Path) -> None:
        assert development_secrets(layout(tmp_path)) == development_secrets(layout(tmp_path))

    def test_differ_from_stack_to_stack(self, tmp_path: Path) -> None:
        here, there = (development_secrets(layout(tmp_path / name)) for name in ("here", "there"))
        assert here.codec_keys != there.codec_keys
        assert here.callback_secret != there.callback_secret

    def test_have_the_form_their_readers_expect(self, tmp_path: Path) -> None:
        made = development_secrets(layout(tmp_path))
        assert len(base64.b64decode(json.loads(made.codec_keys)[CODEC_KEY_ID])) == 32
        key = load_pem_private_key(made.signing_key_file.read_bytes(), password=None)
        assert isinstance(key, Ed25519PrivateKey)

    def test_are_for_this_user_alone(self, tmp_path: Path) -> None:
        folder = development_secrets(layout(tmp_path)).signing_key_file.parent
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
