import Crypto
import FoundationEssentials

/// The file format, version 1: `HQB1`, frame size as a power of two, three zero bytes, a 32-byte salt, then frames.
///
/// Each frame is AES-256-GCM over 64 KiB of content (the last one shorter) under a key of this file alone,
/// HKDF-SHA-256(data key, salt); its nonce is the frame number and a last-frame mark, so frames cannot be cut, swapped
/// or repeated (the STREAM construction, Hoang et al. 2015). Tenant, owner and purpose are authenticated with each.
enum BlobFormat {
  static let magic: [UInt8] = Array("HQB1".utf8)
  static let frameBits: UInt8 = 16
  /// Bytes of content in one frame.
  static let frameLength = 1 << Int(frameBits)
  static let tagLength = 16
  static let headerLength = 40
  static let saltLength = 32

  static func header(salt: [UInt8]) -> [UInt8] { magic + [frameBits, 0, 0, 0] + salt }

  /// Bytes on disk for `length` bytes of content.
  static func sealedLength(_ length: Int64) -> Int64 {
    let frames = max(1, (length + Int64(frameLength) - 1) / Int64(frameLength))
    return Int64(headerLength) + length + frames * Int64(tagLength)
  }

  static func fileKey(_ key: SymmetricKey, salt: [UInt8]) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: key, salt: salt, info: Array("heqi-blob-1".utf8), outputByteCount: 32)
  }

  /// 12 bytes: 7 zero, frame number, 1 for the last frame.
  static func nonce(_ frame: UInt32, isLast: Bool) -> [UInt8] {
    [
      0, 0, 0, 0, 0, 0, 0, UInt8(frame >> 24), UInt8(frame >> 16 & 255), UInt8(frame >> 8 & 255), UInt8(frame & 255),
      isLast ? 1 : 0,
    ]
  }
}

/// Turns content into the file format piece by piece; holds at most one frame.
struct BlobSealer {
  private let key: SymmetricKey
  private let context: [UInt8]
  private var buffer: [UInt8] = []
  private var frame: UInt32 = 0
  private var hasher = SHA256()
  private(set) var length: Int64 = 0
  private var header: [UInt8]?

  init(key: SymmetricKey, context: [UInt8]) {
    let salt = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    self.key = BlobFormat.fileKey(key, salt: salt)
    self.context = context
    header = BlobFormat.header(salt: salt)
  }

  /// Takes content and returns what is ready for the disk. Throws `.misuse` past 2³² frames (256 TiB).
  mutating func append(_ bytes: some Collection<UInt8>) throws(BlobError) -> [UInt8] {
    var out = takeHeader()
    var rest = Array(bytes)[...]
    hasher.update(data: rest)
    length += Int64(rest.count)
    while !rest.isEmpty {
      // A full frame waits until more content proves that it is not the last.
      if buffer.count == BlobFormat.frameLength { out += try seal(isLast: false) }
      let part = rest.prefix(BlobFormat.frameLength - buffer.count)
      buffer += part
      rest = rest.dropFirst(part.count)
    }
    return out
  }

  /// The last frame and the hash of the whole content.
  mutating func finish() throws(BlobError) -> (bytes: [UInt8], hash: [UInt8]) {
    let out = takeHeader() + (try seal(isLast: true))
    return (out, Array(hasher.finalize()))
  }

  private mutating func takeHeader() -> [UInt8] {
    defer { header = nil }
    return header ?? []
  }

  private mutating func seal(isLast: Bool) throws(BlobError) -> [UInt8] {
    do {
      let nonce = try AES.GCM.Nonce(data: BlobFormat.nonce(frame, isLast: isLast))
      let box = try AES.GCM.seal(buffer, using: key, nonce: nonce, authenticating: context)
      let (next, overflow) = frame.addingReportingOverflow(1)
      guard !overflow else { throw BlobError(.misuse, "a blob is too long for its format") }
      frame = next
      buffer.removeAll(keepingCapacity: true)
      return Array(box.ciphertext) + Array(box.tag)
    } catch let error as BlobError {
      throw error
    } catch {
      throw BlobError(.misuse, "a frame could not be encrypted")
    }
  }
}

/// Reads the file format frame by frame; every frame is authenticated before its content is handed out.
struct BlobOpener {
  /// Bytes of content, as the file's length tells.
  let length: Int64
  private let key: SymmetricKey
  private let context: [UInt8]

  /// - Parameter sealedLength: bytes of the whole file.
  /// - Throws: `.damaged` when the header is not ours or the length is impossible.
  init(header: [UInt8], sealedLength: Int64, key: SymmetricKey, context: [UInt8]) throws(BlobError) {
    guard header.count == BlobFormat.headerLength, header[..<8].elementsEqual(BlobFormat.header(salt: [])) else {
      throw BlobError(.damaged, "a blob file has no header of this format")
    }
    let body = sealedLength - Int64(BlobFormat.headerLength)
    let sealedFrame = Int64(BlobFormat.frameLength + BlobFormat.tagLength)
    let frames = max(1, (body + sealedFrame - 1) / sealedFrame)
    length = body - frames * Int64(BlobFormat.tagLength)
    guard length >= 0, BlobFormat.sealedLength(length) == sealedLength, frames <= Int64(UInt32.max) else {
      throw BlobError(.damaged, "a blob file was cut")
    }
    self.key = BlobFormat.fileKey(key, salt: Array(header[8...]))
    self.context = context
  }

  var frameCount: Int { max(1, Int((length + Int64(BlobFormat.frameLength) - 1) / Int64(BlobFormat.frameLength))) }

  /// Where a frame lies in the file.
  func sealedRange(of frame: Int) -> (offset: Int64, count: Int) {
    let start = Int64(frame) * Int64(BlobFormat.frameLength)
    let count = Int(min(Int64(BlobFormat.frameLength), length - start)) + BlobFormat.tagLength
    return (Int64(BlobFormat.headerLength) + Int64(frame) * Int64(BlobFormat.frameLength + BlobFormat.tagLength), count)
  }

  /// The content of one frame. Throws `.damaged`.
  func open(_ sealed: [UInt8], frame: Int) throws(BlobError) -> [UInt8] {
    guard sealed.count == sealedRange(of: frame).count, let number = UInt32(exactly: frame) else {
      throw BlobError(.damaged, "a blob file was cut")
    }
    do {
      let tagStart = sealed.count - BlobFormat.tagLength
      let nonce = try AES.GCM.Nonce(data: BlobFormat.nonce(number, isLast: frame == frameCount - 1))
      let box = try AES.GCM.SealedBox(nonce: nonce, ciphertext: sealed[..<tagStart], tag: sealed[tagStart...])
      return Array(try AES.GCM.open(box, using: key, authenticating: context))
    } catch {
      throw BlobError(.damaged, "a blob file was altered, or belongs to another owner")
    }
  }
}
