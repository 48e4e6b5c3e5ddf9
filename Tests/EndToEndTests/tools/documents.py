"""PDF files to sign, written by hand so that the suite depends on no writer of others."""
from __future__ import annotations

from pathlib import Path


def contract(path: Path, *, title: str = "Service agreement", pages: int = 2) -> Path:
    """A plain agreement; every page carries the words PARTY-A-SIGN and PARTY-B-SIGN for placing by keyword."""
    path.write_bytes(document([page_lines(title, number, pages) for number in range(1, pages + 1)]))
    return path


def page_lines(title: str, number: int, pages: int) -> list[tuple[int, int, int, str]]:
    lines = [(72, 770, 18, title), (72, 745, 10, f"Page {number} of {pages}")]
    for index in range(18):
        lines.append((72, 710 - index * 24, 11, f"{number}.{index + 1}  The parties agree on clause {index + 1} of this sample."))
    return lines + [(72, 140, 11, "PARTY-A-SIGN"), (330, 140, 11, "PARTY-B-SIGN")]


#: Entries of pages as scanners and layout programs write them: upright, lying on its side, and cut out of a larger sheet.
UPRIGHT = "/MediaBox [0 0 595 842]"
TURNED = "/MediaBox [0 0 595 842] /Rotate 90"
CROPPED = "/MediaBox [0 0 595 842] /CropBox [40 60 535 802]"


def odd_pages(path: Path) -> Path:
    """One upright page, one that readers turn by 90 degrees, one of which they show the middle only."""
    lines = [page_lines("Odd pages", number, 3) for number in range(1, 4)]
    path.write_bytes(document(lines, entries=[UPRIGHT, TURNED, CROPPED]))
    return path


def scripted(path: Path) -> Path:
    """Runs JavaScript when opened: must be refused."""
    path.write_bytes(document([page_lines("Scripted", 1, 1)], catalog="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"))
    return path


def broken(path: Path) -> Path:
    """Says it is a PDF and is not."""
    path.write_bytes(b"%PDF-1.7\nthis is not a document\n")
    return path


def changed(source: Path, path: Path) -> Path:
    """The file with one byte of its first page turned."""
    data = bytearray(source.read_bytes())
    place = len(data) // 4
    data[place] ^= 0x01
    path.write_bytes(bytes(data))
    return path


def document(pages: list[list[tuple[int, int, int, str]]], *, catalog: str = "", entries: list[str] | None = None) -> bytes:
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines, entry in zip(pages, entries or [UPRIGHT] * len(pages), strict=True):
        content = "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in lines).encode("ascii")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R %s /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (entry.encode("ascii"), len(objects)))
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode("ascii")
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    output = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(output)
    output += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    output += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    output += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(output)
