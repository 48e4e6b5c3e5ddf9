/// A named place where a drill may end the process as `kill -9` would (drill 1): nothing in production.
package protocol Failpoint: Sendable {
  /// Called each time the place is passed.
  func pass(_ name: FailpointName)
}

/// The numbered steps between a signer's request and its answer, and those of completion.
package enum FailpointName: String, Sendable, CaseIterable {
  /// The code was accepted and noted.
  case signIntention = "sign.1.intention"
  /// The revision with the placeholder exists in memory.
  case signPrepared = "sign.2.prepared"
  /// The key has signed and the time stamp is in place.
  case signSigned = "sign.3.signed"
  /// The signed file is in both blob roots; no row refers to it yet.
  case signStored = "sign.4.stored"
  /// Everything is written inside the transaction, before its commit.
  case signWritten = "sign.5.written"
  /// The transaction is committed; the answer is not sent.
  case signCommitted = "sign.6.committed"
  case completeVerified = "complete.1.verified"
  case completeReported = "complete.2.reported"
  case completeStored = "complete.3.stored"
  case completeWritten = "complete.4.written"
}

/// Does nothing: the failpoint of every ordinary process.
package struct NoFailpoint: Failpoint {
  package init() {}
  package func pass(_ name: FailpointName) {}
}
