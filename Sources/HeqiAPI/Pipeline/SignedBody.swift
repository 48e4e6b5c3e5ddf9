import Crypto
import Glibc
import HeqiDomain
import Hummingbird
import NIOCore
import NIOPosix

/// The raw body of a request whose signature is not checked yet, and its hash. What is short stays in memory; a file goes
/// into a temporary file without a name, so that nobody fills the memory with bodies before proving who it is.
struct SignedBody: Sendable {
  /// Bodies up to this many bytes are held in memory.
  static let memoryBytesMax = 1_048_576

  let hash: HeqiDomain.Digest
  private let content: Content

  private enum Content: Sendable {
    case memory([UInt8])
    case file(Spool)
  }

  /// Reads the body, at most `limit` bytes. Throws `ClientError` `.tooLarge`, before reading where the length is told.
  static func read(_ request: Request, limit: Int) async throws -> SignedBody {
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw ClientError(.tooLarge) }
    var hasher = SHA256()
    var memory: [UInt8] = []
    var spool: Spool?
    var count = 0
    for try await buffer in request.body {
      count += buffer.readableBytes
      guard count <= limit else { throw ClientError(.tooLarge) }
      buffer.withUnsafeReadableBytes { hasher.update(bufferPointer: $0) }
      if count > memoryBytesMax {
        let file = try spool ?? Spool()
        spool = file
        if !memory.isEmpty { try await file.append(memory) }
        memory = []
        try await file.append(Array(buffer.readableBytesView))
      } else {
        memory += buffer.readableBytesView
      }
    }
    guard let hash = HeqiDomain.Digest(Array(hasher.finalize())) else { preconditionFailure("SHA-256 gives 32 bytes") }
    return SignedBody(hash: hash, content: spool.map(Content.file) ?? .memory(memory))
  }

  /// All of it. Ask only once the signature is good.
  var bytes: [UInt8] {
    get async throws {
      switch content {
      case .memory(let bytes): bytes
      case .file(let spool): try await spool.bytes()
      }
    }
  }
}

/// A temporary file that has no name and is gone with its last reference, also when the process dies (open(2), O_TMPFILE).
final class Spool: Sendable {
  private let descriptor: CInt

  init() throws {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let oTmpFile: CInt = 0o20200000
    descriptor = open(folder, oTmpFile | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SpoolError(errno: errno) }
  }

  deinit { close(descriptor) }

  /// Writes behind what is there.
  func append(_ bytes: [UInt8]) async throws {
    let descriptor = descriptor
    try await NIOThreadPool.singleton.runIfActive {
      var done = 0
      while done < bytes.count {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw SpoolError(errno: errno) }
        done += count
      }
    }
  }

  /// Everything written so far.
  func bytes() async throws -> [UInt8] {
    let descriptor = descriptor
    return try await NIOThreadPool.singleton.runIfActive {
      let length = Int(lseek(descriptor, 0, SEEK_END))
      guard length >= 0 else { throw SpoolError(errno: errno) }
      var bytes = [UInt8](repeating: 0, count: length)
      var done = 0
      while done < length {
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress.map { $0 + done }, length - done, off_t(done)) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw SpoolError(errno: errno) }
        done += count
      }
      return bytes
    }
  }
}

/// The temporary folder cannot be written; the number is the system's.
struct SpoolError: Error, CustomStringConvertible {
  let errno: CInt
  var description: String { "the temporary folder cannot be used (errno \(errno))" }
}
