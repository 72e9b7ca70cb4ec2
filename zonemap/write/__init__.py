"""The only way out: files that appear whole or not at all, and tables of a database."""
