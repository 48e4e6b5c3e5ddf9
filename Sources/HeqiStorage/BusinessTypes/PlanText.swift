import Foundation
import HeqiDomain
import HeqiSQL

/// Approval plans as JSON text in a column.
enum PlanText {
  private struct Node: Codable {
    let title: String
    let kind: String
    let mode: String
    /// Members' ids; empty where `levels` is set.
    let people: [String]
    let levels: Int?
  }

  static func write(_ plan: ApprovalPlan) -> String {
    let nodes = plan.nodes.map { node in
      switch node.approvers {
      case .people(let people):
        Node(
          title: node.title, kind: node.kind.rawValue, mode: node.mode.rawValue, people: people.map(\.description),
          levels: nil)
      case .levelByLevel(let levels):
        Node(title: node.title, kind: node.kind.rawValue, mode: node.mode.rawValue, people: [], levels: levels)
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(nodes)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  static func read(_ text: String) throws -> ApprovalPlan {
    guard let nodes = try? JSONDecoder().decode([Node].self, from: Data(text.utf8)) else {
      throw SQLError.decoding("a plan column holds no plan")
    }
    return ApprovalPlan(
      try nodes.map { node in
        guard let kind = ApprovalNodeKind(rawValue: node.kind), let mode = ApprovalMode(rawValue: node.mode) else {
          throw SQLError.decoding("a plan column holds an unknown word")
        }
        let people = node.people.compactMap { ID<Membership>($0) }
        guard people.count == node.people.count else { throw SQLError.decoding("a plan column holds no identifier") }
        return ApprovalNode(
          title: node.title, kind: kind, mode: mode,
          approvers: node.levels.map { .levelByLevel(levels: $0) } ?? .people(people))
      })
  }
}
