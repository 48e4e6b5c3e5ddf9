internal import FoundationEssentials
package import HeqiDomain
package import HeqiPorts
internal import HeqiPostgres
package import HeqiSQL
internal import HeqiSQLite
package import HeqiStorage

/// The database, the files and the keys of one data folder, opened together. What both the server and the
/// administration commands start from.
package struct OpenedData: Sendable {
  package let directory: DataDirectory
  package let engine: any SQLEngine
  /// 32 bytes; the providers of keys and certificates wrap theirs by it too.
  package let masterKey: Sensitive<[UInt8]>
  package let masters: MasterKeyRing
  package let keys: DataKeyRing
  package let vault: Vault
  package let blobs: BlobStore

  /// Opens everything, making the folder and the master key on first start. Does not migrate.
  /// - Parameter onFinding: told of damaged or repaired copies of files.
  package init(
    _ configuration: ServerConfiguration, random: any RandomSource,
    onFinding: @escaping @Sendable (BlobFinding) -> Void = { _ in }
  ) throws {
    directory = DataDirectory(path: configuration.dataDirectory, replica: configuration.replicaDirectory)
    try directory.prepare()
    engine = try Self.engine(configuration, directory)
    let secret = try DataDirectory.masterKey(file: configuration.masterKeyFile, random: random.bytes)
    masterKey = Sensitive(secret)
    masters = MasterKeyRing(current: try MasterKey(secret))
    keys = DataKeyRing(engine: engine, masters: masters)
    vault = Vault(keys: keys)
    blobs = BlobStore(
      engine: engine, keys: keys, primary: try BlobDirectory(directory.files, name: "primary"),
      replica: try BlobDirectory(directory.replica, name: "replica"), onFinding: onFinding)
  }

  /// SQLite in the data folder, or the PostgreSQL that the settings name.
  package static func engine(_ configuration: ServerConfiguration, _ directory: DataDirectory) throws -> any SQLEngine {
    guard let url = configuration.databaseURL else { return try SQLiteEngine(path: directory.database) }
    return try PostgresEngine(url: url.reveal(), connectionsMax: configuration.databasePoolSize)
  }
}
