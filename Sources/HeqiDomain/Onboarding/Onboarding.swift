/// The way of a newcomer in the order of the source: register and verify (a person, then a company), seals, contacts, and
/// for a company delegation and business types (F-006).
package struct Onboarding: Equatable, Sendable {
  package enum Step: String, Sendable, CaseIterable { case verification, seals, contacts, company, delegation, businessTypes }

  package enum State: String, Sendable { case done, current, later }

  package struct Entry: Equatable, Sendable {
    package let step: Step
    package let state: State
    /// Contracts can be signed without it.
    package let isOptional: Bool
  }

  /// What has been done already.
  package struct Facts: Equatable, Sendable {
    package var isVerified = false
    package var hasSeal = false
    package var hasContact = false
    package var isInCompany = false
    package var hasDelegation = false
    package var hasBusinessType = false

    package init() {}
  }

  /// In order; the first that is open and not optional is the current one.
  package let entries: [Entry]

  /// - Parameter isCompany: the steps of a company, else those of a person.
  package init(_ facts: Facts, isCompany: Bool) {
    let steps: [Step] =
      isCompany ? [.verification, .seals, .contacts, .delegation, .businessTypes] : [.verification, .seals, .contacts, .company]
    let current = steps.first { !Self.isDone($0, facts) && !Self.isOptional($0) } ?? steps.first { !Self.isDone($0, facts) }
    entries = steps.map { step in
      Entry(
        step: step, state: Self.isDone(step, facts) ? .done : step == current ? .current : .later,
        isOptional: Self.isOptional(step))
    }
  }

  package var doneCount: Int { entries.count { $0.state == .done } }

  /// Everything that contracts need is there.
  package var isComplete: Bool { entries.allSatisfy { $0.state == .done || $0.isOptional } }

  private static func isOptional(_ step: Step) -> Bool { step == .company || step == .delegation || step == .contacts }

  private static func isDone(_ step: Step, _ facts: Facts) -> Bool {
    switch step {
    case .verification: facts.isVerified
    case .seals: facts.hasSeal
    case .contacts: facts.hasContact
    case .company: facts.isInCompany
    case .delegation: facts.hasDelegation
    case .businessTypes: facts.hasBusinessType
    }
  }
}
