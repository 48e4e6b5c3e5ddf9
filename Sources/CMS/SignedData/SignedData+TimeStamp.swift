extension SignedData {
  /// A finished signature with a signature time-stamp added to the unsigned attributes of its one signer (L2);
  /// everything else keeps its received octets, so signature and digest stay right.
  ///
  /// Throws `invalidStructure` unless `der` is DER with exactly one signer, `malformedEncoding` otherwise.
  public static func addingTimeStamp(_ token: [UInt8], to der: [UInt8]) throws(CMSError) -> [UInt8] {
    var info = try parts(DERNode(der))
    guard info.count == 2 else { throw .malformed("a ContentInfo has two fields") }
    var wrapper = try parts(DERNode(info[1]))
    guard wrapper.count == 1 else { throw .malformed("a ContentInfo holds one value") }
    var fields = try parts(DERNode(wrapper[0]))
    guard let last = fields.last else { throw .malformed("SignedData is empty") }
    let signers = try parts(DERNode(last))
    guard signers.count == 1 else { throw CMSError(.invalidStructure, "exactly one signer is required") }
    var signer = try parts(DERNode(signers[0]))
    let attribute = SignedDataSigner.attribute(.signatureTimeStamp, token)
    if let unsigned = signer.last, unsigned.first == DERTag.context(1) {
      signer[signer.count - 1] = DER.setOf(try parts(DERNode(unsigned)) + [attribute], tag: DERTag.context(1))
    } else {
      signer.append(DER.tlv(DERTag.context(1), attribute))
    }
    fields[fields.count - 1] = DER.tlv(DERTag.set, DER.constructed(DERTag.sequence, signer))
    wrapper[0] = DER.constructed(DERTag.sequence, fields)
    info[1] = DER.constructed(DERTag.context(0), wrapper)
    let result = DER.constructed(DERTag.sequence, info)
    _ = try SignedData(result)
    return result
  }

  private static func parts(_ node: DERNode) throws(CMSError) -> [[UInt8]] {
    var cursor = try node.children()
    var list: [[UInt8]] = []
    while let part = try cursor.next() { list.append(Array(part.encoded)) }
    return list
  }
}
