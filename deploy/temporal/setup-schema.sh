#!/bin/sh
# Creates Temporal's two databases, or brings them to this version; safe to run at every start.
set -eu

for name in temporal visibility; do
    database=temporal
    [ "$name" = visibility ] && database=temporal_visibility
    tool() {
        temporal-sql-tool --plugin "$DB" --endpoint "$POSTGRES_SEEDS" --port "$DB_PORT" \
            --user "$POSTGRES_USER" --database "$database" "$@"
    }
    tool create-database
    tool setup-schema --version 0.0
    tool update-schema --schema-name "postgresql/v12/$name"
done
