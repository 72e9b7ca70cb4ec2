"""The only way in from the disk: boundaries, ledgers, points and the plan itself."""
