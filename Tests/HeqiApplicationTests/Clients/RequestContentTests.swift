import HeqiDomain
import Testing

@testable import HeqiApplication

/// What counts as the same order (B-08).
@Suite("Content of an order")
struct RequestContentTests {
  private let first = ID<ClientFile>("0198a000-0000-7000-8000-0000000000f1")!
  private let second = ID<ClientFile>("0198a000-0000-7000-8000-0000000000f2")!
  private let digest = FileDigest.of(Array("one".utf8))
  private let other = FileDigest.of(Array("two".utf8))

  private func hash(_ id: ID<ClientFile>, _ title: String = "A", files: [(id: ID<ClientFile>, digest: Digest)]) -> Digest {
    RequestContent.hash(of: Array(#"{"title":"\#(title)","fileId":"\#(id)"}"#.utf8), files: files)
  }

  @Test("other words, another file, and a file that is not there are other orders")
  func different() {
    let one = hash(first, files: [(first, digest)])
    #expect(one != hash(first, "B", files: [(first, digest)]))
    #expect(one != hash(second, files: [(second, other)]))
    #expect(one != hash(first, files: []))
  }

  @Test("the same bytes under another file id are the same order")
  func same() { #expect(hash(first, files: [(first, digest)]) == hash(second, files: [(second, digest)])) }
}
