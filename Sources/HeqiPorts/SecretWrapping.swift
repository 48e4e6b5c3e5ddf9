/// Wraps short secrets (private keys) by the master key. `context` says what the secret is and whose; a secret opens
/// only with the same list, so that stored secrets cannot be swapped (T-021).
package protocol SecretWrapping: Sendable {
  func wrap(_ secret: [UInt8], context: [String]) throws(ProviderError) -> [UInt8]
  func unwrap(_ wrapped: [UInt8], context: [String]) throws(ProviderError) -> [UInt8]
}
