internal import Foundation
internal import Graphics

/// A verified person with an open session, as the load commands find it in a file.
struct BenchPerson: Codable, Sendable {
  let name: String
  let mobile: String
  private(set) var cookies: [String: String] = [:]

  private static let surnames = Array("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨")

  init(number: Int) {
    name = "\(Self.surnames[number % Self.surnames.count])测\(Self.surnames[number / Self.surnames.count % Self.surnames.count])"
    mobile = "136" + String(String(100_000_000 + number).dropFirst())
  }

  /// A browser of this person at an address of its own.
  func visitor(_ site: WebSite, address: String) -> WebVisitor { WebVisitor(site, cookies: cookies, address: address) }

  /// Registers and hands in identity data, as the pages ask for them.
  mutating func register(_ site: WebSite, _ outbox: OutboxReader, number: Int) async throws {
    var visitor = WebVisitor(site, address: "10.254.\(number / 250).\(number % 250 + 1)")
    var form = try WebForm(in: await visitor.get("/register"), action: "/register")
    form.set("name", name)
    form.set("mobile", mobile)
    form.set("email", "bench\(number)@example.com")
    form.set("password", "benchmark 契约 \(number)")
    form.set("agreement", "on")
    var asking = form
    asking.set("purpose", "register")
    asking.set("target", mobile)
    try await visitor.post(asking, to: "/codes", asJSON: true)
    form.set("code", try await outbox.code(for: mobile))
    form.set("action", "register")
    try await visitor.post(form)
    var identity = try WebForm(in: await visitor.get("/account/verification"), action: "/account/verification")
    identity.set("name", name)
    identity.set("idCardNumber", Self.idNumber(number))
    identity.set("consentFace", "on")
    let picture = try SealFace.name(NameSeal(name: name)).drawing().png(dpi: 300, background: .white)
    try await visitor.upload(identity, ["front", "back", "live"].map { ($0, "\($0).png", "image/png", picture) })
    cookies = visitor.cookies
  }

  /// GB 11643: region, day of birth, sequence, check digit by ISO 7064 MOD 11-2.
  static func idNumber(_ number: Int) -> String {
    let body = "11010119900307" + String(String(1000 + number % 900).suffix(3))
    var sum = 0
    for digit in body { sum = (sum + (digit.wholeNumberValue ?? 0)) * 2 % 11 }
    return body + (["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum])
  }
}

/// The reviewer of the evaluation sample, who approves everybody.
struct BenchReviewer {
  private var visitor: WebVisitor

  init(_ site: WebSite, password: String) async throws {
    visitor = WebVisitor(site, address: "10.253.0.1")
    var form = try WebForm(in: await visitor.get("/office/login"), action: "/office/login")
    form.set("login", "admin@heqi.localhost")
    form.set("password", password)
    form.set("action", "login")
    try await visitor.post(form)
  }

  /// Decides every open case; returns how many.
  mutating func approveAll() async throws -> Int {
    let queue = try await visitor.get("/office/reviews")
    guard queue.status == 200 else { throw LoadError("/office/reviews → \(queue.status): \(queue.gist)") }
    let paths = Set(queue.text.matches(of: /\/office\/reviews\/[0-9a-f-]{36}/).map { String($0.output) })
    for path in paths {
      var form = try WebForm(in: await visitor.get(path), action: path)
      form.set("decision", "approve")
      form.set("reason", "基准测试")
      try await visitor.post(form)
    }
    return paths.count
  }
}
