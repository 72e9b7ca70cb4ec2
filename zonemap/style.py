"""Colours, symbol sizes and type that screen and print share."""

from __future__ import annotations

__all__ = [
    "INK",
    "LAND_COLOURS",
    "OUTSIDE_COLOUR",
    "POINT_MARKS",
    "POINT_RADIUS_MM",
    "STAGE_COLOURS",
    "SYMBOL_COLOUR",
    "SYMBOL_RADII_MM",
    "ZONE_COLOURS",
]

STAGE_COLOURS: dict[str, str] = {
    "relapsed": "#5a0f2e",
    "active": "#cc1f36",
    "blocked": "#7a4fc9",
    "underway": "#f39c2b",
    "unproven": "#8fb4f0",
    "proven": "#1b9e77",
    "undetermined": "#475a78",
}
"""A colour for each stage of `schema.STAGES`; apart for colour-blind eyes."""

OUTSIDE_COLOUR = "#cdd1d6"
"""Households in no zone."""

ZONE_COLOURS: dict[str, str] = {"zero": "#8c2f39", "baseline": "#1d4e89"}
"""The outline of a zone by its target."""

INK: dict[str, str] = {"text": "#1f2933", "quiet": "#5f6b7a", "line": "#9aa5b1", "paper": "#ffffff"}
"""Text, secondary text, thin lines, background."""

LAND_COLOURS: dict[str, str] = {"plan": "#f6f3ea", "other": "#f3f4f5", "beyond": "#fbfbfc"}
"""Counties of the plan, other counties, land of which no boundary is at hand."""

SYMBOL_COLOUR = "#2f3b4a"
"""Graduated symbols: the count of a town or village."""

SYMBOL_RADII_MM: tuple[float, ...] = (1.0, 1.7, 2.5, 3.5, 4.6, 5.8)
"""The radius of a graduated symbol by its class, smallest class first; a class of
`classify.class_of` is an index into it. On screen one millimetre is 96 / 25.4 CSS pixels."""

POINT_RADIUS_MM = 1.15
"""From the middle of a point's mark to its corners; on screen as with symbols."""

POINT_MARKS: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = (
    ("#0b5d66", ((0, 1), (0.95, -0.75), (-0.95, -0.75))),
    ("#5b3a12", ((-0.8, -0.8), (-0.8, 0.8), (0.8, 0.8), (0.8, -0.8))),
    ("#1f2933", ((0, 1.1), (1.1, 0), (0, -1.1), (-1.1, 0))),
    ("#0b5d66", ((0, -1), (0.95, 0.75), (-0.95, 0.75))),
    (
        "#5b3a12",
        ((0, 1.2), (0.36, 0.36), (1.2, 0), (0.36, -0.36), (0, -1.2), (-0.36, -0.36), (-1.2, 0),
         (-0.36, 0.36)),
    ),
    ("#1f2933", ((1, 0), (0.5, 0.87), (-0.5, 0.87), (-1, 0), (-0.5, -0.87), (0.5, -0.87))),
)  # fmt: skip
"""Colour and corners of the mark of each layer of points, in the plan's order: told apart by
form alone, and from households, which are round. Right and up from the middle, of a radius."""
