/// Colours of tags by class; the name always stands beside it, so that no colour says anything alone.
package enum TagColor: String, Sendable, CaseIterable {
  case ink, cinnabar, amber, moss, teal, indigo, plum, stone

  package var title: Bilingual {
    switch self {
    case .ink: Bilingual("墨", "Ink")
    case .cinnabar: Bilingual("朱砂", "Cinnabar")
    case .amber: Bilingual("琥珀", "Amber")
    case .moss: Bilingual("苔绿", "Moss")
    case .teal: Bilingual("青", "Teal")
    case .indigo: Bilingual("靛蓝", "Indigo")
    case .plum: Bilingual("梅紫", "Plum")
    case .stone: Bilingual("石灰", "Stone")
    }
  }
}

/// A viewer's own word on contracts (T-014); the other party never sees it.
package struct ContractTag: Equatable, Sendable {
  package static let nameCharactersMax = 20
  /// Of one viewer.
  package static let countMax = 100

  package let id: ID<ContractTag>
  package let name: String
  package let color: TagColor

  package init(id: ID<ContractTag>, name: String, color: TagColor) {
    self.id = id
    self.name = name
    self.color = color
  }

  /// A name without surrounding white space. Throws `.tagNameInvalid`.
  package static func name(_ typed: String) throws(ListingError) -> String {
    let name = typed.trimmingWhitespace
    guard (1...nameCharactersMax).contains(name.count), !name.contains(where: \.isNewline) else {
      throw ListingError(.tagNameInvalid)
    }
    return name
  }
}

/// A list query kept under a name.
package struct SavedView: Equatable, Sendable {
  package static let nameCharactersMax = 30
  /// Of one viewer.
  package static let countMax = 30
  /// Bytes of the query text.
  package static let queryBytesMax = 1000

  package let id: ID<SavedView>
  package let name: String
  /// The address's query, as the list page writes it.
  package let query: String

  package init(id: ID<SavedView>, name: String, query: String) {
    self.id = id
    self.name = name
    self.query = query
  }

  /// Throws `.viewNameInvalid`.
  package static func name(_ typed: String) throws(ListingError) -> String {
    let name = typed.trimmingWhitespace
    guard (1...nameCharactersMax).contains(name.count), !name.contains(where: \.isNewline) else {
      throw ListingError(.viewNameInvalid)
    }
    return name
  }
}

/// Refusals about lists, tags and saved views.
package struct ListingError: Error, Equatable, Sendable {
  package enum Code: String, Sendable, CaseIterable {
    case tagNameInvalid, tagNameTaken, tooManyTags, tagUnknown
    case viewNameInvalid, viewNameTaken, tooManyViews, viewUnknown
    case nothingChosen
  }

  package let code: Code

  package init(_ code: Code) { self.code = code }

  package var message: Bilingual {
    switch code {
    case .tagNameInvalid: Bilingual("标签名称应为 1 到 20 个字。", "A tag’s name has 1 to 20 characters.")
    case .tagNameTaken: Bilingual("已经有同名的标签，请直接使用它或换一个名称。", "A tag of that name exists. Use it or choose another name.")
    case .tooManyTags: Bilingual("最多 100 个标签，请先删除不用的标签。", "There can be 100 tags. Delete one that you do not use first.")
    case .tagUnknown: Bilingual("这个标签已被删除，请重新选择。", "This tag was deleted. Choose another.")
    case .viewNameInvalid: Bilingual("视图名称应为 1 到 30 个字。", "A view’s name has 1 to 30 characters.")
    case .viewNameTaken: Bilingual("已经有同名的视图，请换一个名称。", "A view of that name exists. Choose another name.")
    case .tooManyViews: Bilingual("最多保存 30 个视图，请先删除不用的视图。", "There can be 30 saved views. Delete one first.")
    case .viewUnknown: Bilingual("这个视图已被删除。", "This view was deleted.")
    case .nothingChosen: Bilingual("请先勾选合同。", "Tick the contracts first.")
    }
  }
}
