package import HeqiApplication
import HeqiDomain
import HeqiStorage

/// Serves `ClientTurn`: tells signers by link that their turn has come.
package enum ClientTurnWorker {
  package static func topic(_ tell: TellClientTurn) -> OutboxRelay.Topic {
    OutboxRelay.Topic(ClientTurn.topic) { item in
      guard let turn = ClientTurn(payload: item.payload) else { return .never(reason: "unreadable payload") }
      do {
        try await tell(turn, tenantID: item.tenantID)
        return .done
      } catch let error as ClientError where error.code == .notFound {
        return .never(reason: "\(error)")
      } catch {
        return .again(after: nil, reason: "\(type(of: error))")
      }
    }
  }
}
