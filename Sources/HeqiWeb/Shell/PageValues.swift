import Mustache

/// A page model, read once. A template asks for its names one by one; by reflection alone each question would read the
/// whole struct again.
struct PageValues: MustacheParent {
  private var values: [String: Any] = [:]

  /// Takes every field of a struct, and of the structs and lists in it.
  init(_ model: Any) { self.init(Mirror(reflecting: model)) }

  private init(_ mirror: Mirror) {
    for (label, value) in mirror.children {
      if let label, let kept = Self.kept(value) { values[label] = kept }
    }
  }

  func child(named name: String) -> Any? { values[name] }

  /// nil for an absent optional; texts, numbers, flags, enumerations and tables as they are.
  private static func kept(_ value: Any) -> Any? {
    if value is String || value is Bool || value is Int { return value }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.flatMap { kept($0.value) }
    case .collection: return mirror.children.compactMap { kept($0.value) }
    case .struct where !(value is any CustomStringConvertible): return PageValues(mirror)
    default: return value
    }
  }
}
