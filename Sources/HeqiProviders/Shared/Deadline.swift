package import HeqiPorts

/// Runs calls with a time limit; the call is cancelled when it is over (drill 7).
package enum Deadline {
  /// The answer of `call`, or a `retryable` error after `limit`.
  package static func run<Answer: Sendable>(
    _ limit: Duration, provider: String, _ call: @escaping @Sendable () async throws -> Answer
  ) async throws(ProviderError) -> Answer {
    do {
      return try await withThrowingTaskGroup(of: Answer?.self) { group in
        group.addTask { try await call() }
        group.addTask {
          try await Task.sleep(for: limit)
          return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let answer = first else {
          throw ProviderError(.retryable, provider: provider, message: "no answer within \(limit)")
        }
        return answer
      }
    } catch let error as ProviderError {
      throw error
    } catch {
      throw ProviderError(.retryable, provider: provider, message: "the call failed: \(type(of: error))")
    }
  }
}
