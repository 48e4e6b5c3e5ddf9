extension PDFDocument {
  /// Throws unless every listed object can be read and every byte is explained. A file that fails is never signed: a
  /// verifier could not say later what was signed. O(size of the file).
  /// - Returns: the highest object number that anything refers to, in use or not. New objects need higher ones: a
  ///   reference that leads nowhere must not come to life.
  @discardableResult
  public func checkSoundness() throws(PDFError) -> Int {
    var highest = 0
    for revision in revisions {
      let coverage: RevisionCoverage
      do {
        coverage = try self.coverage(of: revision.index)
        highest = max(highest, coverage.highestReference, try highestCompressedReference(of: revision.index))
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
    guard highest < limits.objectCountMax - Self.newNumbersMax else {
      throw PDFError(.updateRefused, "The file refers to object \(highest), a number too high to go beyond. Normalise it first.")
    }
    return highest
  }

  /// Object numbers that later revisions may need.
  private static var newNumbersMax: Int { 1 << 16 }

  /// What the objects in object streams refer to at most; reads each of them once.
  private func highestCompressedReference(of revision: Int) throws(PDFError) -> Int {
    let view = self.view(at: revision)
    var highest = 0
    var stack: [PDFObject] = []
    for (number, entry) in index.listed(in: revision) {
      guard case .compressed = entry else { continue }
      stack.append(try view.object(PDFReference(number)))
      while let object = stack.popLast() {
        switch object {
        case .reference(let reference): highest = max(highest, reference.number)
        case .array(let elements): stack.append(contentsOf: elements)
        case .dictionary(let dictionary): stack.append(contentsOf: dictionary.entries.lazy.map(\.value))
        default: break
        }
      }
    }
    return highest
  }
}
