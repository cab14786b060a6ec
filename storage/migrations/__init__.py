"""How the tables came to be, one step after another (Alembic). Run by :mod:`storage.migrating` alone."""
