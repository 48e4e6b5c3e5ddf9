/// nameConstraints (RFC 5280 §4.2.1.10): which names certificates below a CA may carry.
struct NameConstraints: Sendable {
  /// Subtrees and names of one certificate that are read.
  static let countMax = 1000

  /// One GeneralName of the kinds that constraints are defined for.
  enum Name: Sendable {
    case email(String)
    case dns(String)
    case uri(String)
    case directory(DistinguishedName)
    case address([UInt8])
    /// A kind without rules here, by its tag.
    case other(UInt8)

    init(_ node: DERNode) throws(CMSError) {
      let number = node.tag & 0x1F
      switch number {
      case 1: self = .email(node.text ?? "")
      case 2: self = .dns(node.text ?? "")
      case 4:
        var inner = try node.children()
        self = .directory(try DistinguishedName(inner.required(DERTag.sequence, "directoryName")))
      case 6: self = .uri(node.text ?? "")
      case 7: self = .address(Array(node.content))
      default: self = .other(number)
      }
    }
  }

  let permitted: [Name]
  let excluded: [Name]

  /// Reads the extension value. Throws `malformedEncoding`.
  init(_ value: [UInt8]) throws(CMSError) {
    var fields = try DERNode(value).children(DERTag.sequence)
    permitted = try fields.optional(DERTag.context(0)).map { node throws(CMSError) in try Self.subtrees(node) } ?? []
    excluded = try fields.optional(DERTag.context(1)).map { node throws(CMSError) in try Self.subtrees(node) } ?? []
    try fields.finish()
  }

  private static func subtrees(_ node: DERNode) throws(CMSError) -> [Name] {
    var cursor = try node.children()
    var found: [Name] = []
    while let subtree = try cursor.next() {
      guard found.count < countMax else { throw .malformed("too many name constraints") }
      var fields = try subtree.children(DERTag.sequence)
      found.append(try Name(fields.required("base")))
    }
    return found
  }

  /// Whether every name of `certificate` is allowed.
  func allow(_ certificate: X509Certificate) -> Bool {
    guard let names = Self.names(of: certificate) else { return false }
    return names.allSatisfy { name in
      if excluded.contains(where: { Self.isSameKind($0, name) && Self.isWithin(name, $0) }) { return false }
      let limits = permitted.filter { Self.isSameKind($0, name) }
      if case .other = name, !limits.isEmpty { return false }
      return limits.isEmpty || limits.contains { Self.isWithin(name, $0) }
    }
  }

  /// Subject, alternative names, and the e-mail address in the subject when no alternative name holds one.
  private static func names(of certificate: X509Certificate) -> [Name]? {
    var names: [Name] = certificate.subject.attributes.isEmpty ? [] : [.directory(certificate.subject)]
    var hasEmail = false
    if let found = certificate.value(.subjectAlternativeName) {
      guard let node = try? DERNode(found.value), var cursor = try? node.children(DERTag.sequence) else { return nil }
      while !cursor.isAtEnd {
        guard names.count < countMax, let entry = try? cursor.next(), let name = try? Name(entry) else { return nil }
        if case .email = name { hasEmail = true }
        names.append(name)
      }
    }
    if !hasEmail, let email = certificate.subject.value(.emailAddress) { names.append(.email(email)) }
    return names
  }

  private static func isSameKind(_ left: Name, _ right: Name) -> Bool {
    switch (left, right) {
    case (.email, .email), (.dns, .dns), (.uri, .uri), (.directory, .directory), (.address, .address): true
    case (.other(let left), .other(let right)): left == right
    default: false
    }
  }

  private static func isWithin(_ name: Name, _ base: Name) -> Bool {
    switch (name, base) {
    case (.directory(let name), .directory(let base)):
      return name.starts(with: base)
    case (.email(let name), .email(let base)):
      if base.contains("@") { return name.lowercased() == base.lowercased() }
      return isHost(String(name.split(separator: "@").last ?? ""), within: base, allowsSubdomains: base.hasPrefix("."))
    case (.dns(let name), .dns(let base)): return isHost(name, within: base, allowsSubdomains: true)
    case (.uri(let name), .uri(let base)):
      var host = name.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).dropFirst(2).first.map(String.init) ?? ""
      host = String(host.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.split(separator: "@").last ?? "")
      return isHost(String(host.prefix { $0 != ":" }), within: base, allowsSubdomains: base.hasPrefix("."))
    case (.address(let name), .address(let base)):
      guard base.count == name.count * 2 else { return false }
      return name.indices.allSatisfy { name[$0] & base[$0 + name.count] == base[$0] & base[$0 + name.count] }
    // A kind without rules: a subtree of it is taken to hold every name, and a permitted one was refused before.
    default: return true
    }
  }

  private static func isHost(_ host: String, within base: String, allowsSubdomains: Bool) -> Bool {
    let host = host.lowercased(), base = base.lowercased()
    if base.isEmpty { return true }
    if base.hasPrefix(".") { return host.hasSuffix(base) && host.count > base.count }
    return host == base || (allowsSubdomains && host.hasSuffix("." + base))
  }
}

extension DistinguishedName {
  /// Whether this name lies in the subtree of `base` (RFC 5280 §7.1).
  func starts(with base: DistinguishedName) -> Bool {
    guard attributes.count >= base.attributes.count else { return false }
    return DistinguishedName.areSame(attributes.prefix(base.attributes.count), base.attributes[...])
  }
}
