"""Stands where the migrations would: counts in the database how often it was migrated."""

import os
import sys

import psycopg

with psycopg.connect(os.environ["DATABASE_URL"].replace("+psycopg", "")) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS migrated (at timestamptz)")
    connection.execute("INSERT INTO migrated VALUES (now())")
    count = connection.execute("SELECT count(*) FROM migrated").fetchone()
    sys.stdout.write(f"{count}\n")
