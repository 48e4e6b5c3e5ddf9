internal import Crypto
internal import Foundation
internal import HeqiDomain
internal import HeqiProviders
internal import HeqiSQLite
internal import HeqiStorage

extension Administration {
  private static let manifestName = "manifest.sha256"

  /// Copies database, files and keys to a new folder while the server runs: the database first, as one consistent
  /// snapshot, then the files, which are only ever added. - Returns: a sentence for the person at the terminal.
  package func backup(to target: String) async throws -> String {
    let files = FileManager.default
    if let found = try? files.contentsOfDirectory(atPath: target), !found.isEmpty {
      throw DataDirectoryError("\(target) is not empty. Name a folder that does not exist yet.")
    }
    try files.createDirectory(atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return try await withData { data in
      if let sqlite = data.engine as? SQLiteEngine {
        try await sqlite.backup(to: target + "/heqi.sqlite")
      } else if let url = configuration.databaseURL {
        try Self.run(["pg_dump", "--format=custom", "--file", target + "/heqi.pgdump", url.reveal()], "pg_dump")
      }
      try files.copyItem(atPath: data.directory.files, toPath: target + "/files")
      try files.copyItem(atPath: data.directory.keys, toPath: target + "/keys")
      if configuration.masterKeyFile.hasPrefix(data.directory.keys) == false {
        try? files.removeItem(atPath: target + "/keys/master.key")
      }
      let count = try Self.writeManifest(of: target)
      return "Backed up \(count) files to \(target). It holds the keys: keep it where only you can read it."
    }
  }

  /// Fills an empty data folder from a backup: checks every digest first, copies, then reads every file back.
  package func restore(from source: String) async throws -> String {
    let files = FileManager.default
    let directory = DataDirectory(path: configuration.dataDirectory, replica: configuration.replicaDirectory)
    if files.fileExists(atPath: directory.database) || files.fileExists(atPath: directory.marker) {
      throw DataDirectoryError("\(directory.path) already holds data. Restore into an empty folder (--data).")
    }
    let count = try Self.checkManifest(of: source)
    try directory.prepare()
    for folder in [directory.files, directory.replica, directory.keys] { try files.removeItem(atPath: folder) }
    try files.copyItem(atPath: source + "/files", toPath: directory.files)
    try files.copyItem(atPath: source + "/files", toPath: directory.replica)
    try files.copyItem(atPath: source + "/keys", toPath: directory.keys)
    if files.fileExists(atPath: source + "/heqi.sqlite") {
      try files.copyItem(atPath: source + "/heqi.sqlite", toPath: directory.database)
    } else if let url = configuration.databaseURL {
      try Self.run(["pg_restore", "--no-owner", "--exit-on-error", "--dbname", url.reveal(), source + "/heqi.pgdump"], "pg_restore")
    } else {
      throw DataDirectoryError("The backup holds a PostgreSQL dump. Name an empty database with HEQI_DATABASE_URL.")
    }
    let summary = try await scrub()
    return "Restored \(count) files to \(directory.path).\n" + summary.text
  }

  private static func run(_ arguments: [String], _ tool: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw DataDirectoryError("\(tool) failed (status \(process.terminationStatus)). Install postgresql-client of the server's version and try again.")
    }
  }

  private static func writeManifest(of folder: String) throws -> Int {
    var lines: [String] = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder), !isFolder.boolValue else { continue }
      lines.append("\(try digest("\(folder)/\(path)"))  \(path)")
    }
    try (lines.joined(separator: "\n") + "\n").write(toFile: "\(folder)/\(manifestName)", atomically: true, encoding: .utf8)
    return lines.count
  }

  private static func checkManifest(of folder: String) throws -> Int {
    guard let text = try? String(contentsOfFile: "\(folder)/\(manifestName)", encoding: .utf8) else {
      throw DataDirectoryError("\(folder) is not a backup of Heqi: it has no \(manifestName).")
    }
    let lines = text.split(separator: "\n")
    for line in lines {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
      let path = parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      guard !path.isEmpty, !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
        throw DataDirectoryError("\(manifestName) of \(folder) is damaged.")
      }
      guard let found = try? digest("\(folder)/\(path)"), found == parts[0] else {
        throw DataDirectoryError("\(path) of the backup is missing or damaged. Nothing was restored; use another backup.")
      }
    }
    return lines.count
  }

  /// SHA-256 of a file in hex, read in pieces of 1 MiB.
  private static func digest(_ path: String) throws -> String {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? handle.close() }
    var hasher = SHA256()
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hasher.update(data: piece) }
    return Hex.encode(hasher.finalize())
  }
}
