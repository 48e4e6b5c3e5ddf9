"""PDF files that are made to hurt a reader, each small enough to be made in a moment."""
from __future__ import annotations

import zlib
from typing import Callable

FILES: dict[str, Callable[[], bytes]] = {}


def hostile(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Adds a maker under its own name."""
    FILES[make.__name__] = make
    return make


class File:
    """Writes objects and remembers where they stand."""

    def __init__(self) -> None:
        self.data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self.offsets: dict[int, int] = {}

    def add(self, number: int, body: bytes) -> None:
        self.offsets[number] = len(self.data)
        self.data += b"%d 0 obj\n" % number + body + b"\nendobj\n"

    def stream(self, number: int, entries: bytes, data: bytes, length: bytes | None = None) -> None:
        length = length or b"%d" % len(data)
        self.add(number, b"<<" + entries + b"/Length " + length + b">>\nstream\n" + data + b"\nendstream")

    def page(self, content: bytes = b"", entries: bytes = b"", page: bytes = b"", catalog: bytes = b"", resources: bytes = b"<<>>") -> "File":
        self.add(1, b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>")
        self.add(2, b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 300 200]>>")
        self.add(3, b"<</Type/Page/Parent 2 0 R/Resources " + resources + b"/Contents 4 0 R" + page + b">>")
        self.stream(4, entries, content)
        return self

    def end(self, trailer: bytes = b"") -> bytes:
        start, count = len(self.data), max(self.offsets) + 1
        rows = [b"%010d 00000 n \n" % self.offsets[n] if n in self.offsets else b"0000000000 00000 f \n" for n in range(1, count)]
        self.data += b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(rows)
        self.data += b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, start)
        return bytes(self.data)


def spaces(head: bytes, megabytes: int) -> bytes:
    return zlib.compress(head + b" " * (megabytes << 20), 9)


def packed(content: bytes, entries: bytes = b"/Filter/FlateDecode") -> bytes:
    return File().page(content, entries).end()


def xref_stream(widths: bytes, rows: bytes, extra: bytes = b"", size: int = 10) -> bytes:
    out = bytearray(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n")
    start = len(out)
    out += b"9 0 obj\n<</Type/XRef/Root 1 0 R/Size %d/W%s%s/Length %d>>\nstream\n" % (size, widths, extra, len(rows))
    return bytes(out + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)


def object_streams(places: dict[int, tuple[int, int]], streams: list[tuple[int, bytes, bytes]], size: int = 40) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, entries, data in streams:
        offsets[number] = len(out)
        out += b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (number, entries, len(data)) + data + b"\nendstream\nendobj\n"
    start, rows = len(out), b""
    for number in range(size):
        if number in offsets:
            rows += b"\1" + offsets[number].to_bytes(4, "big") + b"\0\0"
        elif number in places:
            rows += b"\2" + places[number][0].to_bytes(4, "big") + places[number][1].to_bytes(2, "big")
        elif number == size - 1:
            rows += b"\1" + start.to_bytes(4, "big") + b"\0\0"
        else:
            rows += b"\0\0\0\0\0\xff\xff"
    out += b"%d 0 obj\n<</Type/XRef/Root 1 0 R/Size %d/W[1 4 2]/Length %d>>\nstream\n" % (size - 1, size, len(rows))
    return bytes(out + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>  "
TREE = b"<</Type/Pages/Kids[]/Count 0>>"


# ─ depth and circles ─
@hostile
def arrays_deep() -> bytes:
    file = File().page(catalog=b"/A 5 0 R")
    file.add(5, b"[" * 2_000_000)
    return file.end()


@hostile
def dictionaries_deep() -> bytes:
    file = File().page(catalog=b"/A 5 0 R")
    file.add(5, b"<</A" * 500_000)
    return file.end()


@hostile
def strings_deep() -> bytes:
    file = File().page(catalog=b"/A 5 0 R")
    file.add(5, b"(" * 5_000_000)
    return file.end()


@hostile
def page_tree_loop() -> bytes:
    file = File().page()
    file.add(2, b"<</Type/Pages/Kids[2 0 R]/Count 1>>")
    return file.end()


@hostile
def page_tree_wide() -> bytes:
    file = File().page()
    file.add(2, b"<</Type/Pages/Kids[" + b"3 0 R " * 1_000_000 + b"]/Count 1/MediaBox[0 0 1 1]>>")
    return file.end()


@hostile
def page_tree_deep() -> bytes:
    file = File().page()
    for number in range(10, 20_000):
        file.add(number, b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1))
    file.add(2, b"<</Type/Pages/Kids[10 0 R]/Count 1>>")
    return file.end()


@hostile
def fields_in_a_circle() -> bytes:
    file = File().page(catalog=b"/AcroForm<</Fields[5 0 R]>>")
    file.add(5, b"<</T(a)/Kids[6 0 R 6 0 R]/Parent 6 0 R>>")
    file.add(6, b"<</T(b)/Kids[5 0 R]/Parent 5 0 R>>")
    return file.end()


@hostile
def forms_that_draw_each_other() -> bytes:
    file = File().page()
    file.add(3, b"<</Type/Page/Parent 2 0 R/Resources 5 0 R/Contents 6 0 R>>")
    file.add(5, b"<</XObject<</A 6 0 R/B 6 0 R>>>>")
    file.stream(6, b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources 5 0 R", b"/A Do /B Do " * 10)
    return file.end()


@hostile
def length_of_itself() -> bytes:
    file = File().page()
    file.stream(4, b"", b"x", b"4 0 R")
    return file.end()


# ─ cross-references ─
@hostile
def prev_to_itself() -> bytes:
    whole = File().page().end(b"/Prev 0000")
    return whole.replace(b"/Prev 0000", b"/Prev %04d" % whole.rfind(b"xref\n0"))


@hostile
def prev_chain() -> bytes:
    out = bytearray(File().page().end())
    last = out.rfind(b"xref\n0 ")
    for _ in range(20_000):
        start = len(out)
        out += b"xref\n0 0\ntrailer\n<</Root 1 0 R/Size 5/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (last, start)
        last = start
    return bytes(out)


@hostile
def revisions_of_everything() -> bytes:
    file = File().page()
    for number in range(5, 1005):
        file.add(number, b"[1 0 R 2 0 R 3 0 R]")
    out = bytearray(file.end())
    last = out.rfind(b"xref\n0 ")
    rows = b"".join(b"%010d 00000 n \n" % file.offsets[number] for number in range(5, 1005))
    for _ in range(150):
        start = len(out)
        out += b"xref\n5 1000\n" + rows + b"trailer\n<</Root 1 0 R/Size 1005/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (last, start)
        last = start
    return bytes(out)


@hostile
def size_huge() -> bytes:
    return File().page().end().replace(b"/Size 5", b"/Size 99999999")


@hostile
def entries_free() -> bytes:
    file = File().page()
    start = len(file.data)
    file.data += b"xref\n0 400000\n" + b"0000000000 65535 f \n" * 400_000
    return bytes(file.data + b"trailer\n<</Root 1 0 R/Size 400000>>\nstartxref\n%d\n%%%%EOF\n" % start)


@hostile
def widths_huge() -> bytes:
    return xref_stream(b"[9223372036854775807 8 8]", b"\0" * 100)


@hostile
def index_huge() -> bytes:
    return xref_stream(b"[1 2 1]", b"\0" * 100, b"/Index[0 9223372036854775807]")


@hostile
def xref_bomb() -> bytes:
    rows = zlib.compress(b"\2\0\0\0\x09\0\0" * 1_000_000, 9)
    return xref_stream(b"[1 4 2]", rows, b"/Filter/FlateDecode", 1_000_000)


@hostile
def dangling_reference_high() -> bytes:
    return File().page(catalog=b"/A 8388600 0 R").end()


# ─ streams ─
@hostile
def bomb() -> bytes:
    return packed(zlib.compress(b"\0" * (150 << 20), 9))


@hostile
def bomb_in_a_bomb() -> bytes:
    return packed(zlib.compress(zlib.compress(b"\0" * (150 << 20), 9), 9), b"/Filter[/FlateDecode/FlateDecode]")


@hostile
def bombs_on_every_annotation() -> bytes:
    file = File().page(page=b"/Annots[" + b" ".join(b"%d 0 R" % n for n in range(5, 65)) + b"]")
    for number in range(5, 65):
        file.add(number, b"<</Type/Annot/Subtype/Stamp/Rect[0 0 100 100]/AP<</N 70 0 R>>>>")
    file.stream(70, b"/Filter/FlateDecode/Type/XObject/Subtype/Form/BBox[0 0 1 1]", zlib.compress(b"q Q " * (5 << 20), 9))
    return file.end()


@hostile
def content_endless() -> bytes:
    return packed(zlib.compress(b"1 0 0 1 0 0 cm " * (6 << 20), 9))


@hostile
def content_nested() -> bytes:
    return packed(zlib.compress(b"[" * (20 << 20), 9))


@hostile
def runs_in_runs() -> bytes:
    return packed(bytes([129, 129]) * (1 << 18), b"/Filter[/RunLengthDecode/RunLengthDecode/RunLengthDecode]")


@hostile
def filters_many() -> bytes:
    return packed(zlib.compress(b"x"), b"/Filter[" + b"/FlateDecode" * 9999 + b"]")


@hostile
def predictor_huge() -> bytes:
    parameters = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 16777216/Colors 32/BitsPerComponent 16>>"
    return packed(zlib.compress(b"\1" * (10 << 20), 9), parameters)


@hostile
def predictor_negative() -> bytes:
    return packed(zlib.compress(b"\4" * 1000), b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns -9223372036854775808>>")


@hostile
def length_two_gigabytes() -> bytes:
    file = File().page()
    file.stream(4, b"", b"x", b"2147483648")
    return file.end()


@hostile
def length_largest() -> bytes:
    file = File().page()
    file.stream(4, b"", b"x", b"9223372036854775807")
    return file.end()


# ─ object streams ─
@hostile
def object_stream_bomb() -> bytes:
    return object_streams({1: (5, 0), 2: (5, 1)}, [(5, b"/Type/ObjStm/N 2/First 9/Filter/FlateDecode", spaces(b"1 0 2 31 " + CATALOG + TREE, 90))])


@hostile
def object_stream_of_values() -> bytes:
    head = b"1 0 2 31 3 64 "
    body = CATALOG + TREE + b"   [" + b"1 " * (10 << 20) + b"]"
    return object_streams({1: (5, 0), 2: (5, 1), 3: (5, 2)}, [(5, b"/Type/ObjStm/N 3/First 14/Filter/FlateDecode", zlib.compress(head + body, 9))])


@hostile
def object_stream_count_huge() -> bytes:
    return object_streams({1: (5, 0), 2: (5, 1)}, [(5, b"/Type/ObjStm/N 199999/First 9", b"1 0 2 31 " + CATALOG + TREE)])


@hostile
def object_stream_in_itself() -> bytes:
    return object_streams({1: (5, 0), 5: (6, 0), 6: (5, 1)}, [])


@hostile
def object_streams_in_turn() -> bytes:
    streams = [(1, b"/Type/Catalog/Pages 2 0 R", b""), (2, b"/Type/Pages/Kids[]/Count 0", b"")]
    places = {}
    for number in range(10, 60):
        head = b"%d 0 " % (100 + number)
        streams.append((number, b"/Type/ObjStm/N 1/First %d/Filter/FlateDecode" % len(head), spaces(head + b"(x)", 40)))
        places[100 + number] = (number, 0)
    return object_streams(places, streams, 300)
