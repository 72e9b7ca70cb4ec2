"""Points in zones, measured beside the peers: worlds, peers, rounds and the report."""
