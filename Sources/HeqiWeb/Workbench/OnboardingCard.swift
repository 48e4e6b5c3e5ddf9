import HeqiDomain
import HeqiHTTPKit

/// 开通引导 on the workbench: each step in order, with its state and the way there (F-006).
struct OnboardingCard: Sendable {
  let heading: String
  let count: String
  let isOpen: Bool
  let steps: [Step]

  struct Step: Sendable {
    let label: String
    let text: String
    /// `done`, `current` or `later`.
    let state: String
    let stateText: String
    let isCurrent: Bool
    let href: String
    let action: String
    let actionLabel: String
  }

  /// - Parameter isFolded: something else on the page leads the newcomer already.
  init(_ onboarding: Onboarding, isCompany: Bool, isFolded: Bool, texts: LocaleTexts) {
    heading = texts(isCompany ? "onboarding.company" : "onboarding.person")
    count = texts(
      "onboarding.count", ["done": String(onboarding.doneCount), "all": String(onboarding.entries.count)])
    isOpen = !isFolded && !onboarding.isComplete
    steps = onboarding.entries.map { Step($0, isCompany: isCompany, texts: texts) }
  }
}

extension OnboardingCard.Step {
  init(_ entry: Onboarding.Entry, isCompany: Bool, texts: LocaleTexts) {
    let key =
      switch entry.step {
      case .company: "onboarding.companyStep"
      case .verification where isCompany: "onboarding.verificationCompany"
      default: "onboarding.\(entry.step.rawValue)"
      }
    label = texts(key)
    text = texts("\(key)Text")
    state = entry.state.rawValue
    stateText = texts(
      entry.state == .done ? "onboarding.done" : entry.isOptional ? "onboarding.optional" : "onboarding.open")
    isCurrent = entry.state == .current
    href = Self.href(entry.step, isCompany: isCompany)
    action = texts(entry.state == .done ? "onboarding.look" : "onboarding.go")
    actionLabel = "\(action)：\(label)"
  }

  private static func href(_ step: Onboarding.Step, isCompany: Bool) -> String {
    switch step {
    case .verification: isCompany ? Links.companies : Links.verification
    case .seals: Links.seals
    case .contacts: Links.contacts
    case .company: Links.companies
    case .delegation: Links.powers
    case .businessTypes: Links.businessTypes
    }
  }
}
