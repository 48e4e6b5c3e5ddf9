internal import Glibc

/// One keep-alive connection that carries one request at a time. Only what the measured servers send is understood: a
/// status line, `Content-Length`, a body.
struct LoadConnection<Ask> {
  struct Answer {
    let ask: Ask
    let dueAt: ContinuousClock.Instant
    let status: Int
    let body: Range<Int>
  }

  let descriptor: CInt
  var request: [UInt8] = []
  private var answer = [UInt8](repeating: 0, count: 1 << 17)
  private var filled = 0
  private var head: (status: Int, end: Int, length: Int)?
  private var underWay: (ask: Ask, dueAt: ContinuousClock.Instant)?

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard code == 0 else { throw LoadError("127.0.0.1:\(port) cannot be reached: \(errno)") }
    var one: CInt = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
  }

  mutating func send(_ ask: Ask, dueAt: ContinuousClock.Instant) throws {
    var done = 0
    while done < request.count {
      let count = request.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress! + done, $0.count - done, Int32(MSG_NOSIGNAL)) }
      guard count > 0 || errno == EINTR else { throw LoadError("a request was cut off: \(errno)") }
      done += max(0, count)
    }
    underWay = (ask, dueAt)
    filled = 0
    head = nil
  }

  /// The answer once it is there as a whole; nil while more must come.
  mutating func receive() throws -> Answer? {
    let room = answer.count
    if filled == room { answer += [UInt8](repeating: 0, count: room) }
    let (line, start) = (descriptor, filled)
    let count = answer.withUnsafeMutableBytes { recv(line, $0.baseAddress! + start, $0.count - start, 0) }
    guard count > 0 else { throw LoadError("the server closed a connection: \(errno)") }
    filled += count
    if head == nil { head = try readHead() }
    guard let head, filled >= head.end + head.length else { return nil }
    guard filled == head.end + head.length, let underWay else { throw LoadError("an answer nobody asked for") }
    return Answer(ask: underWay.ask, dueAt: underWay.dueAt, status: head.status, body: head.end..<filled)
  }

  func body(_ answer: Answer) -> ArraySlice<UInt8> { self.answer[answer.body] }

  private func readHead() throws -> (status: Int, end: Int, length: Int)? {
    guard let end = Self.index(of: Self.blankLine, in: answer[..<filled]) else { return nil }
    let lower = answer[..<end].map { (65...90).contains($0) ? $0 + 32 : $0 }
    guard lower.count > 12, let status = Int(String(decoding: lower[9..<12], as: UTF8.self)),
      let name = Self.index(of: Self.lengthName, in: lower[...])
    else { throw LoadError("an answer without a status or a length") }
    let digits = lower[(name + Self.lengthName.count)...].drop { $0 == 32 }.prefix { (48...57).contains($0) }
    guard let length = Int(String(decoding: digits, as: UTF8.self)) else { throw LoadError("an answer without a length") }
    return (status, end + Self.blankLine.count, length)
  }

  private static var blankLine: [UInt8] { [13, 10, 13, 10] }
  private static var lengthName: [UInt8] { Array("content-length:".utf8) }

  /// Where `part` begins.
  static func index(of part: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= part.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - part.count)).first { start in
      bytes[start] == part[0] && bytes[start..<(start + part.count)].elementsEqual(part)
    }
  }
}
