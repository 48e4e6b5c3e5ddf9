import HeqiDomain

/// What `POST /api/v1/contract/verify` asks (M-009, B-23).
enum VerifyRequest: Sendable, Equatable {
  case file([UInt8])
  case hash(Digest)
  case contract(ID<Contract>)

  private enum Method: String, CaseIterable {
    case file = "FILE"
    case fileHash = "FILE_HASH"
    case contractID = "CONTRACT_ID"
  }

  init(body: [UInt8]) throws(ClientError) {
    let object = try RequestObject(body: body)
    switch try object.choice("method", Method.self) ?? .file {
    case .file:
      guard case .string(let text)? = object["file"], !text.isEmpty else { throw object.missing("file") }
      guard let bytes = Base64.decode(text) else { throw object.wrong("file", "应为 Base64 编码的 PDF", "must be a PDF in Base64") }
      self = .file(bytes)
    case .fileHash:
      guard let hash = Digest(try object.text("fileHash", max: 128)) else {
        throw object.wrong("fileHash", "应为 sha256:<64 位十六进制>", "must be sha256:<64 hex digits>")
      }
      self = .hash(hash)
    case .contractID:
      guard let id = ID<Contract>(try object.text("contractId", max: 64)) else { throw ClientError(.notFound) }
      self = .contract(id)
    }
  }
}
