package import HeqiDomain

/// Calls the addresses that business systems gave.
package protocol CallbackSender: Sendable {
  /// One POST: no redirect is followed, at most 15 seconds, at most 64 KB of the answer are read.
  func post(_ body: String, to address: CallbackAddress, headers: [(name: String, value: String)]) async -> CallbackAnswer
}
