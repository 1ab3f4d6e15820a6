"""Runs the migrations against the database that the settings name."""

from alembic import context
from sqlalchemy import create_engine, pool
from sqlmodel import SQLModel

from core.config import Settings
from models import tables

TARGET = SQLModel.metadata
assert tables.EventRow.__tablename__ == "event"  # noqa: S101  # the import fills the metadata


def run_online() -> None:
    engine = create_engine(Settings().database_url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=TARGET, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run_online()
