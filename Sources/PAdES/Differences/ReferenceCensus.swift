internal import PDF

/// Who refers to whom in one revision: every object reachable from the trailer, and from where each is referred to.
/// A changed object is harmless only if each way to it is understood, so the census is taken of the *older* revision
/// and then moved on to the newer one, reading only what changed.
struct ReferenceCensus {
  /// One place that refers to an object.
  struct Referrer: Hashable {
    /// Object number; 0 stands for the trailer.
    let owner: Int
    /// Key of the owner's own dictionary; nil when the owner is an array.
    let top: PDFName?
    /// The innermost dictionary key on the way to the reference; nil when the owner is an array without one.
    let last: PDFName?
  }

  private struct Edge {
    let target: PDFReference
    let top: PDFName?
    let last: PDFName?
  }

  /// References by owner; entries of objects that became unreachable stay, because they can come back.
  private var edges: [Int: [Edge]] = [:]
  /// Objects that were reached and exist.
  private(set) var reachable: Set<Int> = []
  /// Some reachable object could not be read, so what it refers to is unknown.
  private(set) var isPartial = false
  /// References followed, for the work budget.
  private(set) var edgeCount = 0

  /// Walks everything reachable from `/Root`, `/Info` and `/Encrypt`. O(objects); no recursion.
  init(_ view: PDFView) { walk(view) }

  /// Moves on to a later revision, in which only `changed` differs. O(reachable objects), reading only what changed.
  mutating func advance(to view: PDFView, changed: [Int]) {
    for number in changed { edges[number] = nil }
    walk(view)
  }

  /// Every reachable place that refers to one of `wanted`, by referred number. O(references).
  func referrers(of wanted: Set<Int>) -> [Int: [Referrer]] {
    var found: [Int: [Referrer]] = [:]
    if wanted.isEmpty { return found }
    for (owner, list) in edges where owner == 0 || reachable.contains(owner) {
      for edge in list where wanted.contains(edge.target.number) {
        found[edge.target.number, default: []].append(Referrer(owner: owner, top: edge.top, last: edge.last))
      }
    }
    return found
  }

  private mutating func walk(_ view: PDFView) {
    var roots: [Edge] = []
    for key: PDFName in ["Root", "Info", "Encrypt"] {
      if let value = view.trailer[key] { Self.note(value, top: key, last: key, into: &roots) }
    }
    edges[0] = roots
    reachable = []
    edgeCount = roots.count
    var queue = roots.map(\.target)
    while let reference = queue.popLast() {
      if reachable.contains(reference.number) { continue }
      if edges[reference.number] == nil {
        var found: [Edge] = []
        do {
          let object = try view.object(reference)
          if object.isNull { continue }
          Self.note(object, top: nil, last: nil, into: &found)
        } catch {
          isPartial = true
        }
        edges[reference.number] = found
      }
      reachable.insert(reference.number)
      let list = edges[reference.number] ?? []
      edgeCount += list.count
      for edge in list where !reachable.contains(edge.target.number) { queue.append(edge.target) }
    }
  }

  private static func note(_ object: PDFObject, top: PDFName?, last: PDFName?, into edges: inout [Edge]) {
    // Depth is bounded by the parser; the stack is explicit all the same.
    var stack: [(object: PDFObject, top: PDFName?, last: PDFName?)] = [(object, top, last)]
    while let (object, top, last) = stack.popLast() {
      switch object {
      case .reference(let target): edges.append(Edge(target: target, top: top, last: last))
      case .array(let items):
        for item in items where item.leads { stack.append((item, top, last)) }
      case .dictionary(let dictionary):
        for entry in dictionary.entries where entry.value.leads {
          stack.append((entry.value, top ?? entry.key, entry.key))
        }
      case .stream(let stream):
        for entry in stream.dictionary.entries where entry.value.leads {
          stack.append((entry.value, top ?? entry.key, entry.key))
        }
      default: break
      }
    }
  }
}

extension PDFObject {
  /// Whether it can hold references.
  fileprivate var leads: Bool {
    switch self {
    case .reference, .array, .dictionary, .stream: true
    default: false
    }
  }
}
