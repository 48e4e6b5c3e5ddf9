import Testing

@testable import HeqiDomain

@Suite("The way of a newcomer")
struct OnboardingTests {
  private func states(_ onboarding: Onboarding) -> [String] { onboarding.entries.map { "\($0.step) \($0.state)" } }

  @Test("a person verifies, has a seal, knows somebody, and may verify a company")
  func person() {
    var facts = Onboarding.Facts()
    #expect(states(Onboarding(facts, isCompany: false)) == ["verification current", "seals later", "contacts later", "company later"])
    facts.isVerified = true
    #expect(states(Onboarding(facts, isCompany: false)) == ["verification done", "seals current", "contacts later", "company later"])
    facts.hasSeal = true
    let ready = Onboarding(facts, isCompany: false)
    #expect(states(ready) == ["verification done", "seals done", "contacts current", "company later"])
    #expect(ready.isComplete && ready.doneCount == 2, "the rest is optional")
    facts.hasContact = true
    #expect(states(Onboarding(facts, isCompany: false)).last == "company current")
  }

  @Test("a company needs seals and a business type; delegation stands between and is optional")
  func company() {
    var facts = Onboarding.Facts()
    (facts.isVerified, facts.hasSeal) = (true, true)
    let open = Onboarding(facts, isCompany: true)
    #expect(
      states(open) == [
        "verification done", "seals done", "contacts later", "delegation later", "businessTypes current",
      ])
    #expect(!open.isComplete)
    facts.hasBusinessType = true
    #expect(Onboarding(facts, isCompany: true).isComplete)
  }
}
