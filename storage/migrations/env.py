"""Where Alembic finds the connection (given by :mod:`storage.migrating`) and the tables to compare with.

SQLite cannot change most of a table in place, so steps are rendered as batches that build it anew. All steps
of a run are one transaction: a database is migrated as far as it goes, or not at all.
"""

from alembic import context

from storage import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    transaction_per_migration=False,
    transactional_ddl=True,
)
context.run_migrations()
