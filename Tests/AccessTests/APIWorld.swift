import Crypto
import Foundation
import HTTPTypes
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import HeqiApplication
@testable import HeqiServer

/// The real server with business systems that sign their requests, over a database of its own.
struct APIWorld: Sendable {
  static let zhang = (partyID: "RECEIVER_001", name: "张三", card: "310101199001011234", mobile: "13800138000")

  /// SQLite, and PostgreSQL where there is one; see bin/with-postgres.
  static let engines: [TestDatabase.Engine] = TestDatabase.engines.filter { $0 != .sqliteMemory }

  /// What came back.
  struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    /// The members of a JSON object; empty for anything else.
    var object: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:] }
    var code: Int? { object["code"] as? Int }
    func string(_ name: String) -> String? { object[name] as? String }

    /// Without what names the request itself: what is left must not tell one refusal from another.
    var bare: String {
      var object = object
      guard !object.isEmpty else { return text }
      object["instance"] = nil
      object["requestId"] = nil
      let data = (try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys)) ?? Data()
      return String(decoding: data, as: UTF8.self)
    }
  }

  /// One request before it is signed.
  struct Call: Sendable {
    var method: HTTPRequest.Method = .get
    var path: String
    var body = ""
    var bytes: [UInt8]?
    var key: String?
    var nonce: String?
    /// How long ago it was signed.
    var secondsAgo: Int64 = 0
    var contentType = "application/json"
  }

  let composition: Composition
  let http: any TestClientProtocol
  private let random = SystemRandom()

  /// Runs `body` on a server that listens on a port of its own.
  ///
  /// - Parameter database: an address instead of what `kind` makes, such as that of a `CommitCutter`.
  static func with(_ kind: TestDatabase.Engine = .sqliteFile, _ body: @escaping @Sendable (APIWorld) async throws -> Void) async throws {
    guard kind == .postgres else { return try await run(nil, body) }
    try await TestDatabase.withSchema { url, schema in try await run(address(url, schema), body) }
  }

  /// A PostgreSQL address whose sessions see only `schema`.
  static func address(_ url: String, _ schema: String) -> String {
    url + (url.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)"
  }

  static func run(_ database: String?, _ body: @escaping @Sendable (APIWorld) async throws -> Void) async throws {
    try await TestDatabase.withFolder { folder in
      let resources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/HeqiWeb/Resources").standardizedFileURL.path
      var flags: [ConfigurationKey: String] = [
        .dataDirectory: folder + "/data", .publicURL: "http://localhost", .resourcesPath: resources,
      ]
      // A session for each of twenty requests at once: on a slow machine eight would be told that the pool is busy.
      if let database { flags.merge([.databaseURL: database, .databasePoolSize: "24"]) { $1 } }
      let configuration = try ServerConfiguration(ConfigurationSources(flags: flags))
      let data = try OpenedData(configuration, random: SystemRandom())
      let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
      try await HeqiMigrations.run(on: data.engine, at: now)
      let composition = try await Composition(configuration, data: data, metrics: MetricsRegistry(), logger: Logger(label: "test"))
      let result: Result<Void, any Error>
      do {
        let application = Application(
          router: try composition.router(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
          logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await application.test(.live) { http in try await body(APIWorld(composition: composition, http: http)) }
        result = .success(())
      } catch {
        result = .failure(error)
      }
      await data.engine.close()
      try result.get()
    }
  }

  /// A business system in a namespace of its own, with every scope unless some are named.
  func client(_ name: String, _ scopes: Set<APIScope> = Set(APIScope.allCases)) async throws -> IssuedClient {
    try await composition.clients.manage.create(name: name, scopes: scopes)
  }

  /// Sends one request, signed by `client`, or unsigned.
  func send(_ call: Call, by client: IssuedClient?) async throws -> Reply {
    let body = call.bytes ?? Array(call.body.utf8)
    var headers: HTTPFields = [.contentType: call.contentType, .acceptLanguage: "en"]
    if let key = call.key { headers[.init("idempotency-key")!] = key }
    if let client {
      let timestamp = Int64(Date().timeIntervalSince1970) - call.secondsAgo
      let nonce = call.nonce ?? random.token(byteCount: 18)
      let parts = call.path.split(separator: "?", maxSplits: 1).map(String.init)
      let digest = HeqiDomain.Digest(Array(SHA256.hash(data: body)))
      let hash = try #require(digest)
      let signed = RequestSignature.text(
        timestamp: timestamp, nonce: nonce, method: call.method.rawValue, path: parts[0],
        query: parts.count > 1 ? parts[1] : nil, bodyHash: hash)
      let text = try #require(signed)
      let code = HMAC<SHA256>.authenticationCode(
        for: Array(text.utf8), using: SymmetricKey(data: Array(client.secret.reveal().utf8)))
      headers[.init("x-client-id")!] = client.client.id.description
      headers[.init("x-timestamp")!] = String(timestamp)
      headers[.init("x-nonce")!] = nonce
      headers[.init("x-signature")!] = Hex.encode(Array(code))
    }
    return try await http.execute(uri: call.path, method: call.method, headers: headers, body: ByteBuffer(bytes: body)) { response in
      Reply(status: Int(response.status.code), headers: response.headers, text: String(buffer: response.body))
    }
  }

  func get(_ path: String, by client: IssuedClient?) async throws -> Reply { try await send(Call(path: path), by: client) }

  func post(_ path: String, _ body: String, key: String? = nil, by client: IssuedClient?) async throws -> Reply {
    try await send(Call(method: .post, path: path, body: body, key: key), by: client)
  }

  /// Uploads a file; its id.
  func file(_ client: IssuedClient) async throws -> String {
    let call = Call(method: .put, path: "/api/v1/file", bytes: OddPages.bytes("SIGN"), contentType: "application/pdf")
    let reply = try await send(call, by: client)
    return try #require(reply.string("fileId"), "\(reply)")
  }

  /// The body of `POST /api/v1/contract/initiate` for one signer.
  static func order(_ bizID: String, file: String, title: String = "授权协议", more: [String: Any] = [:], method: String = "CA_CERT") -> String {
    let signer: [String: Any] = [
      "partyId": zhang.partyID, "partyType": "RECEIVER", "name": zhang.name, "idCardNo": zhang.card, "mobile": zhang.mobile,
      "signMethod": method, "notifyType": "H5_LINK", "sequence": 1,
    ]
    let order: [String: Any] = [
      "bizId": bizID, "bizType": "RELATIONSHIP_AGREEMENT", "fileId": file, "title": title, "signers": [signer],
    ]
    return json(order.merging(more) { $1 })
  }

  static func json(_ object: [String: Any]) -> String {
    let data = (try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  /// Keys of requests that ended without a word are free again, as they are a minute later.
  func passMinute() async throws {
    try await composition.data.engine.write { try $0.execute("UPDATE idempotency SET lease_until_us = 0 WHERE status IS NULL") }
  }

  /// How many contracts business systems have made.
  func contracts() async throws -> Int {
    try await composition.data.engine.read { try $0.query("SELECT contract_id FROM client_contract").count }
  }
}
