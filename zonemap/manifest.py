"""The account of a run: what went in, what came out, and proof that no row was lost."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zonemap.errors import AccountingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = [
    "checksums",
    "file_account",
    "manifest_text",
    "require_same_rows",
    "row_digests",
    "summed_digests",
]

CHUNK_ROWS = 1 << 14
WORDS = 8
_SEPARATOR, _MISSING = "\x1f", "\x00"


def row_digests(
    rows: pd.DataFrame | pa.Table, *, columns: Sequence[str], by: str
) -> dict[str, str]:
    """For each group of rows a hash that does not depend on their order.

    The sum, modulo 2^256, of the SHA-256 of each row's cells: it changes if a row is lost,
    doubled or altered, even where one loss and one doubling leave the number of rows alone.

    Parameters
    ----------
    rows
        Any index.
    columns
        What makes up a row, in this order.
    by
        The column that names the group: the ledger file.

    Returns
    -------
    digests
        64 hexadecimal digits for each value of ``by``, sorted.
    """
    if isinstance(rows, pd.DataFrame):
        rows = pa.Table.from_pandas(rows[[*dict.fromkeys([*columns, by])]], preserve_index=False)
    sums: dict[str, int] = {}
    for batch in rows.select([*dict.fromkeys([*columns, by])]).to_batches(CHUNK_ROWS):
        words = _row_hashes([batch.column(name) for name in columns])
        groups = batch.column(by).dictionary_encode()
        for code, group in enumerate(groups.dictionary.to_pylist()):
            total = words[groups.indices.to_numpy() == code].sum(axis=0).tolist()
            sums[group] = sums.get(group, 0) + sum(word << 32 * at for at, word in enumerate(total))
    return {group: f"{sums[group] % 2**256:064x}" for group in sorted(sums)}


def _row_hashes(columns: Sequence[pa.Array]) -> NDArray[np.uint64]:
    """SHA-256 of each row as eight words of 32 bits, the lowest first."""
    lines = pc.binary_join_element_wise(
        *map(_cell_texts, columns),
        pa.scalar(_SEPARATOR, pa.large_string()),
        null_handling="replace",
        null_replacement=_MISSING,
    )
    sha256 = hashlib.sha256
    joined = b"".join([sha256(line).digest() for line in lines.cast(pa.large_binary()).to_pylist()])
    return np.frombuffer(joined, dtype=">u4").reshape(-1, WORDS)[:, ::-1].astype(np.uint64)


def _cell_texts(column: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("s"))
    return column.cast(pa.large_string())


def summed_digests(rows: pd.DataFrame | pa.Table, *, digest: str, by: str) -> dict[str, str]:
    """For each group of rows the sum, modulo 2^64, of the digests that its rows bear.

    Parameters
    ----------
    rows
        Any index.
    digest
        The column of digests: 16 hexadecimal digits each.
    by
        The column that names the group: the ledger file.

    Returns
    -------
    sums
        16 hexadecimal digits for each value of ``by``, sorted. Where the digests are the last of
        longer ones, the sum is the last of the sum of those.
    """
    table = rows if isinstance(rows, pa.Table) else pa.Table.from_pandas(rows[[digest, by]])
    joined = "".join(table.column(digest).to_pylist())
    numbers = np.frombuffer(bytes.fromhex(joined), dtype=">u8").astype(np.uint64)
    groups = table.column(by).combine_chunks().dictionary_encode()
    sums = np.zeros(len(groups.dictionary), dtype=np.uint64)
    np.add.at(sums, groups.indices.to_numpy(), numbers)
    named = zip(groups.dictionary.to_pylist(), sums.tolist(), strict=True)
    return {group: f"{total:016x}" for group, total in sorted(named)}


def require_same_rows(read: Mapping[str, str], written: Mapping[str, str]) -> None:
    """Stop the run if the rows written are not the rows read.

    Parameters
    ----------
    read, written
        From `row_digests` or `summed_digests`.

    Raises
    ------
    AccountingError
        If a file's digest differs or a file is missing.
    """
    wrong = sorted(file for file in {*read, *written} if read.get(file) != written.get(file))
    if wrong:
        raise AccountingError(
            "{file}: the rows written are not the rows read; nothing was written", file=wrong[0]
        )


def file_account(placed: pd.DataFrame) -> pd.DataFrame:
    """What became of the data rows of each ledger file.

    Parameters
    ----------
    placed
        Households with ``source_file`` and ``placement``.

    Returns
    -------
    account
        Indexed by ``source_file``, sorted: ``data``, ``in``, ``outside``, ``undetermined``,
        ``superseded``, and ``balanced``: the last four sum to the first.
    """
    kinds = ["in", "outside", "undetermined", "superseded"]
    counts = pd.crosstab(placed["source_file"].to_numpy(), placed["placement"].to_numpy())
    counts = counts.reindex(columns=kinds, fill_value=0).rename_axis(index="source_file")
    data = placed.groupby("source_file").size().reindex(counts.index)
    counts.insert(0, "data", data)
    return counts.assign(balanced=counts[kinds].sum(axis=1) == counts["data"])


def manifest_text(manifest: Mapping[str, object]) -> str:
    """The manifest as JSON that repeats byte for byte; numbers of numpy become plain ones."""
    return json.dumps(manifest, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    return str(value)


def checksums(files: Mapping[str, str]) -> str:
    """``SHA256SUMS``: a line for each file, as ``sha256sum --check`` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))
