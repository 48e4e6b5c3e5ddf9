extension PDFDocument {
  /// Throws unless every listed object can be read and every byte is explained. A file that fails is never signed: a
  /// verifier could not say later what was signed. O(size of the file).
  public func checkSoundness() throws(PDFError) {
    for revision in revisions {
      let coverage: RevisionCoverage
      do {
        coverage = try self.coverage(of: revision.index)
      } catch {
        throw PDFError(
          .updateRefused, "The file is damaged and must be normalised before it is signed: \(error.message)",
          at: error.offset)
      }
      if let range = (coverage.unexplained + coverage.overlaps).first {
        throw PDFError(
          .updateRefused,
          "The file holds bytes that belong to nothing (\(range.count) from byte \(range.lowerBound)). Normalise it first.",
          at: range.lowerBound)
      }
    }
  }
}
