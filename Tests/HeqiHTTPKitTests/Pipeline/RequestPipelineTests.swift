import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird
import HummingbirdTesting
import Testing

struct FixedClock: WallClock { let now = Instant(seconds: 1_000_000) }

struct CountingRandom: RandomSource {
  func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }
}

struct PlainPage: ProblemPage {
  func html(for problem: Problem, context: HeqiRequestContext) -> String {
    "<h1>\(problem.title.text(in: context.language))</h1><small>\(problem.code) \(context.facts.requestID)</small>"
  }
  func signInLocation(returningTo path: String) -> String { "/login?next=\(path)" }
}

struct OneSession: SessionLookup {
  static let token = String(repeating: "t", count: 64)
  /// For the tests of people who have left; task-local, since tests run side by side.
  @TaskLocal static var endedCompany: String?
  func session(token: String, scene: Scene) async throws -> SignedInSession? {
    guard token == Self.token, !scene.deviceID.isEmpty else { return nil }
    return SignedInSession(
      id: "s1", accountID: ID(at: Instant(seconds: 1), random: Array(0..<10)), tenantID: "main", name: "叶三", isVerified: true,
      endedCompany: Self.endedCompany)
  }
}

@Suite("request pipeline")
struct RequestPipelineTests {
  struct Odd: Error {}

  static func application(reads: RequestRate = RequestRate(burst: 300, perSecond: 60)) -> some ApplicationProtocol {
    let router = Router(context: HeqiRequestContext.self)
    RequestPipeline(
      page: PlainPage(), sessions: OneSession(), cookieKey: Array(repeating: 7, count: 32), trustedProxies: [],
      clock: FixedClock(), random: CountingRandom(), reads: reads
    ).add(to: router)
    router.get("/me") { _, context in try context.requireCaller().name }
    router.get("/token") { _, context in context.csrfToken }
    router.get("/staff") { _, context in try context.requireStaff([.reviewer]).name }
    router.get("/odd") { _, _ -> String in throw Odd() }
    router.get("/api/odd") { _, _ -> String in throw Odd() }
    router.post("/api/echo") { _, _ in "api" }
    router.post("/change") { request, _ in try await request.form().text("value") ?? "" }
    router.post("/upload") { request, context in
      let form = try await MultipartForm.read(request, context: context, limits: .images)
      return "\(form.file("card")?.fileName ?? "-") \(form.file("card")?.bytes.count ?? 0) \(form.form.text("note") ?? "")"
    }
    return Application(router: router)
  }

  static let own: HTTPFields = [.init("sec-fetch-site")!: "same-origin", .contentType: "application/x-www-form-urlencoded"]

  /// Cookies and token of a fresh browser, signed in or not.
  static func visit(_ client: some TestClientProtocol, signedIn: Bool) async throws -> (cookie: String, token: String) {
    let first = try await client.execute(uri: "/token", method: .get)
    let device = try #require(first.headers[.setCookie]?.split(separator: ";").first.map(String.init))
    let cookie = signedIn ? "\(device); heqi_session=\(OneSession.token)" : device
    let second = try await client.execute(uri: "/token", method: .get, headers: [.cookie: cookie])
    return (cookie, String(buffer: second.body))
  }

  @Test("a page for signed-in users sends others to sign in and back")
  func signIn() async throws {
    try await Self.application().test(.router) { client in
      let refused = try await client.execute(uri: "/me?tab=1", method: .get)
      #expect(refused.status == .seeOther && refused.headers[.location] == "/login?next=/me?tab=1")
      let json = try await client.execute(uri: "/me", method: .get, headers: [.accept: "application/json"])
      #expect(json.status == .unauthorized && json.headers[.contentType] == "application/problem+json")
      let browser = try await Self.visit(client, signedIn: true)
      let ok = try await client.execute(uri: "/me", method: .get, headers: [.cookie: browser.cookie])
      #expect(String(buffer: ok.body) == "叶三")
    }
  }

  @Test("who has left a company reads why nothing is found any more, under the status a stranger would get (F-058)")
  func leaver() async throws {
    try await OneSession.$endedCompany.withValue("示例公司") {
      try await Self.application().test(.router) { client in
        let browser = try await Self.visit(client, signedIn: true)
        for (path, status) in [("/staff", HTTPResponse.Status.notFound), ("/odd", .internalServerError)] {
          let answer = try await client.execute(uri: path, method: .get, headers: [.cookie: browser.cookie])
          #expect(answer.status == status)
          #expect(String(buffer: answer.body).contains("示例公司") == (status == .notFound), "\(path)")
        }
        let fine = try await client.execute(uri: "/me", method: .get, headers: [.cookie: browser.cookie])
        #expect(String(buffer: fine.body) == "叶三")
      }
    }
    try await Self.application().test(.router) { client in
      let browser = try await Self.visit(client, signedIn: true)
      let answer = try await client.execute(uri: "/staff", method: .get, headers: [.cookie: browser.cookie])
      #expect(!String(buffer: answer.body).contains("示例公司"))
    }
  }

  @Test("the back office does not show itself to ordinary users")
  func staff() async throws {
    try await Self.application().test(.router) { client in
      let browser = try await Self.visit(client, signedIn: true)
      let response = try await client.execute(uri: "/staff", method: .get, headers: [.cookie: browser.cookie])
      #expect(response.status == .notFound)
    }
  }

  @Test("unknown errors become a page with a request id, or problem details for the API")
  func errors() async throws {
    try await Self.application().test(.router) { client in
      let page = try await client.execute(uri: "/odd", method: .get)
      #expect(page.status == .internalServerError)
      #expect(String(buffer: page.body).contains(try #require(page.headers[.init("x-request-id")!])))
      let api = try await client.execute(uri: "/api/odd", method: .get, headers: [.acceptLanguage: "en-GB"])
      #expect(api.headers[.contentType] == "application/problem+json")
      #expect(String(buffer: api.body).contains("\"code\":\"server.error\""))
      let missing = try await client.execute(uri: "/nowhere", method: .get)
      #expect(missing.status == .notFound && String(buffer: missing.body).contains("没有找到"))
    }
  }

  @Test("every answer carries the strict policy and is not stored")
  func headers() async throws {
    try await Self.application().test(.router) { client in
      for path in ["/token", "/nowhere", "/odd"] {
        let headers = try await client.execute(uri: path, method: .get).headers
        #expect(headers[.init("content-security-policy")!]?.contains("unsafe") == false)
        #expect(headers[.init("x-content-type-options")!] == "nosniff")
        #expect(headers[.cacheControl] == "no-store")
      }
    }
  }

  @Test("a change needs the token and our own origin", arguments: [true, false])
  func csrf(signedIn: Bool) async throws {
    try await Self.application().test(.router) { client in
      let browser = try await Self.visit(client, signedIn: signedIn)
      func post(_ body: String, _ change: (inout HTTPFields) -> Void = { _ in }) async throws -> HTTPResponse.Status {
        var headers = Self.own
        headers[.cookie] = browser.cookie
        change(&headers)
        return try await client.execute(uri: "/change", method: .post, headers: headers, body: ByteBuffer(string: body)).status
      }
      #expect(try await post("value=1&csrf=\(browser.token)") == .ok)
      #expect(try await post("value=1") == .forbidden)
      #expect(try await post("value=1&csrf=\(String(repeating: "0", count: 32))") == .forbidden)
      #expect(try await post("value=1") { $0[.init("x-csrf-token")!] = browser.token } == .ok)
      #expect(try await post("csrf=\(browser.token)") { $0[.init("sec-fetch-site")!] = "cross-site" } == .forbidden)
      #expect(try await post("csrf=\(browser.token)") { $0[.init("sec-fetch-site")!] = "same-site" } == .forbidden)
      #expect(try await post("csrf=\(browser.token)") { $0[.init("sec-fetch-site")!] = nil } == .forbidden)
      #expect(
        try await post("csrf=\(browser.token)") {
          $0[.init("sec-fetch-site")!] = nil
          $0[.origin] = "https://evil.example"
        } == .forbidden)
      #expect(try await client.execute(uri: "/api/echo", method: .post).status == .ok)
    }
  }

  @Test("the token of one session is worth nothing in another")
  func tokenBinding() async throws {
    try await Self.application().test(.router) { client in
      let anonymous = try await Self.visit(client, signedIn: false)
      let signedIn = try await Self.visit(client, signedIn: true)
      #expect(anonymous.token != signedIn.token)
      var headers = Self.own
      headers[.cookie] = signedIn.cookie
      let response = try await client.execute(
        uri: "/change", method: .post, headers: headers, body: ByteBuffer(string: "csrf=\(anonymous.token)"))
      #expect(response.status == .forbidden)
    }
  }

  @Test("a multipart form is read only behind its token")
  func multipart() async throws {
    try await Self.application().test(.router) { client in
      let browser = try await Self.visit(client, signedIn: true)
      func upload(_ token: String?) async throws -> TestResponse {
        var parts: [String] = []
        if let token { parts += ["--B", "Content-Disposition: form-data; name=\"csrf\"", "", token] }
        parts += ["--B", "Content-Disposition: form-data; name=\"note\"", "", "正面"]
        parts += ["--B", "Content-Disposition: form-data; name=\"card\"; filename=\"../a.png\"", "", "12345", "--B--", ""]
        let headers: HTTPFields = [
          .cookie: browser.cookie, .init("sec-fetch-site")!: "same-origin", .contentType: "multipart/form-data; boundary=B",
        ]
        return try await client.execute(
          uri: "/upload", method: .post, headers: headers, body: ByteBuffer(string: parts.joined(separator: "\r\n")))
      }
      #expect(String(buffer: try await upload(browser.token).body) == "a.png 5 正面")
      #expect(try await upload(nil).status == .forbidden)
      #expect(try await upload("wrong").status == .forbidden)
    }
  }

  @Test("a dead session cookie is forgotten, a forged device cookie replaced")
  func cookies() async throws {
    try await Self.application().test(.router) { client in
      let dead = try await client.execute(
        uri: "/token", method: .get, headers: [.cookie: "heqi_session=\(String(repeating: "z", count: 64)); heqi_device=abc.def"])
      let set = dead.headers[values: .setCookie]
      #expect(set.contains { $0.hasPrefix("heqi_session=;") && $0.contains("Max-Age=0") })
      #expect(set.contains { $0.hasPrefix("heqi_device=") && $0.contains("HttpOnly") && $0.contains("SameSite=Lax") })
      let browser = try await Self.visit(client, signedIn: true)
      let alive = try await client.execute(uri: "/me", method: .get, headers: [.cookie: browser.cookie])
      #expect(alive.headers[.setCookie] == nil)
    }
  }

  @Test("the limit answers with how long to wait")
  func limit() async throws {
    try await Self.application(reads: RequestRate(burst: 2, perSecond: 0.1)).test(.live) { client in
      for _ in 0..<2 { #expect(try await client.execute(uri: "/token", method: .get).status == .ok) }
      let refused = try await client.execute(uri: "/token", method: .get)
      #expect(refused.status == .tooManyRequests && refused.headers[.retryAfter] == "10")
    }
  }
}
