import HeqiApplication
import HeqiDomain
import HeqiStorage

/// `GET /api/v1/contract`: bizId, status, mobile, from, to, limit, after (api.md).
struct ContractListQuery: Sendable {
  let filter: ClientContractStore.Filter
  let status: ContractAPIStatus?
  let from: Instant?
  let until: Instant?
  let after: ID<Contract>?
  let limit: Int

  init(_ query: QueryReader) throws(ClientError) {
    let mobile = try query.mobile("mobile")
    if let bizID = try query.text("bizId", max: 64) {
      filter = .bizID(bizID)
    } else if let mobile {
      filter = .mobile(Sensitive(mobile.text))
    } else {
      filter = .all
    }
    status = try query.choice("status")
    from = try query.time("from")
    until = try query.time("to")
    after = try query.id("after")
    limit = try query.limit()
  }
}
