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

/// Lets the key providers wrap private keys by the master key of the data folder.
package struct MasterKeyWrapping: SecretWrapping {
  private let masters: MasterKeyRing

  package init(_ masters: MasterKeyRing) { self.masters = masters }

  package func wrap(_ secret: [UInt8], context: [String]) throws(ProviderError) -> [UInt8] {
    do {
      let wrapped = try masters.wrap(secret, context: context)
      return Array(wrapped.masterKeyID.utf8) + [0] + wrapped.bytes
    } catch {
      throw ProviderError(.unavailable, provider: "keys", message: error.message)
    }
  }

  package func unwrap(_ wrapped: [UInt8], context: [String]) throws(ProviderError) -> [UInt8] {
    guard let end = wrapped.firstIndex(of: 0) else {
      throw ProviderError(.refused, provider: "keys", message: "a stored key is damaged; restore it from a backup")
    }
    let secret = WrappedSecret(
      masterKeyID: String(decoding: wrapped[..<end], as: UTF8.self), bytes: Array(wrapped[(end + 1)...]))
    do {
      return try masters.unwrap(secret, context: context)
    } catch {
      throw ProviderError(.refused, provider: "keys", message: error.message)
    }
  }
}
