"""The interactive page: one file that opens from disk, without network."""
