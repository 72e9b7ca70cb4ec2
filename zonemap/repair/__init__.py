"""Cells as delivered, turned into values: what is sure is repaired, what is not is blanked.

Either is listed, by row, column, text and reason code; nothing else is touched.
"""
