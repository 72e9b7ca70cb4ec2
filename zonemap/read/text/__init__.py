"""Cells of CSV and other text tables."""
