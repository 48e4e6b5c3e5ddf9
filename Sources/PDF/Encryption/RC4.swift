/// The RC4 stream cipher, for files that are encrypted with it already (ISO 32000-1 §7.6.2); no new file gets it.
struct RC4 {
  private var state: [UInt8]

  init(key: [UInt8]) {
    state = Array(0...255)
    guard !key.isEmpty else { return }
    var j = 0
    for i in 0..<256 {
      j = (j + Int(state[i]) + Int(key[i % key.count])) & 255
      state.swapAt(i, j)
    }
  }

  func apply(_ data: some Collection<UInt8>) -> [UInt8] {
    var state = state
    var output: [UInt8] = []
    output.reserveCapacity(data.count)
    var (i, j) = (0, 0)
    for byte in data {
      i = (i + 1) & 255
      j = (j + Int(state[i])) & 255
      state.swapAt(i, j)
      output.append(byte ^ state[(Int(state[i]) + Int(state[j])) & 255])
    }
    return output
  }
}
