"""In which frame a ledger's coordinates were measured, and the same places in WGS84 degrees."""
