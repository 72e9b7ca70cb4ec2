"""Cells of XLSX, XLS and HTML tables."""
