"""The one-machine stack: real Temporal, real Postgres and our own processes, by one command."""
