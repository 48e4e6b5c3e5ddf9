package import HeqiDomain
package import HeqiPorts

/// Without a contract with 公安一所 nobody is asked: a reviewer decides (F-009d, H-13).
package struct ManualPoliceIDChecker: PoliceIDChecker {
  package init() {}

  package func check(
    name: Sensitive<String>, idCardNumber: Sensitive<String>, front: [UInt8], back: [UInt8]
  ) async throws(ProviderError) -> CheckOutcome { .needsReview }
}
