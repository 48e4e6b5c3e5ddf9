package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage

/// Evaluation mode only: a face service whose outcome the tester chooses on a page. Looks at no face.
package struct EvaluationFaceVendor: FaceVendor {
  /// What the tester may choose.
  package enum Outcome: String, Sendable, CaseIterable {
    case success = "SUCCESS"
    case mismatch = "FACE_MISMATCH"
    case cardMismatch = "ID_CARD_MISMATCH"
    case poorQuality = "POOR_QUALITY"
    /// The service does not answer.
    case timeOut = "TIME_OUT"
  }

  private static let likeness = 0.9876
  private static let unlikeness = 0.3125
  package let name = "evaluation"
  private let engine: any SQLEngine
  private let clock: any WallClock
  private let random: any RandomSource
  private let publicURL: String

  package init(engine: any SQLEngine, clock: any WallClock, random: any RandomSource, publicURL: String) {
    self.engine = engine
    self.clock = clock
    self.random = random
    self.publicURL = publicURL
  }

  package func begin(_ request: FaceVendorRequest) async throws(ProviderError) -> FaceSession {
    let token = random.token()
    let now = clock.now
    do {
      try await engine.write { try DevFaceStore().insert(token, returnURL: request.returnURL, at: now, in: $0) }
    } catch {
      throw ProviderError(.retryable, provider: "face", message: "the evaluation face service could not be written")
    }
    return FaceSession(vendor: name, token: Sensitive(token), url: Sensitive("\(publicURL)/dev/face/\(token)"))
  }

  package func result(of session: FaceSession, for person: FacePerson) async throws(ProviderError) -> FaceAnswer {
    let token = session.token.reveal()
    let found: (returnURL: String, outcome: String?)?
    do {
      found = try await engine.read { try DevFaceStore().find(token, in: $0) }
    } catch {
      throw ProviderError(.retryable, provider: "face", message: "the evaluation face service could not be read")
    }
    guard let found else { throw ProviderError(.refused, provider: "face", message: "unknown session") }
    guard let outcome = found.outcome.flatMap(Outcome.init(rawValue:)) else { return .pending }
    let number = "EVAL-" + token.prefix(16).uppercased()
    switch outcome {
    case .success: return .passed(score: Self.likeness, transactionNo: number)
    case .mismatch: return .failed(.mismatch, score: Self.unlikeness, transactionNo: number)
    case .cardMismatch: return .failed(.cardMismatch, score: nil, transactionNo: number)
    case .poorQuality: return .failed(.poorQuality, score: nil, transactionNo: number)
    case .timeOut: throw ProviderError(.retryable, provider: "face", message: "the service did not answer in time")
    }
  }

  /// Whether the tester may choose for this session.
  package func knows(_ token: String) async throws -> Bool {
    try await engine.read { try DevFaceStore().find(token, in: $0) != nil }
  }

  /// The tester's choice; returns where the browser goes on.
  package func choose(_ outcome: Outcome, for token: String) async throws -> String {
    let found = try await engine.write { connection -> String? in
      guard let session = try DevFaceStore().find(token, in: connection) else { return nil }
      try DevFaceStore().choose(outcome.rawValue, for: token, in: connection)
      return session.returnURL
    }
    guard let found else { throw ClientError(.notFound) }
    return found
  }
}
