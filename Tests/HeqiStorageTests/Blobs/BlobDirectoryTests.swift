import HeqiStorage
import HeqiTestSupport
import Testing

@Suite struct BlobDirectoryTests {
  static let badAddresses = [
    "", "abc", String(repeating: "g", count: 64), String(repeating: "A", count: 64),
    "../../../../../../../../../../../../../../../../../etc/passwd00", String(repeating: "a", count: 65),
  ]

  @Test("an address that is not 64 hex digits reaches no file", arguments: badAddresses)
  func addresses(_ address: String) async throws {
    try await TestDatabase.withFolder { folder in
      let disk = try BlobDirectory(folder + "/a", name: "primary")
      #expect(throws: BlobError(.misuse, "")) { try disk.source(address) }
      #expect(throws: BlobError(.misuse, "")) { try disk.remove(address) }
      let draft = try disk.draft()
      #expect(throws: BlobError(.misuse, "")) { try draft.commit(as: address) }
    }
  }

  @Test("a draft is invisible until committed and gone when dropped")
  func drafts() async throws {
    try await TestDatabase.withFolder { folder in
      let disk = try BlobDirectory(folder + "/a", name: "primary")
      let address = String(repeating: "0a", count: 32)
      var draft: (any BlobDraft)? = try disk.draft()
      try draft?.append([1, 2, 3])
      #expect(try disk.source(address) == nil)
      draft = nil
      let removed = try disk.removeDrafts(changedBefore: .max)
      #expect(removed == 0)
      let second = try disk.draft()
      try second.append([4, 5])
      try second.append([6])
      try second.commit(as: address)
      let source = try #require(try disk.source(address))
      #expect(source.length == 3)
      #expect(try source.read(at: 1, count: 10) == [5, 6])
      #expect(try disk.files(inShard: 0x0a).map(\.address) == [address])
      #expect(throws: BlobError(.misuse, "")) { try second.append([7]) }
    }
  }

  @Test("a folder that cannot be made is refused with its reason")
  func noFolder() {
    #expect(throws: BlobError(.io, "")) { try BlobDirectory("/proc/none/blobs", name: "primary") }
  }
}
