internal import PDF

/// Who refers to whom in one revision: every object reachable from the trailer, and the referrers of each.
/// A changed object is harmless only if each way to it is understood, so the census is taken of the *older* revision.
struct ReferenceCensus {
  /// Referring object numbers of each referenced number; 0 stands for the trailer. Includes dangling targets.
  private(set) var referrers: [Int: Set<Int>] = [:]
  /// Objects that were reached and exist.
  private(set) var reachable: Set<Int> = []

  /// Walks everything reachable from `/Root`, `/Info` and `/Encrypt`. O(objects); no recursion.
  /// - Throws: `PDFError` when a reachable object cannot be read.
  init(_ view: PDFView) throws(PDFError) {
    var queue: [PDFReference] = []
    for key: PDFName in ["Root", "Info", "Encrypt"] {
      if let value = view.trailer[key] { note(value, from: 0, &queue) }
    }
    while let reference = queue.popLast() {
      if reachable.contains(reference.number) { continue }
      let object = try view.object(reference)
      if object.isNull { continue }
      reachable.insert(reference.number)
      note(object, from: reference.number, &queue)
    }
  }

  /// Whether every referrer of `number` is among `explained`.
  func isReferredToOnly(by explained: Set<Int>, _ number: Int) -> Bool {
    referrers[number, default: []].isSubset(of: explained)
  }

  private mutating func note(_ object: PDFObject, from owner: Int, _ queue: inout [PDFReference]) {
    var stack = [object]
    while let object = stack.popLast() {
      switch object {
      case .reference(let target):
        referrers[target.number, default: []].insert(owner)
        if !reachable.contains(target.number) { queue.append(target) }
      case .array(let items): stack.append(contentsOf: items)
      case .dictionary(let dictionary): for entry in dictionary.entries { stack.append(entry.value) }
      case .stream(let stream): for entry in stream.dictionary.entries { stack.append(entry.value) }
      default: break
      }
    }
  }
}
