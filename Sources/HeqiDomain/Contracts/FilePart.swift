/// One of several files that stand in a contract's one file (J-014 一合同多文件).
package struct FilePart: Equatable, Sendable {
  /// As the sender named it.
  package let name: String
  /// Of the file as it was accepted, before it was put together with the others.
  package let digest: Digest
  /// From 1, in the contract's file.
  package let firstPage: Int
  package let pageCount: Int

  package init(name: String, digest: Digest, firstPage: Int, pageCount: Int) {
    self.name = name
    self.digest = digest
    self.firstPage = firstPage
    self.pageCount = pageCount
  }

  package var lastPage: Int { firstPage + pageCount - 1 }
}
