/// 活体图像接受度: does the person on the other side look like whom one means to contract with? (F-027)
package enum LiveImageRating: String, Sendable, CaseIterable {
  /// 确认
  case accepted
  /// 有点像
  case similar
  /// 无法接受
  case unacceptable

  package var title: Bilingual {
    switch self {
    case .accepted: Bilingual("确认", "Confirmed")
    case .similar: Bilingual("有点像", "Looks similar")
    case .unacceptable: Bilingual("无法接受", "Not acceptable")
    }
  }
}

/// One party's rating of another's live image.
package struct LiveRating: Equatable, Sendable {
  package let rater: ID<ContractParty>
  package let rated: ID<ContractParty>
  package let rating: LiveImageRating
  /// Names the image that was shown; a newer image needs a new rating.
  package let imageID: String
  package let at: Instant

  package init(
    rater: ID<ContractParty>, rated: ID<ContractParty>, rating: LiveImageRating, imageID: String, at: Instant
  ) {
    self.rater = rater
    self.rated = rated
    self.rating = rating
    self.imageID = imageID
    self.at = at
  }
}

/// A counterparty's live image that may be shown because it consented (B-26).
package struct ConsentedImage: Equatable, Sendable {
  package let partyID: ID<ContractParty>
  package let imageID: String

  package init(partyID: ID<ContractParty>, imageID: String) {
    self.partyID = partyID
    self.imageID = imageID
  }
}
