package import HeqiDomain

/// What the pipeline has found out about a request before any handler runs.
package struct RequestFacts: Sendable {
  /// 96 random bits in hex; unguessable, shown on error pages and kept in logs.
  package var requestID: String
  /// Client address after trusted proxies (B-12); empty when unknown.
  package var address: String
  /// Whether the client speaks TLS, to us or to a trusted proxy.
  package var isSecure: Bool
  /// Random id from the server-signed cookie (B-12).
  package var deviceID: String
  package var language: Language
  /// First 256 characters of `User-Agent`.
  package var userAgent: String
  /// Answer may be JSON problems rather than pages: the API, scripts' requests.
  package var wantsJSON: Bool

  package init(
    requestID: String = "", address: String = "", isSecure: Bool = false, deviceID: String = "", language: Language = .chinese,
    userAgent: String = "", wantsJSON: Bool = false
  ) {
    self.requestID = requestID
    self.address = address
    self.isSecure = isSecure
    self.deviceID = deviceID
    self.language = language
    self.userAgent = userAgent
    self.wantsJSON = wantsJSON
  }
}
