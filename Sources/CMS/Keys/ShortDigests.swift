/// SHA-224 (FIPS 180-4) and SHA3-224 (FIPS 202), which the crypto library leaves out; for verification only.
struct ShortDigest: Sendable {
  /// Which of the two.
  enum Function: Sendable { case sha224, sha3 }

  private let function: Function
  private var words: [UInt32] = [
    0xC105_9ED8, 0x367C_D507, 0x3070_DD17, 0xF70E_5939, 0xFFC0_0B31, 0x6858_1511, 0x64F9_8FA7, 0xBEFA_4FA4,
  ]
  private var lanes = [UInt64](repeating: 0, count: 25)
  private var pending: [UInt8] = []
  private var count: UInt64 = 0
  private var blockCount: Int { function == .sha224 ? 64 : 144 }

  init(_ function: Function) { self.function = function }

  mutating func update(bufferPointer bytes: UnsafeRawBufferPointer) {
    count += UInt64(bytes.count)
    var start = 0
    if !pending.isEmpty {
      start = min(bytes.count, blockCount - pending.count)
      pending.append(contentsOf: bytes[..<start])
      guard pending.count == blockCount else { return }
      pending.withUnsafeBytes { absorb($0, at: 0) }
      pending.removeAll(keepingCapacity: true)
    }
    while bytes.count - start >= blockCount {
      absorb(bytes, at: start)
      start += blockCount
    }
    pending.append(contentsOf: bytes[start...])
  }

  func finalize() -> [UInt8] {
    var last = self
    var tail = pending
    if function == .sha224 {
      tail.append(0x80)
      while tail.count % 64 != 56 { tail.append(0) }
      let bits = count &* 8
      for shift in stride(from: 56, through: 0, by: -8) { tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    } else {
      tail.append(0x06)
      while tail.count % 144 != 0 { tail.append(0) }
      tail[tail.count - 1] |= 0x80
    }
    tail.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: blockCount) { last.absorb(bytes, at: start) }
    }
    if function == .sha224 {
      return last.words.prefix(7).flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
    }
    return (0..<28).map { UInt8(truncatingIfNeeded: last.lanes[$0 / 8] >> UInt64($0 % 8 * 8)) }
  }

  private mutating func absorb(_ bytes: UnsafeRawBufferPointer, at start: Int) {
    if function == .sha224 {
      compress(bytes, at: start)
    } else {
      for lane in 0..<18 {
        lanes[lane] ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start + lane * 8, as: UInt64.self))
      }
      Self.permute(&lanes)
    }
  }

  // SHA-256's compression (FIPS 180-4 §6.2.2).
  private static let constants: [UInt32] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ]

  private mutating func compress(_ bytes: UnsafeRawBufferPointer, at start: Int) {
    func turned(_ value: UInt32, _ count: UInt32) -> UInt32 { value >> count | value << (32 - count) }
    var schedule = [UInt32](repeating: 0, count: 64)
    for index in 0..<16 {
      schedule[index] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start + index * 4, as: UInt32.self))
    }
    for index in 16..<64 {
      let (early, late) = (schedule[index - 15], schedule[index - 2])
      let first = turned(early, 7) ^ turned(early, 18) ^ early >> 3
      let second = turned(late, 17) ^ turned(late, 19) ^ late >> 10
      schedule[index] = schedule[index - 16] &+ first &+ schedule[index - 7] &+ second
    }
    var state = words
    for index in 0..<64 {
      let (a, e) = (state[0], state[4])
      let high = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
      let choice = (e & state[5]) ^ (~e & state[6])
      let first = state[7] &+ high &+ choice &+ Self.constants[index] &+ schedule[index]
      let low = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
      let majority = (a & state[1]) ^ (a & state[2]) ^ (state[1] & state[2])
      state = [first &+ low &+ majority, a, state[1], state[2], state[3] &+ first, e, state[5], state[6]]
    }
    for index in 0..<8 { words[index] = words[index] &+ state[index] }
  }

  /// Keccak-f[1600] (FIPS 202 §3.3); round constants from the shift register of §3.2.5.
  private static func permute(_ lanes: inout [UInt64]) {
    func turned(_ value: UInt64, _ count: UInt64) -> UInt64 { count == 0 ? value : value << count | value >> (64 - count) }
    var register: UInt8 = 1
    for _ in 0..<24 {
      var columns = Array(lanes[..<5])
      for index in 5..<25 { columns[index % 5] ^= lanes[index] }
      for x in 0..<5 {
        let mixed = columns[(x + 4) % 5] ^ turned(columns[(x + 1) % 5], 1)
        for y in 0..<5 { lanes[x + 5 * y] ^= mixed }
      }
      var (x, y, current) = (1, 0, lanes[1])
      for step in 0..<24 {
        (x, y) = (y, (2 * x + 3 * y) % 5)
        let place = x + 5 * y
        let kept = lanes[place]
        lanes[place] = turned(current, UInt64((step + 1) * (step + 2) / 2 % 64))
        current = kept
      }
      for row in 0..<5 {
        let copy = Array(lanes[(5 * row)..<(5 * row + 5)])
        for x in 0..<5 { lanes[5 * row + x] = copy[x] ^ (~copy[(x + 1) % 5] & copy[(x + 2) % 5]) }
      }
      for bit in 0..<7 {
        if register & 1 == 1 { lanes[0] ^= 1 << UInt64((1 << bit) - 1) }
        register = register << 1 ^ (register >> 7 == 1 ? 0x71 : 0)
      }
    }
  }
}
