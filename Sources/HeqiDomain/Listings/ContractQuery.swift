/// What a list of contracts shows: a folder, filters, a search and an order (F-077, T-014).
package struct ContractQuery: Equatable, Sendable {
  /// Longer search words are cut.
  package static let wordsCharactersMax = 100

  package enum Sort: String, Sendable, CaseIterable {
    /// What changed its folder last stands first.
    case recent
    /// The nearest signing deadline first; contracts without one last.
    case deadline
    /// The largest amount first; contracts without one last.
    case amount
  }

  /// One of the caller's lists; nil for the widest (F-030).
  package var viewer: ListViewer?
  package var folder: ContractFolder?
  package var stage: ContractStageName?
  /// Words of title, names or numbers, or a file's hash.
  package var words: String
  package var counterparty: String
  /// In which part the viewer meets it; nil for any.
  package var role: ListRole?
  package var tagID: ID<ContractTag>?
  /// 合同业务类型 by id; nil for all.
  package var businessTypeID: String?
  /// Initiated within, both ends included.
  package var initiatedFrom: Instant?
  package var initiatedTo: Instant?
  /// Signing deadline within; only live contracts have one.
  package var dueFrom: Instant?
  package var dueTo: Instant?
  /// Minor units, both ends included.
  package var amountFrom: Int64?
  package var amountTo: Int64?
  package var sort: Sort

  package init(
    folder: ContractFolder? = nil, stage: ContractStageName? = nil, words: String = "", counterparty: String = "", role: ListRole? = nil,
    tagID: ID<ContractTag>? = nil, businessTypeID: String? = nil, initiatedFrom: Instant? = nil,
    initiatedTo: Instant? = nil, dueFrom: Instant? = nil, dueTo: Instant? = nil, amountFrom: Int64? = nil,
    amountTo: Int64? = nil, sort: Sort = .recent
  ) {
    self.folder = folder
    self.stage = stage
    self.words = words
    self.counterparty = counterparty
    self.role = role
    self.tagID = tagID
    self.businessTypeID = businessTypeID
    self.initiatedFrom = initiatedFrom
    self.initiatedTo = initiatedTo
    self.dueFrom = dueFrom
    self.dueTo = dueTo
    self.amountFrom = amountFrom
    self.amountTo = amountTo
    self.sort = sort
  }

  /// The words as a whole 系统交易编号 ("A" and 13 digits); nil where they are none.
  package var transactionNo: String? {
    let text = words.trimmingWhitespace.uppercased()
    return text.utf8.count == 14 && text.first == "A" && text.dropFirst().allSatisfy { ("0"..."9").contains($0) } ? text : nil
  }

  /// True where anything besides folder, words and order narrows the list.
  package var hasFilters: Bool {
    var bare = ContractQuery(folder: folder, words: words, sort: sort)
    bare.viewer = viewer
    bare.words = words
    return self != bare
  }

  /// Words as a SHA-256 digest or the beginning of one (at least 8 digits, an even number of them); nil for other words.
  package var hashPrefix: [UInt8]? {
    var text = words.lowercased()
    if text.hasPrefix("sha256:") { text.removeFirst(7) }
    guard (8...64).contains(text.count) else { return nil }
    return Hex.decode(text)
  }
}
