internal import Foundation

/// Why a file could not be read or written; equal when the codes are equal.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  package enum Code: String, Sendable { case missing, notAFile, tooLarge, unreadable, unwritable }

  package let code: Code
  /// What happened and what to do about it.
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package static func == (left: FileError, right: FileError) -> Bool { left.code == right.code }
  package var description: String { message }
}

/// Whole files as octets, straight into the array that the parsers take.
package enum FileBytes {
  /// The largest file that is read: the PDF format's own ten digits of offset hold more, memory does not.
  package static let octetCountMax = 400 << 20

  /// Reads a regular file. - Throws: `FileError` with a remedy.
  package static func read(_ path: String, octetCountMax: Int = octetCountMax) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? FileError(.missing, "There is no file of that name. Check its name and folder.")
        : FileError(.unreadable, "The file cannot be opened: \(reason). Check your rights to it.")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(.notAFile, "This is not a file but a folder or a device. Name a file.")
    }
    let size = Int(status.st_size)
    guard size <= octetCountMax else {
      throw FileError(.tooLarge, "The file has \(size >> 20) MiB; more than \(octetCountMax >> 20) MiB are not read.")
    }
    var isComplete = true
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size, let start = buffer.baseAddress {
        let got = Foundation.read(descriptor, start + count, size - count)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          isComplete = got == 0
          return
        }
        count += got
      }
    }
    guard isComplete else { throw FileError(.unreadable, "The file cannot be read: \(reason). Check the disk.") }
    return bytes
  }

  /// The first line of a file or pipe without its end, at most 4,096 octets: a password, such as a shell's `<(…)`.
  /// - Throws: `FileError` when it cannot be opened or read.
  package static func firstLine(_ path: String) throws(FileError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.missing, "\(path): the file cannot be opened: \(reason).") }
    defer { close(descriptor) }
    var line: [UInt8] = []
    var octet: UInt8 = 0
    while line.count < 4096 {
      let got = Foundation.read(descriptor, &octet, 1)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw FileError(.unreadable, "\(path): the file cannot be read: \(reason).") }
      if got == 0 || octet == 0x0A { break }
      line.append(octet)
    }
    if line.last == 0x0D { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }

  private static var reason: String { String(cString: strerror(errno)) }

  /// Puts a file in its place in one step: readers see the old file or the whole new one.
  /// - Throws: `FileError` `.unwritable`; nothing is left behind.
  package static func write(_ pieces: [ArraySlice<UInt8>], to path: String) throws(FileError) {
    let temporary = path + ".\(getpid()).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw FileError(.unwritable, "\(path) cannot be written: \(reason). Check the folder and your rights to it.")
    }
    var isWritten = pieces.allSatisfy { write($0, to: descriptor) } && fsync(descriptor) == 0
    isWritten = close(descriptor) == 0 && isWritten
    guard isWritten, rename(temporary, path) == 0 else {
      let error = FileError(.unwritable, "\(path) cannot be written: \(reason). Check the free space of the disk.")
      unlink(temporary)
      throw error
    }
  }

  private static func write(_ piece: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    piece.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count, let start = buffer.baseAddress {
        let count = Foundation.write(descriptor, start + written, buffer.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        written += count
      }
      return true
    }
  }

  /// Whether both names lead to one and the same existing file.
  package static func isSameFile(_ left: String, _ right: String) -> Bool {
    var (one, other) = (stat(), stat())
    return stat(left, &one) == 0 && stat(right, &other) == 0 && one.st_ino == other.st_ino && one.st_dev == other.st_dev
  }
}
