"""The workbooks of a run: the clearance counts, and what is to be mended."""
