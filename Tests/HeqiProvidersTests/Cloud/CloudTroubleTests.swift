import HeqiDomain
import HeqiPorts
import HeqiProviders
import Testing

/// Drills 7 and 16 for every call to both cloud vendors: they share one exchange.
@Suite("Cloud vendors in trouble")
struct CloudTroubleTests {
  private static let person = FacePerson(name: Sensitive("张三"), idCardNumber: Sensitive("310101199001011234"))

  static func vendors(_ server: LoopbackTSA, deadline: Duration = .seconds(60)) -> [any FaceVendor] {
    [
      TencentFaceVendor(
        client: TencentCloudClient(
          baseURL: server.base, service: TencentFaceVendor.service, version: TencentFaceVendor.version, region: "ap-guangzhou",
          signature: TencentCloudSignature(secretID: "I", secretKey: Sensitive("K")), deadline: deadline, clock: StandingClock()),
        ruleID: "1"),
      AliyunFaceVendor(
        client: AliyunClient(
          baseURL: server.base, service: AliyunFaceVendor.service,
          signature: AliyunSignature(keyID: "I", keySecret: Sensitive("K")), deadline: deadline, clock: StandingClock(),
          random: SystemRandom()), sceneID: "1", pageScript: nil),
    ]
  }

  @Test(
    "whatever is no answer is a trouble or a refusal, and never a result",
    arguments: [
      (LoopbackTSA.Answer.nothing, ProviderError.Kind.retryable), (.half(Array(#"{"Response":{}}"#.utf8)), .retryable),
      (.closed, .retryable), (.flood, .retryable), (.status(500), .retryable), (.status(429), .retryable),
      (.status(403), .refused), (.status(302), .refused), (.ok([]), .retryable), (.ok(Array("<html>busy</html>".utf8)), .retryable),
      (.ok([0xff, 0xfe, 0]), .retryable), (.ok(Array("null".utf8)), .retryable), (.ok(Array("{}".utf8)), .retryable),
    ])
  func troubles(answer: LoopbackTSA.Answer, kind: ProviderError.Kind) async throws {
    let server = try await LoopbackTSA { _ in answer }
    // Only those that hang need the deadline; a long one keeps slow machines out of the others.
    let isSilent = switch answer { case .nothing, .half: true; default: false }
    for vendor in Self.vendors(server, deadline: isSilent ? .milliseconds(100) : .seconds(60)) {
      let session = FaceSession(vendor: vendor.name, token: Sensitive("T"), url: Sensitive("https://v.example/"))
      do throws(ProviderError) {
        let told = try await vendor.result(of: session, for: Self.person)
        Issue.record("\(vendor.name) told \(told)")
      } catch {
        #expect(error.kind == kind, "\(vendor.name): \(error.message)")
      }
    }
    try await server.close()
  }

  @Test("an answer nested a hundred thousand deep crashes nothing")
  func deep() async throws {
    let text = String(repeating: "[", count: 100_000)
    let server = try await LoopbackTSA { _ in .ok(Array(text.utf8)) }
    for vendor in Self.vendors(server) {
      let session = FaceSession(vendor: vendor.name, token: Sensitive("T"), url: Sensitive("https://v.example/"))
      await #expect(throws: ProviderError.self) { _ = try await vendor.result(of: session, for: Self.person) }
    }
    try await server.close()
  }
}
