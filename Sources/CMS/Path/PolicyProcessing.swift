/// Certificate policies along a path (RFC 5280 §6.1, with any-policy as the initial set). Only the deepest level of the
/// policy tree is kept: pruning makes the tree empty exactly when that level is.
struct PolicyProcessing: Sendable {
  /// Policies of one certificate that are read.
  static let countMax = 200

  private struct Node: Sendable {
    let policy: ObjectIdentifier
    var expected: [ObjectIdentifier]
  }

  private var nodes: [Node]? = [Node(policy: .anyPolicy, expected: [.anyPolicy])]
  private var explicit: Int
  private var mapping: Int
  private var anyAllowed: Int

  /// - Parameter count: certificates below the trust anchor.
  private init(count: Int) { (explicit, mapping, anyAllowed) = (count + 1, count + 1, count + 1) }

  /// Whether the policies of a path, leaf first and anchor last, leave the path valid.
  static func holds(_ path: [X509Certificate]) -> Bool {
    let chain = path.dropLast().reversed()
    let concerned: [ObjectIdentifier] = [.policyConstraints, .policyMappings, .inhibitAnyPolicy]
    // Without a constraint anywhere the outcome cannot be negative.
    guard chain.contains(where: { certificate in concerned.contains { certificate.value($0) != nil } }) else { return true }
    var state = PolicyProcessing(count: chain.count)
    for (index, certificate) in chain.enumerated() {
      do throws(CMSError) {
        guard try state.process(certificate, isLast: index == chain.count - 1) else { return false }
      } catch {
        return false
      }
    }
    return state.explicit > 0 || state.nodes != nil
  }

  private mutating func process(_ certificate: X509Certificate, isLast: Bool) throws(CMSError) -> Bool {
    let isSelfIssued = certificate.subject.matches(certificate.issuer)
    try descend(try Self.policies(of: certificate), mayUseAny: anyAllowed > 0 || (!isLast && isSelfIssued))
    guard explicit > 0 || nodes != nil else { return false }
    let limits = try Self.constraints(of: certificate)
    if isLast {
      explicit = max(0, explicit - 1)
      if limits.explicit == 0 { explicit = 0 }
      return true
    }
    try map(certificate)
    if !isSelfIssued {
      explicit = max(0, explicit - 1)
      mapping = max(0, mapping - 1)
      anyAllowed = max(0, anyAllowed - 1)
    }
    explicit = min(explicit, limits.explicit ?? explicit)
    mapping = min(mapping, limits.mapping ?? mapping)
    if let found = certificate.value(.inhibitAnyPolicy) {
      anyAllowed = min(anyAllowed, try DERNode(found.value).smallInteger())
    }
    return true
  }

  /// Steps (d) and (e).
  private mutating func descend(_ policies: [ObjectIdentifier]?, mayUseAny: Bool) throws(CMSError) {
    guard let policies, let above = nodes else {
      nodes = nil
      return
    }
    var next: [Node] = []
    for policy in policies where policy != .anyPolicy {
      if above.contains(where: { $0.expected.contains(policy) || $0.policy == .anyPolicy }) {
        next.append(Node(policy: policy, expected: [policy]))
      }
    }
    if policies.contains(.anyPolicy), mayUseAny {
      for node in above {
        for expected in node.expected where !next.contains(where: { $0.policy == expected }) {
          guard next.count < Self.countMax else { throw .malformed("too many policies") }
          next.append(Node(policy: expected, expected: [expected]))
        }
      }
    }
    nodes = next.isEmpty ? nil : next
  }

  /// policyMappings (§6.1.4 a, b).
  private mutating func map(_ certificate: X509Certificate) throws(CMSError) {
    guard let found = certificate.value(.policyMappings) else { return }
    var cursor = try DERNode(found.value).children(DERTag.sequence)
    var pairs: [(from: ObjectIdentifier, to: ObjectIdentifier)] = []
    while let pair = try cursor.next() {
      var fields = try pair.children(DERTag.sequence)
      let from = try fields.required("issuerDomainPolicy").objectIdentifier()
      let to = try fields.required("subjectDomainPolicy").objectIdentifier()
      guard from != .anyPolicy, to != .anyPolicy, pairs.count < Self.countMax else {
        throw CMSError(.invalidStructure, "a policy mapping names any-policy or is too long")
      }
      pairs.append((from, to))
    }
    guard var list = nodes else { return }
    let sources = Set(pairs.map(\.from))
    if mapping == 0 {
      list.removeAll { sources.contains($0.policy) }
    } else {
      let hasAny = list.contains { $0.policy == .anyPolicy }
      for source in sources {
        let targets = pairs.filter { $0.from == source }.map(\.to)
        if let index = list.firstIndex(where: { $0.policy == source }) {
          list[index].expected = targets
        } else if hasAny {
          list.append(Node(policy: source, expected: targets))
        }
      }
    }
    nodes = list.isEmpty ? nil : list
  }

  private static func policies(of certificate: X509Certificate) throws(CMSError) -> [ObjectIdentifier]? {
    guard let found = certificate.value(.certificatePolicies) else { return nil }
    var cursor = try DERNode(found.value).children(DERTag.sequence)
    var policies: [ObjectIdentifier] = []
    while let entry = try cursor.next() {
      guard policies.count < countMax else { throw .malformed("too many policies") }
      var fields = try entry.children(DERTag.sequence)
      policies.append(try fields.required("policyIdentifier").objectIdentifier())
    }
    return policies
  }

  private static func constraints(of certificate: X509Certificate) throws(CMSError) -> (explicit: Int?, mapping: Int?) {
    guard let found = certificate.value(.policyConstraints) else { return (nil, nil) }
    var fields = try DERNode(found.value).children(DERTag.sequence)
    let first = try fields.optional(DERTag.contextPrimitive(0))
    let second = try fields.optional(DERTag.contextPrimitive(1))
    let explicit = try first.map { node throws(CMSError) in try node.smallInteger(tag: DERTag.contextPrimitive(0)) }
    let mapping = try second.map { node throws(CMSError) in try node.smallInteger(tag: DERTag.contextPrimitive(1)) }
    return (explicit, mapping)
  }
}
