package import HeqiDomain

/// A signed request of the open API after its signature was checked.
package struct APICall: Sendable {
  package let client: APIClient
  /// The raw body whose hash was signed.
  package let body: [UInt8]

  package init(client: APIClient, body: [UInt8]) {
    self.client = client
    self.body = body
  }

  /// What events keep of where it came from.
  package func scene(_ facts: RequestFacts) -> Scene {
    Scene(client: .api, ip: facts.address, deviceID: client.id.description, userAgent: facts.userAgent)
  }
}
