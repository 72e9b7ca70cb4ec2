"""Ledgers in a table of PostgreSQL."""
