import HeqiDomain

/// What an order asks for, as one hash (B-08). Files count by their bytes: whoever uploads the same file again after a
/// crash and repeats the order has repeated it, though the file has a new id.
enum RequestContent {
  static func hash(of body: [UInt8], files: [(id: ID<ClientFile>, digest: Digest)]) -> Digest {
    let named = files.reduce(body) { $0.replacing(Array($1.id.description.utf8), with: Array($1.digest.hex.utf8)) }
    return FileDigest.of(named)
  }
}

extension InitiateClientContract {
  /// Files that do not exist stay as they are named; `paper` refuses them.
  func contentHash(_ request: ClientContractRequest, tenantID: String) async throws -> Digest {
    let ids: [ID<ClientFile>] =
      switch request.source {
      case .file(let id): [id]
      case .files(let choices): choices.map(\.id)
      case .template: []
      }
    var files: [(id: ID<ClientFile>, digest: Digest)] = []
    for id in Set(ids) { if let file = try await upload.find(id, tenantID: tenantID) { files.append((id, file.digest)) } }
    return RequestContent.hash(of: request.body, files: files)
  }
}
