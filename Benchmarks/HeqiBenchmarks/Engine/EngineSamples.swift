internal import CMS
internal import Foundation
internal import PAdES
internal import PDF

/// Keys, certificates and files that the signing benchmarks and their peers share.
struct EngineSamples {
  static let bigOctets = 10_000_000
  /// Two pages, 80 KB: what the benchmarks over HTTP upload.
  static let contract = EngineSamples.pdf(filler: 78_000)

  let now: PKITime
  let root: CertificateIssuer
  let p256: (key: PrivateKey, certificate: X509Certificate)
  let rsa: (key: PrivateKey, certificate: X509Certificate)
  let small = EngineSamples.pdf(filler: 0)
  let big = EngineSamples.pdf(filler: EngineSamples.bigOctets)

  init() async throws {
    now = PKITime(secondsSince1970: Int64(Date().timeIntervalSince1970))
    let (start, end) = (now.adding(seconds: -86_400), now.adding(seconds: 365 * 86_400))
    func name(_ text: String) -> DistinguishedName { DistinguishedName([.init(.commonName, text)]) }
    let root = try await CertificateIssuer.selfSignedRoot(
      subject: name("Bench Root"), key: try PrivateKey.generateP256(), serialNumber: [1], notBefore: start, notAfter: end)
    func leaf(_ key: PrivateKey, _ serial: UInt8) async throws -> (PrivateKey, X509Certificate) {
      let template = CertificateTemplate(
        .signatory, subject: name("Bench \(serial)"), publicKey: key.publicKey, serialNumber: [serial],
        notBefore: start, notAfter: end)
      return (key, try await root.issue(template))
    }
    self.root = root
    p256 = try await leaf(try .generateP256(), 2)
    rsa = try await leaf(try .generateRSA(bits: 2048), 3)
  }

  /// Puts everything where a peer in another language can read it.
  func write(to folder: String) throws {
    func put(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name)) }
    try put("small.pdf", small)
    try put("big.pdf", big)
    try put("root.pem", Array(root.certificate.pem.utf8))
    for (name, pair) in [("p256", p256), ("rsa", rsa)] {
      try put(name + ".key", Array(PEM(label: "PRIVATE KEY", bytes: pair.key.pkcs8).text.utf8))
      try put(name + ".crt", Array(pair.certificate.pem.utf8))
    }
  }

  /// Signed with P-256, level B-B, in one new invisible field.
  func signed(_ bytes: [UInt8], field: String = "Signature1") throws -> [UInt8] {
    try sign(bytes, p256, field: field).bytes
  }

  func sign(
    _ bytes: [UInt8], _ identity: (key: PrivateKey, certificate: X509Certificate), field: String = "Signature1"
  ) throws -> SignedFile {
    let signer = try PDFSigner(certificate: identity.certificate, chain: [], algorithm: identity.key.algorithm)
    let request = SignatureRequest(field: .new(.init(name: field, page: 0, rect: .zero)), time: now)
    return try signer.sign(PDFDocument(bytes), request, key: identity.key)
  }

  /// Two pages with a line of text each; `filler` octets of noise in one picture give the file its size.
  private static func pdf(filler: Int) -> [UInt8] {
    var objects: [[UInt8]] = [
      Array("<< /Type /Catalog /Pages 2 0 R >>".utf8),
      Array("<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 /MediaBox [0 0 595 842] >>".utf8),
      Array("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".utf8),
    ]
    let picture = filler > 0 ? " /XObject << /Im0 8 0 R >>" : ""
    for page in 0..<2 {
      objects.append(
        Array(
          ("<< /Type /Page /Parent 2 0 R /Contents \(5 + 2 * page) 0 R "
            + "/Resources << /Font << /F1 3 0 R >>\(picture) >> >>").utf8))
      let text = "BT /F1 12 Tf 50 780 Td (Contract page \(page + 1)) Tj ET"
      objects.append(Array("<< /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream".utf8))
    }
    if filler > 0 {
      var state: UInt64 = 0x9E37_79B9_7F4A_7C15
      let noise = (0..<filler).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state)
      }
      let head =
        "<< /Type /XObject /Subtype /Image /Width 1000 /Height \(filler / 1000) /ColorSpace /DeviceGray "
        + "/BitsPerComponent 8 /Length \(filler) >>\nstream\n"
      objects.append(Array(head.utf8) + noise + Array("\nendstream".utf8))
    }
    return file(objects)
  }

  private static func file(_ objects: [[UInt8]]) -> [UInt8] {
    var out = Array("%PDF-1.7\n%\u{E2}\u{E3}\n".utf8)
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      let digits = String(out.count)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
      out += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    let id = "<00112233445566778899AABBCCDDEEFF>"
    table += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /ID [\(id) \(id)] >>\nstartxref\n\(out.count)\n%%EOF\n"
    return out + Array(table.utf8)
  }
}
