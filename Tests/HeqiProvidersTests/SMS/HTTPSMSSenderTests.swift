import Foundation
import HeqiDomain
import HeqiPorts
import HeqiProviders
import Synchronization
import Testing

@Suite("SMS over a gateway")
struct HTTPSMSSenderTests {
  private let message = SMSMessage(to: Sensitive("13812341234"), text: "验证码 123456", code: "123456", idempotencyKey: "code:1")

  private final class Received: Sendable {
    let bodies = Mutex<[[UInt8]]>([])
  }

  @Test("the gateway gets number, text, code and key as JSON")
  func delivered() async throws {
    let received = Received()
    let server = try await LoopbackTSA { body in
      received.bodies.withLock { $0.append(body) }
      return .ok([])
    }
    try await HTTPSMSSender(url: server.url, token: Sensitive("t"), clock: StandingClock()).send(message)
    let body = try #require(received.bodies.withLock { $0.first })
    let json = try JSONDecoder().decode([String: String].self, from: Data(body))
    #expect(json == ["to": "13812341234", "text": "验证码 123456", "code": "123456", "idempotencyKey": "code:1"])
    try await server.close()
  }

  @Test("answers are told apart: refused for ever, or troubles that pass", arguments: [
    (400, ProviderError.Kind.refused), (404, .refused), (429, .retryable), (500, .retryable), (503, .retryable),
  ])
  func answers(status: Int, kind: ProviderError.Kind) async throws {
    let server = try await LoopbackTSA { _ in .status(status) }
    await #expect(throws: ProviderError(kind, provider: "sms", message: "")) {
      try await HTTPSMSSender(url: server.url, token: Sensitive("t"), clock: StandingClock()).send(message)
    }
    try await server.close()
  }

  @Test("a gateway that hangs costs one deadline, then rests (drill 7)")
  func hanging() async throws {
    let server = try await LoopbackTSA { _ in .nothing }
    let clock = StandingClock()
    let sender = HTTPSMSSender(url: server.url, token: Sensitive("t"), deadline: .milliseconds(50), clock: clock)
    for _ in 1...7 { await #expect(throws: ProviderError.self) { try await sender.send(message) } }
    #expect(server.count <= 5)
    clock.advance(.seconds(30))
    await #expect(throws: ProviderError.self) { try await sender.send(message) }
    try await server.close()
  }
}
