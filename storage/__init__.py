"""Records: tables, transactions, queries. Never telegram."""
