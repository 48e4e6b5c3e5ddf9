#!/usr/bin/env python3
"""Signed PDF files made by pyHanko, for judging our validator: make_signed.py OUTDIR

Writes root.pem and files named VERDICT-NAME.pdf, where VERDICT is what EN 319 102-1 asks for when root.pem is the only
trust anchor: valid, indeterminate or invalid. Everything is made anew, nothing is fetched.
"""
import datetime, hashlib, io, logging, os, sys
from asn1crypto import cms, core, crl as acrl, keys as akeys, tsp, x509 as ax
from cryptography import x509 as cx
from cryptography.hazmat.primitives import hashes, serialization as ser
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID as EKU, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, SigSeedSubFilter as Filter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

logging.disable(logging.CRITICAL)
OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
DAYS = lambda n: datetime.timedelta(days=n)
DER, PEM = ser.Encoding.DER, ser.Encoding.PEM
KEYS, SERIAL = {}, [1000]


def key(kind, name=''):
    if (kind, name) not in KEYS:
        curves = dict(p256=ec.SECP256R1, p384=ec.SECP384R1, p521=ec.SECP521R1, bp256=ec.BrainpoolP256R1,
                      bp384=ec.BrainpoolP384R1, bp512=ec.BrainpoolP512R1, k256=ec.SECP256K1)
        KEYS[kind, name] = (ed25519.Ed25519PrivateKey.generate() if kind == 'ed25519' else dsa.generate_private_key(2048)
                            if kind == 'dsa' else ec.generate_private_key(curves[kind]()) if kind in curves
                            else rsa.generate_private_key(65537, int(kind[3:])))
    return KEYS[kind, name]


def asn(cert): return ax.Certificate.load(cert.public_bytes(DER))
def asn_key(k): return akeys.PrivateKeyInfo.load(k.private_bytes(DER, ser.PrivateFormat.PKCS8, ser.NoEncryption()))
def dn(cn): return cx.Name([cx.NameAttribute(t, v) for t, v in
                            ((NameOID.COUNTRY_NAME, 'CN'), (NameOID.ORGANIZATION_NAME, 'Corpus'), (NameOID.COMMON_NAME, cn))])


def usage(*names):
    every = ['digital_signature', 'content_commitment', 'key_encipherment', 'data_encipherment', 'key_agreement',
             'key_cert_sign', 'crl_sign', 'encipher_only', 'decipher_only']
    return cx.KeyUsage(**{n: n in names for n in every})


class CA:
    def __init__(self, key, cert): self.key, self.cert = key, cert


SIGN, CERTIFY = usage('digital_signature', 'content_commitment'), usage('key_cert_sign', 'crl_sign')


def issue(cn, k, ca=None, days=(-30, 365), is_ca=False, depth=None, eku=(), eku_critical=False, ku=SIGN, more=()):
    SERIAL[0] += 1
    signer = ca.key if ca else k
    b = (cx.CertificateBuilder().subject_name(dn(cn)).issuer_name(ca.cert.subject if ca else dn(cn))
         .public_key(k.public_key()).serial_number(SERIAL[0]).not_valid_before(NOW + DAYS(days[0]))
         .not_valid_after(NOW + DAYS(days[1])).add_extension(cx.BasicConstraints(is_ca, depth), True)
         .add_extension(cx.SubjectKeyIdentifier.from_public_key(k.public_key()), False))
    if ku: b = b.add_extension(ku, True)
    if eku: b = b.add_extension(cx.ExtendedKeyUsage(eku), eku_critical)
    for extension, critical in more: b = b.add_extension(extension, critical)
    return b.sign(signer, hashes.SHA256())


root = CA(key('rsa2048', 'root'), issue('Corpus Root', key('rsa2048', 'root'), days=(-3650, 7300), is_ca=True, ku=CERTIFY))
sub = CA(key('rsa2048', 'sub'), issue('Corpus Issuing CA', key('rsa2048', 'sub'), root, (-3000, 3600), True, 0, ku=CERTIFY))
unit_key = key('rsa2048', 'tsa')
unit = issue('Corpus TSA', unit_key, sub, (-1000, 3000), eku=[EKU.TIME_STAMPING], eku_critical=True, ku=usage('digital_signature'))


def store(*certs):
    s = SimpleCertificateStore()
    s.register_multiple([asn(c) for c in certs])
    return s


def signer(k, cert=None, more=(), **kw):
    cert = cert or issue('Signer', k, sub)
    return signers.SimpleSigner(signing_cert=asn(cert), signing_key=asn_key(k),
                                cert_registry=store(sub.cert, root.cert, *more), **kw)


def stamper(cert=unit, k=unit_key, at=None):
    return timestamps.DummyTimeStamper(tsa_cert=asn(cert), tsa_key=asn_key(k), certs_to_embed=store(sub.cert, root.cert), fixed_dt=at)


def crl(ca, revoked=(), k=None):
    b = cx.CertificateRevocationListBuilder().issuer_name(ca.cert.subject).last_update(NOW - datetime.timedelta(hours=1)).next_update(NOW + DAYS(30))
    for serial, when in revoked:
        b = b.add_revoked_certificate(cx.RevokedCertificateBuilder().serial_number(serial).revocation_date(when).build())
    return acrl.CertificateList.load(b.add_extension(cx.CRLNumber(1), False).sign(k or ca.key, hashes.SHA256()).public_bytes(DER))


def context():
    return ValidationContext(trust_roots=[asn(root.cert)], other_certs=[asn(sub.cert)], crls=[crl(root), crl(sub)],
                             allow_fetching=False, revocation_mode='hard-fail')


def pdf(form=False):
    widget = b'<< /Type /Annot /Subtype /Widget /FT /Tx /T (%s) /Rect [50 %d 250 %d] /P 3 0 R /F 4 /DA (/Helv 12 Tf 0 g) /V () >>'
    text = b'BT /F1 12 Tf 50 780 Td (Contract) Tj ET'
    acro = b' /AcroForm << /Fields [6 0 R 7 0 R] /DA (/Helv 0 Tf 0 g) /DR << /Font << /Helv 5 0 R >> >> >>' if form else b''
    objects = [b'<< /Type /Catalog /Pages 2 0 R%s >>' % acro, b'<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>',
               b'<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>%s >>' % (b' /Annots [6 0 R 7 0 R]' if form else b''),
               b'<< /Length %d >>\nstream\n%s\nendstream' % (len(text), text), b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
    if form: objects += [widget % (b'name', 600, 620), widget % (b'amount', 560, 580)]
    out, places = bytearray(b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (number, body)
    table, name = len(out), hashlib.md5(bytes(out)).hexdigest().encode()
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1) + b''.join(b'%010d 00000 n \n' % p for p in places)
    return bytes(out + b'trailer\n<< /Size %d /Root 1 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, name, name, table))


def sign(data, who, field='Sig1', sub_filter=Filter.PADES, box=None, stamp=None, certify=None, level=None, md='sha256', spec=None, **kw):
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=md, subfilter=sub_filter, certify=certify is not None,
        docmdp_permissions=certify or MDPPerm.FILL_FORMS, use_pades_lta=level == 'lta', embed_validation_info=level is not None,
        validation_context=context() if level else None, **kw)
    return signers.PdfSigner(meta, who, timestamper=stamp or (stamper() if level else None),
                             new_field_spec=spec or SigFieldSpec(field, box=box)).sign_pdf(writer).getvalue()


def plain(sub_filter, contents_of, more=b''):
    """A file of one revision whose signature is put in by hand, for sub-filters that pyHanko does not write."""
    room = b'<' + b'0' * 8192 + b'>'
    value = b'<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /%s %s /M (D:20260101000000Z) /ByteRange [0 0000000000 0000000000 0000000000] /Contents %s >>' % (sub_filter, more, room)
    field = b'<< /Type /Annot /Subtype /Widget /FT /Sig /T (Old) /Rect [0 0 0 0] /F 132 /P 3 0 R /V 7 0 R >>'
    objects = [b'<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /SigFlags 3 >> >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
               b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] /Resources << /Font << /F1 5 0 R >> >> >>',
               b'<< /Length 23 >>\nstream\nBT /F1 9 Tf (Old) Tj ET\nendstream', b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>', field, value]
    out, places = bytearray(b'%PDF-1.4\n'), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (number, body)
    table = len(out)
    out += b'xref\n0 8\n0000000000 65535 f \n' + b''.join(b'%010d 00000 n \n' % p for p in places)
    out += b'trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % table
    start = out.index(room)
    end = start + len(room)
    out = out.replace(b'[0 0000000000 0000000000 0000000000]', b'[0 %010d %010d %010d]' % (start, end, len(out) - end))
    hexed = contents_of(bytes(out[:start] + out[end:])).hex().encode()
    return bytes(out[:start] + b'<' + hexed.ljust(8192, b'0') + b'>' + out[end:])


def old_kinds():
    k, cert = key('rsa2048'), issue('Old Signer', key('rsa2048'), sub)
    certs = b'/Cert [%s]' % b' '.join(b'<%s>' % c.public_bytes(DER).hex().encode() for c in (cert, sub.cert, root.cert))
    octets = lambda b: core.OctetString(b).dump()
    bare = lambda data: octets(k.sign(data, padding.PKCS1v15(), hashes.SHA1()))
    case('indeterminate', 'x509-rsa-sha1', plain(b'adbe.x509.rsa_sha1', bare, certs))
    case('invalid', 'x509-rsa-sha1-changed', plain(b'adbe.x509.rsa_sha1', bare, certs).replace(b'(Old) Tj', b'(New) Tj'))
    case('invalid', 'x509-rsa-sha1-padded', plain(b'adbe.x509.rsa_sha1', lambda d: bare(d) + b'evil', certs))
    case('invalid', 'x509-rsa-sha1-uncertified', plain(b'adbe.x509.rsa_sha1', bare))

    def sha1(data, over=None):
        builder = pkcs7.PKCS7SignatureBuilder().set_data(hashlib.sha1(over or data).digest()).add_signer(cert, k, hashes.SHA256())
        return builder.add_certificate(sub.cert).sign(DER, [pkcs7.PKCS7Options.Binary])
    case('indeterminate', 'pkcs7-sha1', plain(b'adbe.pkcs7.sha1', sha1))
    case('invalid', 'pkcs7-sha1-changed', plain(b'adbe.pkcs7.sha1', sha1).replace(b'(Old) Tj', b'(New) Tj'))
    case('invalid', 'pkcs7-sha1-other', plain(b'adbe.pkcs7.sha1', lambda d: sha1(d, b'other')))
    detached = lambda *options: lambda data: pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(cert, k, hashes.SHA256()).add_certificate(sub.cert).sign(
        DER, [pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.DetachedSignature, *options])
    case('valid', 'pkcs7-by-hand', plain(b'adbe.pkcs7.detached', detached()))
    case('valid', 'pkcs7-without-attributes', plain(b'adbe.pkcs7.detached', detached(pkcs7.PKCS7Options.NoAttributes)))
    case('invalid', 'pkcs7-changed', plain(b'adbe.pkcs7.detached', detached()).replace(b'(Old) Tj', b'(New) Tj'))
    case('invalid', 'pkcs7-with-content', plain(b'adbe.pkcs7.detached', lambda data: pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(
        cert, k, hashes.SHA256()).add_certificate(sub.cert).sign(DER, [pkcs7.PKCS7Options.Binary])))
    case('invalid', 'cades-without-attributes', plain(b'ETSI.CAdES.detached', detached(pkcs7.PKCS7Options.NoAttributes)))
    case('indeterminate', 'cades-without-binding', plain(b'ETSI.CAdES.detached', detached()))


def forged_structures():
    """CMS that breaks one rule each, under both detached sub-filters."""
    k, cert, stranger = key('p256'), issue('Signer', key('p256'), sub), issue('Stranger', key('p256', 'evil'), root)

    def build(data, signer=k, digest=None, bound=cert, change=lambda a: a, info=lambda s: s, infos=lambda s: [s], outer='data',
              algorithm='sha256_ecdsa', certs=(cert, sub.cert), serial=None, issuer_serial=None):
        ess = {'cert_hash': hashlib.sha256(bound.public_bytes(DER)).digest()}
        if issuer_serial: ess['issuer_serial'] = issuer_serial
        values = [('content_type', 'data'), ('message_digest', digest or hashlib.sha256(data).digest()),
                  ('signing_certificate_v2', tsp.SigningCertificateV2({'certs': [tsp.ESSCertIDv2(ess)]}))]
        attributes = cms.CMSAttributes(change([cms.CMSAttribute({'type': t, 'values': [v]}) for t, v in values]))
        who = {'issuer': asn(cert).issuer, 'serial_number': serial or asn(cert).serial_number}
        one = cms.SignerInfo(info({
            'version': 'v1', 'sid': cms.SignerIdentifier({'issuer_and_serial_number': who}), 'digest_algorithm': {'algorithm': 'sha256'},
            'signed_attrs': attributes, 'signature_algorithm': {'algorithm': algorithm},
            'signature': signer.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))}))
        return cms.ContentInfo({'content_type': 'signed_data', 'content': cms.SignedData({
            'version': 'v1', 'digest_algorithms': [{'algorithm': 'sha256'}], 'encap_content_info': {'content_type': outer},
            'certificates': [asn(c) for c in certs], 'signer_infos': infos(one)})}).dump()

    def both(verdict, name, make):
        for label, sub_filter in (('pades', b'ETSI.CAdES.detached'), ('pkcs7', b'adbe.pkcs7.detached')):
            case(verdict, f'cms-{name}-{label}', plain(sub_filter, make))
    attribute = lambda t, *values: cms.CMSAttribute({'type': t, 'values': values})
    both('valid', 'plain', build)
    both('valid', 'zero-padded', lambda d: build(d) + b'\0\0')
    both('invalid', 'wrong-digest', lambda d: build(d, digest=b'x' * 32))
    both('indeterminate', 'bound-to-another', lambda d: build(d, bound=stranger))
    both('indeterminate', 'bound-to-another-issuer', lambda d: build(d, issuer_serial={
        'issuer': [ax.GeneralName({'directory_name': asn(root.cert).subject})], 'serial_number': asn(cert).serial_number}))
    both('invalid', 'repeated-digest', lambda d: build(d, change=lambda a: a + [a[1]]))
    both('invalid', 'two-digests', lambda d: build(d, change=lambda a: [a[0], attribute('message_digest', hashlib.sha256(d).digest(), b'x' * 32), a[2]]))
    both('invalid', 'no-content-type', lambda d: build(d, change=lambda a: a[1:]))
    both('invalid', 'no-digest', lambda d: build(d, change=lambda a: [a[0], a[2]]))
    both('invalid', 'wrong-content-type', lambda d: build(d, change=lambda a: [attribute('content_type', 'tst_info')] + a[1:]))
    both('invalid', 'outer-content-type', lambda d: build(d, outer='tst_info'))
    both('invalid', 'another-key', lambda d: build(d, signer=key('p256', 'evil')))
    both('indeterminate', 'signer-not-inside', lambda d: build(d, certs=(stranger, sub.cert)))
    both('indeterminate', 'signer-unknown', lambda d: build(d, serial=999999))
    both('invalid', 'two-signers', lambda d: build(d, infos=lambda s: [s, s]))
    both('invalid', 'no-signer', lambda d: build(d, infos=lambda s: []))
    for name, value in (('empty', b''), ('zero', bytes.fromhex('3006020100020100'))):
        both('invalid', f'signature-{name}', lambda d: build(d, info=lambda s: {**s, 'signature': value}))
    both('invalid', 'trailing-bytes', lambda d: build(d) + b'\1\2')
    both('invalid', 'another-algorithm', lambda d: build(d, algorithm='sha384_ecdsa'))
    both('invalid', 'certificate-only', lambda d: cert.public_bytes(DER))
    both('invalid', 'garbage', lambda d: b'garbage')


def write(writer):
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def fill(data, field, value):
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    for item in writer.root['/AcroForm']['/Fields']:
        widget = item.get_object()
        if widget.get('/T') == field:
            widget['/V'] = generic.pdf_string(value)
            writer.mark_update(widget.container_ref)
    return write(writer)


def with_store(data, crls):
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=[asn(sub.cert), asn(root.cert)], crls=crls, ocsps=[])
    return write(writer)


def stamped(data, by=None):
    writer, out = IncrementalPdfFileWriter(io.BytesIO(data)), io.BytesIO()
    signers.PdfTimeStamper(by or stamper()).timestamp_pdf(writer, 'sha256', context(), output=out)
    return out.getvalue()


def case(verdict, name, data): open(f'{OUT}/{verdict}-{name}.pdf', 'wb').write(data)


class Foreign(timestamps.DummyTimeStamper):
    """Answers with a stamp over something else."""
    def request_tsa_response(self, req):
        req = tsp.TimeStampReq.load(req.dump())
        req['message_imprint']['hashed_message'] = hashlib.sha256(b'other').digest()
        return super().request_tsa_response(req)


def algorithms():
    fit = dict(ed25519='sha512', p384='sha384', p521='sha512', bp384='sha384', bp512='sha512')
    for kind in ('rsa2048', 'rsa3072', 'p256', 'p384', 'p521', 'ed25519', 'bp256', 'bp384', 'bp512', 'k256', 'dsa'):
        for label, choice in (('pades', Filter.PADES), ('pkcs7', Filter.ADOBE_PKCS7_DETACHED)):
            case('valid', f'{kind}-{label}', sign(pdf(), signer(key(kind)), sub_filter=choice, md=fit.get(kind, 'sha256')))
    for md in ('sha224', 'sha384', 'sha512', 'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512'):
        case('valid', f'{md}-p256', sign(pdf(), signer(key('p256')), md=md))
    for md in ('sha256', 'sha512'): case('valid', f'pss-{md}', sign(pdf(), signer(key('rsa2048'), prefer_pss=True), md=md))
    case('indeterminate', 'sha1', sign(pdf(), signer(key('rsa2048')), md='sha1'))
    case('indeterminate', 'sha1-pss', sign(pdf(), signer(key('rsa2048'), prefer_pss=True), md='sha1'))


def documents():
    one, two = signer(key('rsa2048')), signer(key('p256'))
    box, beside = (50, 50, 250, 120), (300, 50, 500, 120)
    case('valid', 'b-t', sign(pdf(), two, stamp=stamper()))
    case('valid', 'b-lt', sign(pdf(), two, level='lt'))
    case('valid', 'b-lta-twice', sign(sign(pdf(), two, level='lta', box=box), one, 'Sig2', level='lta', box=beside))
    case('valid', 'stamp-only', stamped(pdf()))
    for permission in MDPPerm: case('valid', f'certified-{permission.value}', sign(pdf(), one, certify=permission, level='lta'))
    case('valid', 'filled-after', fill(sign(pdf(True), one), 'name', 'Alice'))
    case('valid', 'filled-after-certified', fill(sign(pdf(True), one, certify=MDPPerm.FILL_FORMS), 'name', 'Alice'))
    locked = SigFieldSpec('Sig1', field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, ['amount']))
    case('valid', 'filled-beside-locked', fill(sign(pdf(True), one, spec=locked), 'name', 'Alice'))
    case('invalid', 'filled-locked', fill(sign(pdf(True), one, spec=locked), 'amount', '9'))
    case('invalid', 'filled-after-certified-1', fill(sign(pdf(True), one, certify=MDPPerm.NO_CHANGES), 'name', 'Alice'))
    many = pdf()
    for number in range(6): many = sign(many, (one, two)[number % 2], f'S{number}')
    case('valid', 'six-parties', many)


def certificates():
    leaf = lambda **kw: issue('Leaf', key('p256'), kw.pop('ca', sub), **kw)
    by = lambda cert, *more: signer(key('p256'), cert, more)
    then = NOW - DAYS(60)
    expired, revoked = leaf(days=(-100, -10)), leaf()
    case('indeterminate', 'expired', sign(pdf(), by(expired)))
    case('valid', 'expired-stamped-in-time', sign(pdf(), by(expired), stamp=stamper(at=then)))
    case('indeterminate', 'expired-stamped-late', sign(pdf(), by(expired), stamp=stamper()))
    case('valid', 'expired-archived', stamped(with_store(sign(pdf(), by(expired), stamp=stamper(at=then)), [crl(sub), crl(root)])))
    case('indeterminate', 'not-yet-valid', sign(pdf(), by(leaf(days=(10, 100)))))
    case('indeterminate', 'stamped-before-issue', sign(pdf(), by(leaf(days=(-5, 100))), stamp=stamper(at=then)))
    list_at = lambda n, **kw: [crl(sub, [(revoked.serial_number, NOW - DAYS(n))], **kw)]
    case('indeterminate', 'revoked', with_store(sign(pdf(), by(revoked)), list_at(1)))
    case('valid', 'revoked-after-stamp', with_store(sign(pdf(), by(revoked), stamp=stamper(at=NOW - DAYS(5))), list_at(1)))
    case('indeterminate', 'revoked-before-stamp', with_store(sign(pdf(), by(revoked), stamp=stamper(at=NOW - DAYS(1))), list_at(5)))
    case('valid', 'list-by-a-stranger', with_store(sign(pdf(), by(revoked)), list_at(1, k=key('p256', 'stranger'))))
    case('indeterminate', 'purpose-server', sign(pdf(), by(leaf(eku=[EKU.SERVER_AUTH]))))
    case('valid', 'purpose-mail', sign(pdf(), by(leaf(eku=[EKU.EMAIL_PROTECTION, EKU.CLIENT_AUTH]))))
    case('indeterminate', 'usage-encipher', sign(pdf(), by(leaf(ku=usage('key_encipherment')))))
    case('valid', 'usage-none', sign(pdf(), by(leaf(ku=None))))
    case('indeterminate', 'critical-unknown', sign(pdf(), by(leaf(more=[(cx.UnrecognizedExtension(cx.ObjectIdentifier('1.2.3.4'), b'\5\0'), True)]))))
    weak = key('rsa1024')
    case('indeterminate', 'short-key', sign(pdf(), signer(weak, issue('Weak', weak, sub))))
    for name, more in (('not-a-ca', {}), ('too-long', dict(is_ca=True, ku=CERTIFY))):
        below = CA(key('p256', name), issue(name, key('p256', name), sub, **more))
        case('indeterminate', f'path-{name}', sign(pdf(), by(leaf(ca=below), below.cert)))
    for verdict, country in (('valid', 'CN'), ('indeterminate', 'DE')):
        limits = cx.NameConstraints([cx.DirectoryName(cx.Name([cx.NameAttribute(NameOID.COUNTRY_NAME, country)]))], None)
        limited = CA(key('p256', country), issue('Limited ' + country, key('p256', country), root, is_ca=True, ku=CERTIFY, more=[(limits, True)]))
        case(verdict, f'names-{country}', sign(pdf(), by(leaf(ca=limited), limited.cert)))
    own = signers.SimpleSigner(signing_cert=asn(issue('Self', key('p256'))), signing_key=asn_key(key('p256')), cert_registry=store())
    case('indeterminate', 'self-signed', sign(pdf(), own))
    other = key('rsa2048', 'other')
    case('valid', 'stamp-without-purpose', sign(pdf(), by(leaf()), stamp=stamper(issue('T1', other, sub, ku=usage('digital_signature')), other)))
    case('valid', 'stamp-by-a-stranger', sign(pdf(), by(leaf()), stamp=stamper(issue('T2', other, eku=[EKU.TIME_STAMPING], eku_critical=True), other)))
    case('invalid', 'stamp-over-something-else', sign(pdf(), by(leaf()), stamp=Foreign(
        tsa_cert=asn(unit), tsa_key=asn_key(unit_key), certs_to_embed=store(sub.cert, root.cert))))


open(f'{OUT}/root.pem', 'wb').write(root.cert.public_bytes(PEM))
algorithms()
documents()
old_kinds()
forged_structures()
certificates()
