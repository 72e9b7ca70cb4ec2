"""Boundaries written as lists of points: 界址点 TXT and vertices in CSV."""
