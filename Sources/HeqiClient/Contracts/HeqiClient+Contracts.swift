internal import FoundationEssentials

extension HeqiClient {
  private static let root = "/api/v1/contract"

  /// Keeps a PDF for an order; at most 50 MB. - Throws: `refused` with 40001 and what is wrong with the file.
  public func upload(pdf: [UInt8], name: String = "contract.pdf") async throws(HeqiClientError) -> StoredFile {
    try await send(.put("/api/v1/file", [("name", name)], pdf, contentType: "application/pdf"))
  }

  /// Starts a contract (M-005). The same order again gives the same contract, with `isDuplicate`.
  /// An `idempotencyKey` of your own gives the stored answer for a week, across restarts of your program as well.
  public func initiate(_ order: ContractOrder, idempotencyKey: String? = nil) async throws(HeqiClientError) -> StartedContract {
    try await send(.post("\(Self.root)/initiate", order, key: idempotencyKey))
  }

  /// A contract with its signers (M-007).
  public func contract(_ id: String) async throws(HeqiClientError) -> Contract { try await send(.get(path(id))) }

  /// One page of contracts, newest first.
  public func contracts(_ filter: ContractFilter = ContractFilter(), after: String? = nil) async throws(HeqiClientError) -> Page<Contract> {
    try await send(.get(Self.root, filter.query(after: after)))
  }

  /// Every contract of a filter, page by page.
  public func allContracts(_ filter: ContractFilter = ContractFilter()) -> Pages<Contract> {
    Pages { after throws(HeqiClientError) in try await contracts(filter, after: after) }
  }

  /// Ends a contract that not everybody has signed (M-008). - Throws: `refused` with 409 once it is signed.
  public func revoke(_ id: String, reason: String, operator: String? = nil) async throws(HeqiClientError) -> Contract {
    struct Revocation: Encodable {
      let reason: String
      let `operator`: String?
    }
    return try await send(.post("\(path(id))/revoke", Revocation(reason: reason, operator: `operator`), key: nil))
  }

  /// Sends fresh links to those whose turn it is; at the earliest 30 minutes after the start, then every 10.
  ///
  /// - Returns: the `partyId` of each.
  public func remind(_ id: String) async throws(HeqiClientError) -> [String] {
    struct Answer: Decodable { let reminded: [String] }
    return try await send(.post("\(path(id))/remind", [String: String](), key: nil), as: Answer.self).reminded
  }

  /// A new link for a signer; the old one dies.
  public func signURL(_ id: String, partyID: String, scene: SignScene = SignScene()) async throws(HeqiClientError) -> SignTask {
    struct Subject: Encodable { let partyId: String }
    return try await send(.post("\(path(id))/sign-url", SceneRequest(subject: Subject(partyId: partyID), scene: scene), key: nil))
  }

  /// One link for up to 20 contracts of one person.
  public func signGroup(
    _ contracts: [(contractID: String, partyID: String)], scene: SignScene = SignScene()
  ) async throws(HeqiClientError) -> SignGroup {
    struct Member: Encodable { let contractId, partyId: String }
    struct Subject: Encodable { let contracts: [Member] }
    let subject = Subject(contracts: contracts.map { Member(contractId: $0.contractID, partyId: $0.partyID) })
    return try await send(.post("/api/v1/sign-group", SceneRequest(subject: subject, scene: scene), key: nil))
  }

  /// The signed PDF, or what is signed so far. Its hash is compared with the one announced.
  public func document(_ id: String) async throws(HeqiClientError) -> [UInt8] { try await fetch(.get("\(path(id))/document")) }

  /// The evidence report of a signed contract as PDF.
  public func evidence(_ id: String) async throws(HeqiClientError) -> [UInt8] { try await fetch(.get("\(path(id))/evidence")) }

  /// The platform's letter of confirmation as PDF.
  public func confirmation(_ id: String) async throws(HeqiClientError) -> [UInt8] {
    try await fetch(.get("\(path(id))/evidence", [("kind", "confirmation")]))
  }

  /// A ZIP that proves itself without the platform.
  public func evidenceBundle(_ id: String) async throws(HeqiClientError) -> [UInt8] {
    try await fetch(.get("\(path(id))/evidence", [("format", "bundle")]))
  }

  /// The hash-chained log.
  public func events(_ id: String) async throws(HeqiClientError) -> [ContractEvent] {
    struct Answer: Decodable { let items: [ContractEvent] }
    return try await send(.get("\(path(id))/events"), as: Answer.self).items
  }

  /// Archives again what was given up (50003), and writes rows that are missing.
  public func archive(_ id: String) async throws(HeqiClientError) -> [ArchiveInfo] {
    struct Answer: Decodable { let archives: [ArchiveInfo] }
    return try await send(.post("\(path(id))/archive", [String: String](), key: nil), as: Answer.self).archives
  }

  /// What a provider answered: a time-stamp token, a proof, a statement.
  public func receipt(_ id: String, of provider: ArchiveProvider) async throws(HeqiClientError) -> [UInt8] {
    try await fetch(.get("\(path(id))/archive/\(APIRequest.escaped(provider.rawValue))"))
  }

  /// Judges a file; nothing of it is kept. At most 12 MB; larger ones by hash.
  public func verify(file: [UInt8]) async throws(HeqiClientError) -> Verdict {
    try await verify(["method": "FILE", "file": Data(file).base64EncodedString()])
  }

  /// Whether a hash, `sha256:` and 64 hex digits, is that of a file kept there.
  public func verify(hash: String) async throws(HeqiClientError) -> Verdict {
    try await verify(["method": "FILE_HASH", "fileHash": hash])
  }

  /// Judges the stored file again. It says nothing about a file that the caller holds.
  public func verify(contract id: String) async throws(HeqiClientError) -> Verdict {
    try await verify(["method": "CONTRACT_ID", "contractId": id])
  }

  private func verify(_ body: [String: String]) async throws(HeqiClientError) -> Verdict {
    try await send(.post("\(Self.root)/verify", body, key: nil))
  }

  private func path(_ id: String) -> String { "\(Self.root)/\(APIRequest.escaped(id))" }
}
