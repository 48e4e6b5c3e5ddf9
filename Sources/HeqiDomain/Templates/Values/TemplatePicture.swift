internal import FoundationEssentials

/// A picture in a template or a value: bytes of a caller until a worker has packed them anew.
package struct TemplatePicture: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case png = "image/png"
    case jpeg = "image/jpeg"
  }

  package let kind: Kind
  package let bytes: [UInt8]

  package init(kind: Kind, bytes: [UInt8]) {
    self.kind = kind
    self.bytes = bytes
  }

  /// Reads `data:image/png;base64,…`; nil for anything else or more than 256 KB.
  package init?(dataURI text: String) {
    guard text.utf8.count <= TemplateLimits.pictureBytesMax * 4 / 3 + 64 else { return nil }
    for kind in Kind.allCases {
      let head = "data:\(kind.rawValue);base64,"
      guard text.hasPrefix(head), let data = Data(base64Encoded: String(text.dropFirst(head.count))), !data.isEmpty,
        data.count <= TemplateLimits.pictureBytesMax
      else { continue }
      self.init(kind: kind, bytes: Array(data))
      return
    }
    return nil
  }

  package var dataURI: String { "data:\(kind.rawValue);base64,\(Data(bytes).base64EncodedString())" }
}
