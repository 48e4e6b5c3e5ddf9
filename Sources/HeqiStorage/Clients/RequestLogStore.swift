package import HeqiDomain
package import HeqiSQL

/// One answered request as its client's log shows it: no personal data, no bodies.
package struct RequestLogEntry: Equatable, Sendable {
  package let clientID: ID<APIClient>
  package let id: ID<RequestLogEntry>
  package let at: Instant
  package let method: String
  /// Template of the route, never the path.
  package let route: String
  package let status: Int
  package let code: String?
  package let field: String?
  package let ip: String

  package init(
    clientID: ID<APIClient>, id: ID<RequestLogEntry>, at: Instant, method: String, route: String, status: Int,
    code: String? = nil, field: String? = nil, ip: String
  ) {
    self.clientID = clientID
    self.id = id
    self.at = at
    self.method = method
    self.route = route
    self.status = status
    self.code = code
    self.field = field
    self.ip = ip
  }
}

/// How often a client called on one day.
package struct ClientUsage: Equatable, Sendable {
  /// `YYYY-MM-DD`, Asia/Shanghai.
  package let day: String
  package let requests: Int
  package let refusals: Int

  package init(day: String, requests: Int, refusals: Int) {
    self.day = day
    self.requests = requests
    self.refusals = refusals
  }

  /// The day of an instant in China, as it is stored.
  package static func day(of instant: Instant) -> String {
    let civil = CivilTime(instant)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(civil.year)-\(two(civil.month))-\(two(civil.day))"
  }
}

/// What clients asked and how they were answered; usage by day.
package struct RequestLogStore: Sendable {
  /// How long refused requests stay readable.
  package static let retention = Duration.seconds(30 * 86_400)

  package init() {}

  package func append(_ entry: RequestLogEntry, in connection: any SQLConnection) throws {
    try connection.execute(
      ClientSQL.insertRequest,
      [
        SQLValue(entry.clientID), SQLValue(entry.id), SQLValue(entry.at), .text(entry.method), .text(entry.route),
        SQLValue(entry.status), SQLValue(entry.code), SQLValue(entry.field), .text(entry.ip),
      ])
  }

  /// Newest first, before `last`.
  package func list(
    of client: ID<APIClient>, before last: ID<RequestLogEntry>?, limit: Int, in connection: any SQLConnection
  ) throws -> [RequestLogEntry] {
    let end = last?.description ?? "~"
    return try connection.query(ClientSQL.selectRequests, [SQLValue(client), .text(end), SQLValue(limit)]).map { row in
      RequestLogEntry(
        clientID: try row.id("client_id"), id: try row.id("id"), at: try row.instant("at_us"), method: try row.text("method"),
        route: try row.text("route"), status: try row.int("status"), code: try row.optionalText("code"),
        field: try row.optionalText("field"), ip: try row.text("ip"))
    }
  }

  package func count(
    _ client: ID<APIClient>, day: String, requests: Int, refusals: Int, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      ClientSQL.countUse, [SQLValue(client), .text(day), SQLValue(requests), SQLValue(refusals)])
  }

  /// Days from `first` on.
  package func usage(of client: ID<APIClient>, since first: String, in connection: any SQLConnection) throws -> [ClientUsage] {
    try connection.query(ClientSQL.selectUsage, [SQLValue(client), .text(first)]).map {
      ClientUsage(day: try $0.text("day"), requests: try $0.int("requests"), refusals: try $0.int("refusals"))
    }
  }

  @discardableResult
  package func purge(before instant: Instant, in connection: any SQLConnection) throws -> Int {
    try connection.execute(ClientSQL.deleteRequests, [SQLValue(instant)])
  }
}
