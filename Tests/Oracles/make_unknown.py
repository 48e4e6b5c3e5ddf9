#!/usr/bin/env python3
"""Signed PDF files whose algorithms our validator does not know: make_unknown.py OUTDIR

Keys and signatures come from cryptography (Ed448) and from the openssl program (SM2, with the ID of GM/T 0009 that the
standard demands), so that each file is what its producer would call valid. Writes root.pem and NAME.pdf:

  ed448              RFC 8419: Ed448 over attributes, digest SHA-512
  ed448-shake        the same with the digest SHAKE256 that RFC 8419 asks for
  sm2                SM2 with SM3 as CAdES, digest SM3
  sm2-pkcs7          SM2 with SM3 as adbe.pkcs7.detached, content types of RFC 5652
  sm2-gbt35275       the same under the content types of GB/T 35275
  sm2-sha256         SM2 with SM3 over attributes whose digest is SHA-256
  ses                /SubFilter /GM.sm2seal, the value an electronic seal of GB/T 38540
  invented           a known key, and a scheme and a digest that nobody knows
"""
import datetime, hashlib, os, subprocess, sys, tempfile
from asn1crypto import core, tsp, x509 as ax
from cryptography import x509 as cx
from cryptography.hazmat.primitives import hashes, serialization as ser
from cryptography.hazmat.primitives.asymmetric import ec, ed448
from cryptography.x509.oid import NameOID

OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
DER, PEM = ser.Encoding.DER, ser.Encoding.PEM
SM2_ID = '1234567812345678'
SM2, SM3, SM2_SM3 = '1.2.156.10197.1.301', '1.2.156.10197.1.401', '1.2.156.10197.1.501'
ED448, SHAKE256 = '1.3.101.113', '2.16.840.1.101.3.4.2.12'
GM_DATA, GM_SIGNED = '1.2.156.10197.6.1.4.2.1', '1.2.156.10197.6.1.4.2.2'


def openssl(*arguments, data=None):
    return subprocess.run(['openssl', *arguments], input=data, capture_output=True, check=True).stdout


class SM2Key:
    """An SM2 key in the hands of the openssl program."""
    def __init__(self, folder):
        self.path = os.path.join(folder, 'sm2.pem')
        openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-pkeyopt',
                'ec_param_enc:named_curve', '-out', self.path)
        self.public = openssl('pkey', '-in', self.path, '-pubout', '-outform', 'DER')

    def sign(self, data):
        with tempfile.NamedTemporaryFile() as message:
            message.write(data)
            message.flush()
            signature = openssl('pkeyutl', '-sign', '-inkey', self.path, '-in', message.name, '-rawin', '-digest', 'sm3',
                                '-pkeyopt', 'distid:' + SM2_ID)
            with tempfile.NamedTemporaryFile() as value:  # the producer's own check, so that no broken file is judged
                value.write(signature)
                value.flush()
                openssl('pkeyutl', '-verify', '-inkey', self.path, '-in', message.name, '-sigfile', value.name, '-rawin',
                        '-digest', 'sm3', '-pkeyopt', 'distid:' + SM2_ID)
        return signature


def sm3(data): return openssl('dgst', '-sm3', '-binary', data=data)


def dn(cn): return cx.Name([cx.NameAttribute(NameOID.COUNTRY_NAME, 'CN'), cx.NameAttribute(NameOID.COMMON_NAME, cn)])


root_key = ec.generate_private_key(ec.SECP256R1())


def certificate(cn, public, serial, ca=False):
    """A certificate under the root; `public` is SubjectPublicKeyInfo, for keys that cryptography does not know."""
    stand_in = root_key if ca else ec.generate_private_key(ec.SECP256R1())
    usage = dict.fromkeys(['key_encipherment', 'data_encipherment', 'key_agreement', 'encipher_only', 'decipher_only'], False)
    usage |= dict.fromkeys(['key_cert_sign', 'crl_sign'], ca) | dict.fromkeys(['digital_signature', 'content_commitment'], not ca)
    made = (cx.CertificateBuilder().subject_name(dn(cn)).issuer_name(dn('Root of unknown methods')).serial_number(serial)
            .public_key(stand_in.public_key()).not_valid_before(NOW - datetime.timedelta(days=30))
            .not_valid_after(NOW + datetime.timedelta(days=300)).add_extension(cx.BasicConstraints(ca, None), True)
            .add_extension(cx.KeyUsage(**usage), True).sign(root_key, hashes.SHA256()))
    if public is None: return made.public_bytes(DER)
    body = made.tbs_certificate_bytes.replace(
        stand_in.public_key().public_bytes(DER, ser.PublicFormat.SubjectPublicKeyInfo), public)
    fields = body[len(body) - inner_size(body):]
    body = wrap(0x30, fields)
    signature = root_key.sign(body, ec.ECDSA(hashes.SHA256()))
    return wrap(0x30, body + algorithm('1.2.840.10045.4.3.2') + wrap(0x03, b'\0' + signature))


def inner_size(body):
    """Octets inside a sequence whose length may have become wrong: all but its head."""
    return len(body) - (2 if body[1] < 128 else 2 + (body[1] & 0x7F))


def wrap(tag, body):
    if len(body) < 128: return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, 'big')
    return bytes([tag, 0x80 | len(size)]) + size + body


def oid(dotted): return core.ObjectIdentifier(dotted).dump()


def algorithm(dotted, null=False): return wrap(0x30, oid(dotted) + (b'\5\0' if null else b''))


def attribute(dotted, value): return wrap(0x30, oid(dotted) + wrap(0x31, value))


def structure(data, sign, cert, scheme, digest, value, types=('1.2.840.113549.1.7.1', '1.2.840.113549.1.7.2')):
    """SignedData by hand: detached, one signer, the ESS binding of PAdES."""
    binding = tsp.SigningCertificateV2({'certs': [tsp.ESSCertIDv2({'cert_hash': hashlib.sha256(cert).digest()})]}).dump()
    attributes = sorted([attribute('1.2.840.113549.1.9.3', oid(types[0])),
                         attribute('1.2.840.113549.1.9.4', core.OctetString(value).dump()),
                         attribute('1.2.840.113549.1.9.16.2.47', binding)])
    signature = sign(wrap(0x31, b''.join(attributes)))
    parsed = ax.Certificate.load(cert)
    who = wrap(0x30, parsed.issuer.dump() + core.Integer(parsed.serial_number).dump())
    info = wrap(0x30, core.Integer(1).dump() + who + algorithm(digest) + wrap(0xA0, b''.join(attributes)) + algorithm(scheme)
                + core.OctetString(signature).dump())
    data = wrap(0x30, core.Integer(1).dump() + wrap(0x31, algorithm(digest)) + wrap(0x30, oid(types[0]))
                + wrap(0xA0, cert + root) + wrap(0x31, info))
    return wrap(0x30, oid(types[1]) + wrap(0xA0, data))


def file(name, sub_filter, contents_of):
    """A file of one revision whose signature is put in by hand."""
    room = b'<' + b'0' * 8192 + b'>'
    value = b'<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /%s /M (D:20260101000000Z) /ByteRange [0 0000000000 0000000000 0000000000] /Contents %s >>' % (sub_filter, room)
    objects = [b'<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /SigFlags 3 >> >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
               b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] /Resources << /Font << /F1 5 0 R >> >> >>',
               b'<< /Length 23 >>\nstream\nBT /F1 9 Tf (Old) Tj ET\nendstream', b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
               b'<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /Rect [0 0 0 0] /F 132 /P 3 0 R /V 7 0 R >>', value]
    out, places = bytearray(b'%PDF-1.7\n'), []
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
    with open(f'{OUT}/{name}.pdf', 'wb') as stream:
        stream.write(bytes(out[:start] + b'<' + hexed.ljust(8192, b'0') + b'>' + out[end:]))


root = certificate('Root of unknown methods', None, 1, ca=True)
with tempfile.TemporaryDirectory() as folder:
    edwards = ed448.Ed448PrivateKey.generate()
    ed_cert = certificate('Edwards', edwards.public_key().public_bytes(DER, ser.PublicFormat.SubjectPublicKeyInfo), 2)
    shake = lambda data: hashlib.shake_256(data).digest(64)
    cades, pkcs7 = b'ETSI.CAdES.detached', b'adbe.pkcs7.detached'
    file('ed448', cades, lambda d: structure(d, edwards.sign, ed_cert, ED448, '2.16.840.1.101.3.4.2.3', hashlib.sha512(d).digest()))
    file('ed448-shake', cades, lambda d: structure(d, edwards.sign, ed_cert, ED448, SHAKE256, shake(d)))
    key = SM2Key(folder)
    cert = certificate('国密签署人', key.public, 3)
    file('sm2', cades, lambda d: structure(d, key.sign, cert, SM2_SM3, SM3, sm3(d)))
    file('sm2-pkcs7', pkcs7, lambda d: structure(d, key.sign, cert, SM2_SM3, SM3, sm3(d)))
    file('sm2-gbt35275', pkcs7, lambda d: structure(d, key.sign, cert, SM2_SM3, SM3, sm3(d), (GM_DATA, GM_SIGNED)))
    file('sm2-sha256', cades, lambda d: structure(d, key.sign, cert, SM2_SM3, '2.16.840.1.101.3.4.2.1', hashlib.sha256(d).digest()))
    seal = wrap(0x30, core.Integer(4).dump() + core.OctetString(b'seal').dump())
    file('ses', b'GM.sm2seal', lambda d: wrap(0x30, wrap(0x30, seal + wrap(0x03, b'\0' + sm3(d))) + cert + wrap(0x03, b'\0' + key.sign(sm3(d)))))
    plain = ec.generate_private_key(ec.SECP256R1())
    known = certificate('Inventor', plain.public_key().public_bytes(DER, ser.PublicFormat.SubjectPublicKeyInfo), 4)
    file('invented', cades, lambda d: structure(d, lambda m: plain.sign(m, ec.ECDSA(hashes.SHA256())), known, '1.2.3.4.5', '1.2.3.4.6', b'x' * 32))
with open(OUT + '/root.pem', 'wb') as stream:
    stream.write(cx.load_der_x509_certificate(root).public_bytes(PEM))
