internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOFoundationCompat
internal import NIOHTTP1

/// The server under load.
struct WebSite: Sendable {
  let client: HTTPClient
  /// Without a slash at its end.
  let url: String

  /// A client for `connections` requests at once; it does not follow redirects by itself.
  static func with<Value>(_ url: String, connections: Int, _ body: (WebSite) async throws -> Value) async throws -> Value {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout.read = .seconds(60)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    do {
      let value = try await body(WebSite(client: client, url: url))
      try await client.shutdown()
      return value
    } catch {
      try? await client.shutdown()
      throw error
    }
  }
}

/// What came back.
struct WebAnswer: Sendable {
  let path: String
  let status: Int
  let location: String
  let body: ByteBuffer

  var text: String { String(buffer: body) }
  var bytes: Data { Data(buffer: body) }
  /// The page's words, for error messages.
  var gist: String {
    let words = text.replacingOccurrences(of: "<[^>]*>", with: " ", options: .regularExpression).split(whereSeparator: \.isWhitespace)
    return String(words.joined(separator: " ").prefix(600))
  }
}

/// One browser of one person: its cookies, and the address a proxy would name.
struct WebVisitor: Sendable {
  let site: WebSite
  private(set) var cookies: [String: String]
  /// Requests are limited by address, so each contract comes from an address of its own.
  var address: String

  init(_ site: WebSite, cookies: [String: String] = [:], address: String) {
    self.site = site
    self.cookies = cookies
    self.address = address
  }

  /// Any status; a refused page is an answer too.
  mutating func get(_ path: String) async throws -> WebAnswer { try await send(path) { _ in } }

  /// Throws `LoadError` unless the answer is a redirect or `204`.
  @discardableResult
  mutating func post(_ form: WebForm, to path: String? = nil, asJSON: Bool = false) async throws -> WebAnswer {
    let answer = try await send(path ?? form.action) { request in
      request.method = .POST
      request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
      if asJSON { request.headers.replaceOrAdd(name: "accept", value: "application/json") }
      request.body = .bytes(ByteBuffer(string: form.encoded))
    }
    guard [200, 204, 302, 303].contains(answer.status), asJSON || answer.status != 200 else {
      throw LoadError("POST \(answer.path) → \(answer.status): \(answer.gist)")
    }
    return answer
  }

  /// A form with files. Throws `LoadError` unless the answer is a redirect.
  @discardableResult
  mutating func upload(
    _ form: WebForm, _ files: [(field: String, name: String, type: String, bytes: [UInt8])]
  ) async throws -> WebAnswer {
    let boundary = "----HeqiBenchmarkBoundary7MA4YWxkTrZu0gW"
    var body = ByteBuffer()
    for field in form.fields {
      body.writeString("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n\(field.value)\r\n")
    }
    for file in files {
      body.writeString("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n")
      body.writeString("Content-Type: \(file.type)\r\n\r\n")
      body.writeBytes(file.bytes)
      body.writeString("\r\n")
    }
    body.writeString("--\(boundary)--\r\n")
    let answer = try await send(form.action) { request in
      request.method = .POST
      request.headers.add(name: "content-type", value: "multipart/form-data; boundary=\(boundary)")
      request.body = .bytes(body)
    }
    guard [302, 303].contains(answer.status) else { throw LoadError("POST \(answer.path) → \(answer.status): \(answer.gist)") }
    return answer
  }

  private mutating func send(_ path: String, _ prepare: (inout HTTPClientRequest) -> Void) async throws -> WebAnswer {
    var request = HTTPClientRequest(url: site.url + path)
    request.headers.add(name: "accept", value: "text/html")
    request.headers.add(name: "accept-language", value: "zh-CN")
    request.headers.add(name: "user-agent", value: "HeqiBenchmarks")
    request.headers.add(name: "sec-fetch-site", value: "same-origin")
    request.headers.add(name: "x-forwarded-for", value: address)
    if !cookies.isEmpty {
      request.headers.add(name: "cookie", value: cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
    }
    prepare(&request)
    let response = try await site.client.execute(request, timeout: .seconds(60))
    for header in response.headers["set-cookie"] { keep(header) }
    return WebAnswer(
      path: path, status: Int(response.status.code), location: response.headers.first(name: "location") ?? "",
      body: try await response.body.collect(upTo: 64 * 1_048_576))
  }

  private mutating func keep(_ header: String) {
    let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
    guard let name = pair.first else { return }
    cookies[name] = pair.count == 2 ? pair[1] : nil
  }
}
