#!/bin/sh
# Creates the namespace unless it is there, once the server is ready for it.
set -eu

# A closed case's raw history stays readable for this long; its record in Postgres stays for good.
retention=90d

attempts_left=60
until temporal operator cluster health >/dev/null 2>&1; do
    attempts_left=$((attempts_left - 1))
    if [ "$attempts_left" -eq 0 ]; then
        echo "Temporal at $TEMPORAL_ADDRESS did not become healthy; see its log." >&2
        exit 1
    fi
    sleep 2
done

if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
fi
