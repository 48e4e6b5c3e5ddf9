import HeqiApplication
import HeqiDomain

extension ContractAttachmentsPage {
  init(_ view: ContractView, form: FormFields, now: Instant, texts: LocaleTexts) {
    let contract = view.contract
    let round = contract.round
    head = ContractHead(view, tab: .attachments, now: now, texts: texts)
    let evidence = EvidenceFile.Kind.allCases.flatMap { kind in
      view.evidence.filter { $0.roundNumber == round.number && $0.kind == kind }
    }
    var files: [Attachment] = []
    if let file = round.file {
      let signatures = file.revisions.filter { $0.kind == .signature }.count
      files.append(
        Attachment(
          icon: "file", texts("contract.fileContract"), texts("contract.fileContractText", ["count": String(signatures)]),
          file.latest.length, file.latest.digest, Links.contractFile(contract.id), isMain: true, texts: texts))
    }
    files += evidence.map { document in
      Attachment(
        icon: document.kind == .report ? "shield" : "seal", texts(document.kind.title),
        texts("contract.\(document.kind.rawValue)Text"), document.length, document.digest,
        Links.evidence(document.kind, of: contract.id), texts: texts)
    }
    self.files = files
    papers = view.attachments.map { Attachment($0, view, now: now, texts: texts) }
    mayAttach = view.mayAttach
    isCompleted = contract.stage.name == .completed
    action = Links.tab(.attachments, of: contract.id)
    self.form = form
    note =
      !evidence.isEmpty
      ? nil : round.allSigned ? texts("contract.preparing") : contract.stage.isInvalid ? nil : texts("contract.notYet")
  }
}

extension ContractAttachmentsPage.Attachment {
  init(
    icon: String, _ title: String, _ text: String, _ length: Int, _ digest: Digest, _ href: String, isMain: Bool = false,
    badge: String? = nil, remove: String? = nil, texts: LocaleTexts
  ) {
    self.init(
      icon: icon, fileTitle: title, text: text, size: FileSize.text(length), hash: digest.description,
      hashShort: digest.short, copyLabel: texts("contract.copyHash", ["what": title]), isMain: isMain, href: href,
      openLabel: texts("contract.downloadLabel", ["name": title]), badge: badge, remove: remove,
      removeLabel: remove == nil ? "" : texts("attachment.removeLabel", ["name": title]))
  }

  /// A paper that somebody put beside the contract: who and when.
  init(_ line: ContractView.AttachmentLine, _ view: ContractView, now: Instant, texts: LocaleTexts) {
    let (attachment, id) = (line.attachment, view.contract.id)
    let party = view.contract.round.party(attachment.partyID)
    let who = party.map { $0.kind == .company ? "\($0.name) \(line.uploader)" : line.uploader } ?? line.uploader
    self.init(
      icon: "files", attachment.name,
      texts("attachment.addedBy", ["name": who, "at": ShortTime.text(attachment.addedAt, now: now, texts: texts)]),
      attachment.length, attachment.digest, Links.attachment(attachment.id, of: id),
      badge: line.isLate ? texts("attachment.late") : nil,
      remove: line.mayRemove ? "\(Links.attachment(attachment.id, of: id))/removal" : nil, texts: texts)
  }
}
