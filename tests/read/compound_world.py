"""Compound files (OLE) for tests."""

from __future__ import annotations

import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(**streams):
    """A compound file of a few short streams, each of one to eight whole sectors."""
    body, chain, entries = [], [FAT, END], [entry("Root Entry", 5, END, 0)]
    for name, content in streams.items():
        padded = content.ljust(4096, b"\0")
        padded += bytes(-len(padded) % 512)
        first = 2 + len(body)
        body += [padded[at : at + 512] for at in range(0, len(padded), 512)]
        chain += [*range(first + 1, first + len(padded) // 512), END]
        entries.append(entry(name, 2, first, len(padded)))
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0, 0
    )
    header += b"\xff" * (512 - len(header))
    return header + table + b"".join(entries).ljust(512, b"\0") + b"".join(body)


def entry(name, kind, first, size):
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + b"\xff" * 12
    return head.ljust(116, b"\0") + struct.pack("<III", first, size, 0)
