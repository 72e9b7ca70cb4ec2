"""Rows and shapes of GeoJSON, GeoPackage, Shapefile and GeoParquet."""
