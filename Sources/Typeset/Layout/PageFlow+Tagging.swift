internal import Graphics

extension PageFlow {
  /// Sets `body` as one element of the document.
  mutating func element(
    _ role: StructureTree.Role, label: String = "", _ body: (inout PageFlow) throws(TypesetError) -> Void
  ) throws(TypesetError) {
    openElement(role, label: label)
    try body(&self)
    closeElement()
  }

  mutating func openElement(_ role: StructureTree.Role, label: String = "") {
    endMark()
    structure.open(role, label: label)
  }

  mutating func closeElement() {
    endMark()
    structure.close()
  }

  /// Marks what follows on this page as content of the open element.
  mutating func beginMark() {
    guard structure.isInside, !isArtifact, let id = structure.mark(page: pages.count - 1) else { return }
    let page = pages.count - 1
    pages[page].raw("/Span<</MCID ")
    pages[page].number(Double(id))
    pages[page].op(">>BDC")
  }

  mutating func endMark() {
    guard structure.isMarking else { return }
    pages[pages.count - 1].op("EMC")
    structure.unmark()
  }

  /// Draws what readers aloud pass over: rules, shades, repeated heads.
  mutating func artifact(_ body: (inout PageFlow) -> Void) {
    if isArtifact { return body(&self) }
    endMark()
    let page = pages.count - 1
    pages[page].op("/Artifact BMC")
    isArtifact = true
    body(&self)
    isArtifact = false
    pages[page].op("EMC")
  }
}
