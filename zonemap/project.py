"""What a plan names, read and made ready: counties, zones, fuel rules.

The one place that takes a `Config` apart for the stages, which know only tables and values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from zonemap.config import BufferZone, PolygonZone, VillagesZone
from zonemap.crs import WGS84, read_crs, to_degrees
from zonemap.errors import BoundaryError
from zonemap.gazetteer import Gazetteer, open_gazetteer
from zonemap.judge import FuelRule
from zonemap.read.boundaries import select_features
from zonemap.read.layers import layer_name, planned_layer
from zonemap.zones import Zone, reproject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zonemap.config import Config, Counties

__all__ = ["Project", "county_codes", "open_project"]


class Bounds(NamedTuple):
    """The degrees within which a household of the plan must lie."""

    west: float
    south: float
    east: float
    north: float


WORLD = Bounds(-180, -90, 180, 90)


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """A plan with its boundaries in hand.

    Attributes
    ----------
    config
        The plan.
    counties
        Polygons in the CRS of their file, columns ``code`` and ``name``; empty if none given.
    county_zones
        The same polygons as zones, in the same order; ``zone_id`` is the code.
    zones
        In the plan's order.
    delivered
        Each polygon boundary whole, without its county condition: what lies inside it but in
        no zone is listed. ``zone_id`` is the file's name.
    centres
        EPSG:4326 points of the buffer zones with their ``zone_id``.
    control_points
        EPSG:4326 points known to lie inside a zone, with its ``zone_id``.
    bounds
        Degrees within which a household must lie.
    measuring_crs
        Projected, in metres.
    gazetteer
        Villages and points of places.
    files
        Every boundary file or table read, by its name, with the CRS it was read in.
    row_hashes
        The hash of the rows of those that are tables of a database.
    """

    config: Config
    counties: gpd.GeoDataFrame
    county_zones: tuple[Zone, ...]
    zones: tuple[Zone, ...]
    delivered: tuple[Zone, ...]
    centres: gpd.GeoDataFrame
    control_points: gpd.GeoDataFrame
    bounds: Bounds
    measuring_crs: pyproj.CRS
    gazetteer: Gazetteer
    files: dict[str, pyproj.CRS]
    row_hashes: dict[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> dict[str, FuelRule | None]:
        """What the fuel class of each zone allows."""
        classes = self.config.fuel_classes
        return {
            zone.zone_id: None
            if zone.fuel_class is None
            else FuelRule(
                frozenset(classes[zone.fuel_class].allowed),
                frozenset(classes[zone.fuel_class].where_no_gas),
            )
            for zone in self.zones
        }


class _Layers:
    """The boundary files of a project, each read once."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.files: dict[str, pyproj.CRS] = {}
        self.row_hashes: dict[str, str] = {}
        self._read: dict[tuple[str, str, str, str | None], gpd.GeoDataFrame] = {}

    def layer(
        self, file: str, *, kind: str, crs: str | None = None, table: str = ""
    ) -> gpd.GeoDataFrame:
        key = (file, table, kind, crs)
        if key not in self._read:
            read = planned_layer(file, table=table, root=self.config.root, kind=kind, crs=crs)
            self._read[key] = read.features
            name = layer_name(file, table=table)
            self.files[name] = read.features.crs
            if read.row_hash:
                self.row_hashes[name] = read.row_hash
        return self._read[key]


def open_project(config: Config) -> Project:
    """Read every boundary that a plan names.

    Parameters
    ----------
    config
        From `zonemap.read.files.read_config`.

    Returns
    -------
    project
        With one zone for each table ``[[zone]]``.

    Raises
    ------
    BoundaryError
        If a file is missing or unsound, or a county code is not in the county file.
    CRSError
        If a CRS is missing, unknown or on another datum, or ``measuring_crs`` is not in metres.
    """
    layers = _Layers(config)
    counties = _counties(config.counties, layers)
    gazetteer = open_gazetteer(config.places.model_dump(exclude={"accuracy_m"}), root=config.root)
    zones = tuple(
        _villages_zone(spec, counties, gazetteer)
        if isinstance(spec, VillagesZone)
        else _zone(spec, counties, layers)
        for spec in config.zones
    )
    return Project(
        config=config,
        counties=counties,
        county_zones=_county_zones(counties),
        zones=zones,
        delivered=_delivered(config, layers),
        centres=_points_of(
            [(zone.zone_id, zone.parts, zone.crs) for zone in zones if zone.radius_m]
        ),
        control_points=_control_points(config, layers),
        bounds=_bounds(counties),
        measuring_crs=_measuring_crs(config.plan.measuring_crs),
        gazetteer=gazetteer,
        files=dict(sorted(layers.files.items())),
        row_hashes=layers.row_hashes,
    )


def _measuring_crs(text: str) -> pyproj.CRS:
    crs = read_crs(text, where="measuring_crs")
    if not crs.is_projected or crs.axis_info[0].unit_name != "metre" or crs.to_epsg() == 3857:
        raise BoundaryError(
            "measuring_crs: {crs} does not measure true metres; give a Gauss-Krueger or UTM system",
            crs=text,
        )
    return crs


def _counties(spec: Counties | None, layers: _Layers) -> gpd.GeoDataFrame:
    if spec is None:
        empty = {"code": pd.Series(dtype="str"), "name": pd.Series(dtype="str")}
        return gpd.GeoDataFrame(empty, geometry=gpd.GeoSeries([], crs=WGS84))
    layer = layers.layer(spec.boundary, kind="polygon", crs=spec.crs, table=spec.table)
    missing = [name for name in (spec.code, spec.name) if name not in layer.columns]
    if missing:
        file = layer_name(spec.boundary, table=spec.table)
        raise BoundaryError("{file}: has no column {column}", file=file, column=missing[0])
    columns = {"code": layer[spec.code].astype("str"), "name": layer[spec.name].astype("str")}
    return gpd.GeoDataFrame(columns, geometry=layer.geometry, crs=layer.crs)


def _county_zones(counties: gpd.GeoDataFrame) -> tuple[Zone, ...]:
    return tuple(
        Zone(zone_id=code, name=name, parts=shapely.get_parts([shape]), crs=counties.crs)
        for code, name, shape in zip(
            counties["code"], counties["name"], counties.geometry, strict=True
        )
    )


def _zone(spec: PolygonZone | BufferZone, counties: gpd.GeoDataFrame, layers: _Layers) -> Zone:
    shared = {
        "zone_id": spec.id,
        **spec.model_dump(include={"name", "target", "basis", "fuel_class"}),
    }
    if isinstance(spec, BufferZone):
        layer = layers.layer(spec.features, kind="any", crs=spec.crs, table=spec.table)
        name = layer_name(spec.features, table=spec.table)
        features = select_features(layer, where=spec.where, file=name)
        return Zone(
            **shared,
            parts=shapely.get_parts(features.geometry.to_numpy()),
            crs=layer.crs,
            radius_m=spec.radius_m,
            county_code=spec.where.get("county_code", ""),
            accuracy_m=_stated_accuracy(features),
        )
    layer = layers.layer(spec.boundary, kind="polygon", crs=spec.crs, table=spec.table)
    name = layer_name(spec.boundary, table=spec.table)
    features = select_features(layer, where=spec.where, file=name)
    county = counties[counties["code"] == (spec.within_county or "")]
    if spec.within_county and len(county) == 0:
        raise BoundaryError(
            "zone {zone}: county {code} is not in the county file",
            zone=spec.id,
            code=spec.within_county,
        )
    return Zone(
        **shared,
        parts=shapely.get_parts(features.geometry.to_numpy()),
        crs=layer.crs,
        county_parts=shapely.get_parts(county.geometry.to_numpy()),
        county_crs=counties.crs,
        county_code=spec.within_county or "",
        accuracy_m=float("nan") if spec.line_accuracy_m is None else spec.line_accuracy_m,
    )


def _villages_zone(spec: VillagesZone, counties: gpd.GeoDataFrame, gazetteer: Gazetteer) -> Zone:
    """A zone of villages, with the points of its villages to draw it by, or of its counties."""
    points = gazetteer.village_points
    known = points[points["code"].str.startswith(spec.codes)]
    codes = {code[:6] for code in spec.codes}
    lon, lat = known["longitude"].to_numpy(), known["latitude"].to_numpy()
    if len(known) == 0:
        middles = counties.geometry[counties["code"].isin(codes)].representative_point()
        lon, lat = to_degrees(middles.x, middles.y, crs=counties.crs)
    if len(lon) == 0:
        raise BoundaryError(
            "zone {zone}: nothing says where its villages lie; give village_points in [places]",
            zone=spec.id,
        )
    return Zone(
        zone_id=spec.id,
        **spec.model_dump(include={"name", "target", "basis", "fuel_class"}),
        parts=np.array(shapely.points(lon, lat), dtype=object),
        crs=WGS84,
        codes=spec.codes,
        county_code=codes.pop() if len(codes) == 1 else "",
    )


def _stated_accuracy(features: gpd.GeoDataFrame) -> float:
    """The worst ``accuracy_m`` of the features, NaN where the file states none."""
    if "accuracy_m" not in features.columns:
        return float("nan")
    return float(pd.to_numeric(features["accuracy_m"], errors="coerce").max())


def _delivered(config: Config, layers: _Layers) -> tuple[Zone, ...]:
    polygons = (spec for spec in config.zones if isinstance(spec, PolygonZone))
    specs = {layer_name(spec.boundary, table=spec.table): spec for spec in polygons}
    zones = []
    for name, spec in specs.items():
        layer = layers.layer(spec.boundary, kind="polygon", crs=spec.crs, table=spec.table)
        parts = shapely.get_parts(layer.geometry.to_numpy())
        zones.append(Zone(zone_id=name, name=name, parts=parts, crs=layer.crs))
    return tuple(zones)


def _control_points(config: Config, layers: _Layers) -> gpd.GeoDataFrame:
    given = [(spec.id, spec.control_points) for spec in config.zones if spec.control_points]
    read = [(zone_id, layers.layer(file, kind="point")) for zone_id, file in given]
    return _points_of([(zone_id, layer.geometry.to_numpy(), layer.crs) for zone_id, layer in read])


def _points_of(groups: list[tuple[str, np.ndarray, pyproj.CRS]]) -> gpd.GeoDataFrame:
    """Points of several CRS in one table in degrees; other features stand by their centroid."""
    ids, lon, lat = [], [np.empty(0)], [np.empty(0)]
    for zone_id, shapes, crs in groups:
        middles = shapely.centroid(shapely.get_parts(shapes))
        x, y = to_degrees(shapely.get_x(middles), shapely.get_y(middles), crs=crs)
        ids += [zone_id] * len(middles)
        lon.append(x)
        lat.append(y)
    points = shapely.points(np.concatenate(lon), np.concatenate(lat))
    return gpd.GeoDataFrame({"zone_id": pd.array(ids, dtype="str")}, geometry=points, crs=WGS84)


def _bounds(counties: gpd.GeoDataFrame) -> Bounds:
    if len(counties) == 0:
        return WORLD
    shapes = [reproject(shape, source=counties.crs, target=WGS84) for shape in counties.geometry]
    return Bounds(*map(float, shapely.total_bounds(shapes)))


def county_codes(households: pd.DataFrame, project: Project) -> pd.Series:
    """The code of the county that each row claims: by name or alias, else by its village code.

    Returns
    -------
    codes
        On the index of ``households``; the empty text where the claim is missing or unknown.
    """
    names = dict(zip(project.counties["name"], project.counties["code"], strict=True))
    if project.config.counties is not None:
        names |= project.config.counties.aliases
    by_name = _county_of_names(households["county"], names)
    by_code = households["village_code"].str[:6]
    if names:
        by_code = by_code.where(by_code.isin(set(names.values())))
    return by_name.fillna(by_code).fillna("").astype("str")


def _county_of_names(claims: pd.Series, names: Mapping[str, str]) -> pd.Series:
    """The code of each county name: as known, with province or city before it, or without 县."""
    short = {name[:-1]: code for name, code in names.items() if len(name) > 2}
    codes: dict[object, str] = {}
    for claim in claims.dropna().unique():
        text = "".join(str(claim).split())
        endings = [name for name in names if text.endswith(name)]
        known = max(endings, key=len, default="")
        code = names.get(known) or short.get(text)
        if code:
            codes[claim] = code
    return claims.map(codes).astype("object")
