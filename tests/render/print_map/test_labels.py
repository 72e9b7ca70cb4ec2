from __future__ import annotations

from itertools import combinations

import numpy as np

from zonemap.render.print_map.frame import Box
from zonemap.render.print_map.labels import Label, place_labels
from zonemap.render.print_map.page import PLAIN

FRAME = Box(10, 10, 100, 80)


def crowd(number: int) -> list[Label]:
    rng = np.random.default_rng(1)
    places = rng.uniform((10, 10), (110, 90), (number, 2)).tolist()
    return [Label(f"第{n}村 12", x, y, 2.0, PLAIN) for n, (x, y) in enumerate(places)]


def test_labels_never_meet_and_never_leave_the_frame() -> None:
    boxes = [placed.box for placed in place_labels(crowd(80), within=FRAME)]
    assert 20 < len(boxes) < 80
    assert all(FRAME.holds(box) for box in boxes)
    assert not any(a.meets(b) for a, b in combinations(boxes, 2))


def test_the_more_important_label_keeps_its_place() -> None:
    labels = [Label("大村", 50, 50, 2, PLAIN), Label("小村", 50, 50, 2, PLAIN)]
    first, second = place_labels(labels, within=FRAME)
    assert first.text == "大村"
    assert first.box.left > 52 > second.box.left


def test_a_label_keeps_off_obstacles_and_may_find_no_room() -> None:
    label = Label("村", 50, 50, 2, PLAIN)
    (placed,) = place_labels([label], within=FRAME, obstacles=[Box(52, 40, 20, 20)])
    assert placed.box.right < 50
    assert place_labels([label], within=FRAME, obstacles=[FRAME]) == ()
