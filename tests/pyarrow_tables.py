"""Tables as pyarrow writes them, and what must hold of them when they were cleaned and given back.

    pyarrow_tables.py write IN             writes a file for each kind of text column and of packing
    pyarrow_tables.py compare IN OUT BACK  exits 1, and says why, where anything but a text differs
"""

import datetime
import decimal
import os
import sys

import pyarrow as pa
import pyarrow.parquet as pq

TEXTS = ["the the gate", None, "sound", "won\u00e2\u20ac\u2122t  open\n", "", "the the gate"] * 30
CLEAN = ["the gate", None, "sound", "won\u2019t open\n", "", "the gate"] * 30


def columns(kind):
    """One text column of a kind among columns of all sorts."""
    n = len(TEXTS)
    moment = datetime.datetime(2020, 2, 2, 3, 4, 5, 678900)
    text = pa.array(TEXTS, pa.string())
    text = text.dictionary_encode() if kind == "dictionary" else text.cast(kind)
    others = {
        "id": pa.array(range(n), pa.uint16()),
        "text": text,
        "when": pa.array([moment] * n, pa.timestamp("us", "Europe/Lisbon")),
        "price": pa.array([decimal.Decimal("12.34")] * n, pa.decimal128(9, 2)),
        "day": pa.array([datetime.date(2020, 2, i % 28 + 1) for i in range(n)]),
        "tags": pa.array([["a", None, "the the"]] * n, pa.list_(pa.string())),
        "more": pa.array([{"text": "the the", "x": 1.5}] * n),
        "raw": pa.array([b"\xff\x00"] * n, pa.binary()),
        "half": pa.array([None, True, False] * (n // 3)),
        "map": pa.array([[("k", 1)]] * n, pa.map_(pa.string(), pa.int32())),
        "fixed": pa.array([b"1234"] * n, pa.binary(4)),
        "none": pa.nulls(n),
        "kind": pa.array(["x"] * n).dictionary_encode(),
    }
    table = pa.table(others)
    return table.replace_schema_metadata({"note": "kept", **(table.schema.metadata or {})})


def write(folder):
    os.makedirs(folder, exist_ok=True)
    for kind in [pa.string(), pa.large_string(), pa.string_view(), "dictionary"]:
        table = columns(kind)
        for packing in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
            pq.write_table(
                table,
                f"{folder}/{kind}-{packing}.parquet",
                compression=packing,
                row_group_size=50,
                write_page_index=packing == "zstd",
                write_page_checksum=packing == "gzip",
                data_page_version="2.0" if packing == "brotli" else "1.0",
                use_dictionary=packing != "snappy",
                store_schema=packing != "lz4",
            )
    pq.write_table(columns(pa.string()).slice(0, 0), f"{folder}/no-rows.parquet")


def check(holds, what):
    if not holds:
        sys.exit(what)


def compare(before, after, back):
    for name in sorted(os.listdir(before)):
        old, new = (pq.ParquetFile(f"{folder}/{name}") for folder in (before, after))
        check(old.schema_arrow.equals(new.schema_arrow, check_metadata=True), f"{name}: schema")
        check(old.schema.equals(new.schema), f"{name}: schema of Parquet")
        check(old.metadata.metadata == new.metadata.metadata, f"{name}: metadata")
        check(old.metadata.created_by == new.metadata.created_by, f"{name}: maker")
        sizes = [[f.metadata.row_group(i).num_rows for i in range(f.num_row_groups)] for f in (old, new)]
        check(sizes[0] == sizes[1], f"{name}: row groups {sizes}")
        was, now = old.read(), new.read()
        check(now["text"].to_pylist() == CLEAN[: len(now)], f"{name}: {now['text'].to_pylist()[:6]}")
        check(was.drop(["text"]).equals(now.drop(["text"])), f"{name}: other columns")
        for i in range(old.num_row_groups):
            for c in range(old.metadata.num_columns):
                a, b = (f.metadata.row_group(i).column(c) for f in (old, new))
                check(a.compression == b.compression, f"{name}: {a.path_in_schema} is packed otherwise")
                if a.path_in_schema != "text":
                    # Of fractions the least and greatest are not told any more: see rewrite.rs.
                    if a.physical_type != "DOUBLE":
                        check(a.statistics == b.statistics, f"{name}: statistics")
                    check(a.total_compressed_size == b.total_compressed_size, f"{name}: pages")
        if len(was):
            again = pq.read_table(f"{back}/{name}")
            check(again.schema.equals(was.schema, check_metadata=True), f"{name}: schema given back")
            # A dictionary may number its entries otherwise; what it says is the same.
            check(again["text"].to_pylist() == was["text"].to_pylist(), f"{name}: not given back")
            check(again.drop(["text"]).equals(was.drop(["text"])), f"{name}: not given back")


if __name__ == "__main__":
    {"write": write, "compare": compare}[sys.argv[1]](*sys.argv[2:])
