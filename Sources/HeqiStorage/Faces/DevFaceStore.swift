package import HeqiDomain
package import HeqiSQL

/// Evaluation mode only: face checks whose outcome the tester chooses.
package struct DevFaceStore: Sendable {
  package init() {}

  package func insert(_ token: String, returnURL: String, at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(FaceSQL.insertDev, [.text(token), .text(returnURL), SQLValue(now)])
  }

  package func find(_ token: String, in connection: any SQLConnection) throws -> (returnURL: String, outcome: String?)? {
    try connection.first(FaceSQL.selectDev, [.text(token)]).map { (try $0.text("return_url"), try $0.optionalText("outcome")) }
  }

  package func choose(_ outcome: String, for token: String, in connection: any SQLConnection) throws {
    try connection.execute(FaceSQL.updateDev, [.text(token), .text(outcome)])
  }
}
