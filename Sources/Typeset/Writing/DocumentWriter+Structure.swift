extension DocumentWriter {
  /// The structure tree with its parent tree (ISO 32000-2 §14.7.2, §14.7.5); gives the number of its root.
  mutating func add(structure: StructureTree, pages: [Int]) -> Int {
    let root = reserve()
    let numbers = structure.elements.map { _ in reserve() }
    for (index, element) in structure.elements.enumerated() {
      var kids = ""
      for kid in element.kids {
        switch kid {
        case .element(let child): kids += "\(numbers[child]) 0 R "
        case .content(let page, let id): kids += "<</Type/MCR/Pg \(pages[page]) 0 R/MCID \(id)>>"
        }
      }
      let parent = index == 0 ? root : numbers[element.parent]
      let label = element.label.isEmpty ? "" : "/Alt\(Self.text(element.label))"
      set(numbers[index], "<</Type/StructElem/S/\(element.role.rawValue)/P \(parent) 0 R/K[\(kids)]\(label)>>")
    }
    var parents = ""
    for (page, owners) in structure.owners.enumerated() where !owners.isEmpty {
      parents += "\(page)[" + owners.map { "\(numbers[$0]) 0 R" }.joined(separator: " ") + "]"
    }
    let tree = add("<</Nums[\(parents)]>>")
    set(root, "<</Type/StructTreeRoot/K \(numbers[0]) 0 R/ParentTree \(tree) 0 R/ParentTreeNextKey \(structure.owners.count)>>")
    return root
  }
}
