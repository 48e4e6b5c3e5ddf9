"""Further hostile files: giants, gaps, broken files for the repairer, and signatures that lie."""
from __future__ import annotations

from .hostile import File, hostile, spaces


# ─ giants ─
@hostile
def name_giant() -> bytes:
    file = File().page(catalog=b"/A 5 0 R")
    file.add(5, b"/" + b"a" * 5_000_000)
    return file.end()


@hostile
def string_giant() -> bytes:
    file = File().page(catalog=b"/A 5 0 R")
    file.add(5, b"(" + b"a" * 10_000_000 + b")")
    return file.end()


@hostile
def hexadecimal_giant() -> bytes:
    file = File().page(catalog=b"/A 5 0 R")
    file.add(5, b"<" + b"41" * 5_000_000 + b">")
    return file.end()


@hostile
def dictionary_giant() -> bytes:
    file = File().page(catalog=b"/A 5 0 R")
    file.add(5, b"<<" + b"".join(b"/k%d 1" % number for number in range(200_000)) + b">>")
    return file.end()


@hostile
def arrays_giant() -> bytes:
    file = File().page(catalog=b"/A[" + b" ".join(b"%d 0 R" % n for n in range(5, 13)) + b"]")
    for number in range(5, 13):
        file.add(number, b"[" + b"1 " * 3_900_000 + b"]")
    return file.end()


@hostile
def objects_many() -> bytes:
    file = File().page()
    for number in range(5, 200_005):
        file.add(number, b"0")
    return file.end()


# ─ between the objects ─
@hostile
def gap_of_strings() -> bytes:
    file = File().page()
    file.data += b"7 0 obj\n(aaaa\nendobj\n" * 100_000
    return file.end()


@hostile
def gap_of_streams() -> bytes:
    file = File().page()
    file.data += b"7 0 obj\n<</Length 99 0 R>>\nstream\nx\nendstream\nendobj\n" * 50_000
    return file.end()


@hostile
def comment_without_end() -> bytes:
    return b"%PDF-1.7\n" + b"%" * 10_000_000 + b"\nstartxref\n9\n%%EOF"


# ─ broken, so that the repairer comes in ─
@hostile
def broken_headers() -> bytes:
    return b"%PDF-1.7\n" + b"1 0 obj\n" * 500_000 + b"startxref\n9\n%%EOF"


@hostile
def broken_strings() -> bytes:
    return b"%PDF-1.7\n" + b"1 0 obj (aaaa\n" * 300_000


@hostile
def broken_streams() -> bytes:
    return b"%PDF-1.7\n" + b"1 0 obj<</Length 9 0 R>>stream\nx\n" * 200_000


@hostile
def broken_trailers() -> bytes:
    return b"%PDF-1.7\n" + b"trailer<<" * 500_000


@hostile
def broken_lengths() -> bytes:
    return b"%PDF-1.7\n" + b"9 0 obj 1 endobj\n" * 100_000 + b"1 0 obj<</Length 9 0 R>>stream\nx endstream endobj\n" * 50_000


@hostile
def broken_object_streams() -> bytes:
    file = File().page()
    for number in range(10, 40):
        file.stream(number, b"/Type/ObjStm/N 1/First 5/Filter/FlateDecode", spaces(b"99 0 (x)", 40))
    return bytes(file.data)


# ─ signatures ─
def signed(contents: bytes, fields: int = 1) -> bytes:
    """A file with signature fields that all hold `contents` (hexadecimal) under a formally right `/ByteRange`."""
    references = b" ".join(b"%d 0 R" % n for n in range(5, 5 + fields))
    file = File().page(page=b"/Annots[" + references + b"]", catalog=b"/AcroForm<</SigFlags 3/Fields[" + references + b"]>>")
    value = 5 + fields
    for number in range(5, value):
        file.add(number, b"<</FT/Sig/T(f%d)/Subtype/Widget/Rect[0 0 10 10]/V %d 0 R>>" % (number, value))
    mark = b"/ByteRange[0 1111111111 2222222222 3333333333]"
    file.add(value, b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached" + mark + b"/Contents<" + contents + b">>>")
    whole = file.end()
    gap = whole.index(b"/Contents<", whole.index(mark)) + 9
    after = gap + len(contents) + 2
    right = b"/ByteRange[0 %010d %010d %010d]" % (gap, after, len(whole) - after)
    return whole.replace(mark, right)


def der(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 128:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


SIGNED_DATA = bytes.fromhex("06092A864886F70D010702")


def cms(fields: bytes) -> bytes:
    return der(0x30, SIGNED_DATA + der(0xA0, der(0x30, fields)))


@hostile
def fields_many() -> bytes:
    file = File().page(catalog=b"/AcroForm<</Fields[" + b" ".join(b"%d 0 R" % n for n in range(5, 30_005)) + b"]>>")
    for number in range(5, 30_005):
        file.add(number, b"<</FT/Sig/T(f%d)>>" % number)
    return file.end()


@hostile
def signatures_many() -> bytes:
    return signed(b"3000", 5000)


@hostile
def signature_of_zeros() -> bytes:
    return signed(b"00" * 5_000_000)


@hostile
def der_deep() -> bytes:
    return signed((b"\x30\x80" * 500_000).hex().encode())


@hostile
def der_lengths_lie() -> bytes:
    return signed((b"\x30\x84\xff\xff\xff\xff" * 100_000).hex().encode())


@hostile
def cms_of_certificates() -> bytes:
    fields = b"\x02\x01\x01" + der(0x31, b"") + der(0x30, bytes.fromhex("06092A864886F70D010701")) + der(0xA0, b"\x30\x00" * 1_000_000) + der(0x31, b"")
    return signed(cms(fields).hex().encode())


@hostile
def cms_of_signers() -> bytes:
    fields = b"\x02\x01\x01" + der(0x31, b"\x30\x00" * 300_000) + der(0x30, bytes.fromhex("06092A864886F70D010701")) + der(0x31, b"\x30\x00" * 300_000)
    return signed(cms(fields).hex().encode())


@hostile
def cms_integer_giant() -> bytes:
    return signed(cms(der(0x02, b"\x7f" * 4_000_000)).hex().encode())


# ─ nothing at all ─
@hostile
def empty() -> bytes:
    return b""


@hostile
def header_only() -> bytes:
    return b"%PDF-1.7"


@hostile
def noise() -> bytes:
    state, out = 1, bytearray()
    while len(out) < 1_000_000:
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        out += state.to_bytes(8, "little")
    return bytes(out)
