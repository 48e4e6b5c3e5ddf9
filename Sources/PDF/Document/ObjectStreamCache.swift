/// Decoded object streams of one file, kept under a byte cap.
struct ObjectStreamCache {
  private var streams: [Int: ObjectStream] = [:]
  private var size = 0
  /// Bytes inflated so far.
  private(set) var work = 0

  mutating func count(_ bytes: Int) { work += bytes }

  /// The decoded stream whose encoded bytes begin at `start`.
  func stream(at start: Int) -> ObjectStream? { streams[start] }

  mutating func keep(_ stream: ObjectStream, at start: Int, limit: Int) {
    if size + stream.data.count > limit {
      streams = [:]
      size = 0
    }
    guard stream.data.count <= limit else { return }
    streams[start] = stream
    size += stream.data.count
  }
}
