import MerkleLog
import Testing

@Suite struct SignedNoteTests {
  // Origin: the example keys and note in the documentation of Go's package golang.org/x/mod/sumdb/note.
  static let verifierKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  static let seed = ExampleSeed.bytes
  static let text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  static let note =
    text
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

  @Test(
    "anything that is not a note is refused",
    arguments: [
      "", "\n", "text\n", "text\n\n", "text\n\n— name\n", "text\n\n— name AAAAAAA=", "text\n\n- name AAAAAAA=\n",
      "text\n\n— na me AAAAAAA=\n",
      "text\n\n— na+me AAAAAAA=\n", "text\n\n—  AAAAAAA=\n", "text\n\n— name AAAA\n", "text\n\n— name AAAAA\n",
      "te\u{1}xt\n\n— name AAAAAAA=\n",
      "text\r\n\r\n— name AAAAAAA=\r\n", "text\n— name AAAAAAA=\n",
    ])
  func malformed(note: String) {
    #expect(throws: MerkleLogError(.noteMalformed, "")) { try SignedNote(Array(note.utf8)) }
  }

  @Test("a note of 64 signatures is read, one of 65 is not; bytes that are not UTF-8 are refused")
  func limits() throws {
    let line = "— name AAAAAAA=\n"
    #expect(try SignedNote(Array(("text\n\n" + String(repeating: line, count: 64)).utf8)).signatures.count == 64)
    #expect(throws: MerkleLogError(.noteMalformed, "")) {
      try SignedNote(Array(("text\n\n" + String(repeating: line, count: 65)).utf8))
    }
    #expect(throws: MerkleLogError(.noteMalformed, "")) { try SignedNote([0xFF] + Array("text\n\n\(line)".utf8)) }
    #expect(throws: MerkleLogError(.noteMalformed, "")) { try SignedNote(.init(repeating: 10, count: 70_000)) }
  }

  @Test(
    "a mangled verifier key is refused",
    arguments: [
      "", "PeterNeumann", "PeterNeumann+c74f20a3", "PeterNeumann+c74f20a3+",
      "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ])
  func keys(text: String) {
    #expect(throws: MerkleLogError(.keyMalformed, "")) { try NoteVerifier(text) }
  }

  @Test("a changed text, a changed signature and a missing signer are told apart")
  func refusals() throws {
    let verifier = try NoteVerifier(Self.verifierKey)
    let changed = Self.note.replacing("don't know", with: "do know")
    #expect(throws: MerkleLogError(.signatureInvalid, "")) {
      try SignedNote(Array(changed.utf8)).verified(by: [verifier])
    }
    let other = try NoteSigner(name: "other.example", seed: .init(repeating: 9, count: 32)).verifier
    #expect(throws: MerkleLogError(.signatureMissing, "")) {
      try SignedNote(Array(Self.note.utf8)).verified(by: [other])
    }
    #expect(throws: MerkleLogError(.signatureMissing, "")) { try SignedNote(Array(Self.note.utf8)).verified(by: []) }
  }

  @Test("the published note is verified, and signing the text again gives the same bytes")
  func published() throws {
    let verifier = try NoteVerifier(Self.verifierKey)
    let note = try SignedNote(Array(Self.note.utf8))
    #expect(note.text == Self.text)
    #expect(note.description == Self.note)
    #expect(try note.verified(by: [verifier]) == [verifier])
    let signer = try NoteSigner(name: "PeterNeumann", seed: Self.seed)
    #expect(signer.verifier.description == Self.verifierKey)
    #expect(try SignedNote(text: Self.text, signers: [signer]).description == Self.note)
  }

  @Test("text may hold empty lines and a second signer; the order of lines is kept")
  func several() throws {
    let one = try NoteSigner(name: "one.example/log", seed: .init(repeating: 1, count: 32))
    let two = try NoteSigner(name: "two.example/witness", seed: .init(repeating: 2, count: 32))
    let note = try SignedNote(text: "第一行\n\n— not a signature\n", signers: [one, two])
    let read = try SignedNote(Array(note.description.utf8))
    #expect(read == note)
    #expect(try read.verified(by: [two.verifier, one.verifier]) == [one.verifier, two.verifier])
    #expect(try read.verified(by: [two.verifier]) == [two.verifier])
  }

  @Test("text without a final newline, with control characters or without a signer cannot be signed")
  func unsignable() throws {
    let signer = try NoteSigner(name: "one.example", seed: .init(repeating: 1, count: 32))
    for text in ["", "text", "te\txt\n"] {
      #expect(throws: MerkleLogError(.noteMalformed, "")) { try SignedNote(text: text, signers: [signer]) }
    }
    #expect(throws: MerkleLogError(.noteMalformed, "")) { try SignedNote(text: "text\n", signers: []) }
    #expect(throws: MerkleLogError(.keyMalformed, "")) { try NoteSigner(name: "one.example", seed: [1]) }
    #expect(throws: MerkleLogError(.keyMalformed, "")) {
      try NoteVerifier(name: "a b", publicKey: .init(repeating: 1, count: 32))
    }
  }
}

/// The private half of the published example: PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz,
/// of which the first byte is the algorithm and the rest the seed.
private enum ExampleSeed {
  static let bytes: [UInt8] = [
    0x81, 0x0a, 0x14, 0x02, 0xd5, 0x14, 0x6c, 0x8d, 0x84, 0xf2, 0x44, 0x33, 0x30, 0xf5, 0x40, 0x80,
    0xeb, 0xf9, 0x8e, 0xe1, 0x7d, 0x9c, 0x74, 0xf6, 0x25, 0x2f, 0xc5, 0xd5, 0xc7, 0x28, 0x31, 0x73,
  ]
}
