#!/bin/sh
# Hands secrets that are kept in files to the program as the settings it reads. What is set already
# wins, so that production can use whatever secret store it has.
set -eu

from_file() {
    file="${SECRETS_DIRECTORY:-/nowhere}/$2"
    if [ -z "$(printenv "$1" || true)" ] && [ -r "$file" ]; then
        export "$1=$(cat "$file")"
    fi
}

from_file TONGXING_CODEC_KEYS codec-keys.json
from_file TONGXING_CALLBACK_SECRET callback-secret

exec "$@"
