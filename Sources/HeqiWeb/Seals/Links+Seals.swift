package import HeqiDomain

/// Addresses of the pages of seals.
extension Links {
  package static let newSeal = "/account/seals/new"
  package static let sealUpload = "/account/seals/upload"

  package static func sealPage(_ id: ID<Seal>) -> String { "\(seals)/\(id)" }
  package static func sealStatus(_ id: ID<Seal>) -> String { "\(sealPage(id))/status" }
  package static func sealDefault(_ id: ID<Seal>) -> String { "\(sealPage(id))/default" }
  package static func sealPIN(_ id: ID<Seal>) -> String { "\(sealPage(id))/pin" }

  /// The picture of a design that is not made yet; parameters as in the maker's form.
  package static func sealPreview(_ fields: [(name: String, value: String)]) -> String {
    let query = fields.map { "\($0.name)=\(encode($0.value))" }.joined(separator: "&")
    return "\(seals)/preview.svg" + (query.isEmpty ? "" : "?\(query)")
  }
}
