import Foundation

/// The checkout that these tests stand in, found from the place of this very file.
enum Checkout {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Folders that hold nothing written by hand.
  private static let skipped: Set<String> = [".build", ".git", ".venv", "var", "output", "__pycache__", "node_modules"]

  /// Every text file with one of the extensions under a folder of the checkout, in a stable order.
  static func files(under folder: String = "", _ extensions: Set<String>) -> [TextFile] {
    let start = folder.isEmpty ? root : root.appending(path: folder)
    var found: [TextFile] = []
    collect(in: start, extensions, &found)
    return found.sorted { $0.path < $1.path }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
  }

  /// Names of the folders under a folder, at any depth.
  static func folders(under folder: String) -> [String] {
    let start = root.appending(path: folder).path(percentEncoded: false)
    guard let names = FileManager.default.enumerator(atPath: start) else { return [] }
    var folders: [String] = []
    for case let name as String in names where names.fileAttributes?[.type] as? FileAttributeType == .typeDirectory {
      folders.append("\(folder)/\(name)")
    }
    return folders.sorted()
  }

  private static func collect(in folder: URL, _ extensions: Set<String>, _ found: inout [TextFile]) {
    let entries =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isDirectoryKey])) ?? []
    for entry in entries where !skipped.contains(entry.lastPathComponent) {
      let isFolder = (try? entry.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
      if isFolder {
        collect(in: entry, extensions, &found)
      } else if extensions.contains(entry.pathExtension), let text = try? String(contentsOf: entry, encoding: .utf8) {
        let path = entry.path(percentEncoded: false).dropFirst(root.path(percentEncoded: false).count)
        found.append(TextFile(path: String(path).trimmingPrefix("/").description, text: text))
      }
    }
  }
}

/// One file: its path in the checkout and its lines.
struct TextFile {
  let path: String
  let text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// `Sources/<Target>/…` or `Tests/<Target>/…`.
  var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
}
