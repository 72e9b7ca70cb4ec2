"""The printed map sheets, A4 landscape: one of the whole plan, one for each zone."""
