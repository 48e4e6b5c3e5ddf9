/// Permission keys of table D (F-030). Raw values are stable: logs, API and tests name them.
package enum Permission: String, Sendable, CaseIterable {
  case contractDraft = "contract.draft"
  case contractInitiate = "contract.initiate"
  case contractReinitiate = "contract.reinitiate"
  case contractReceive = "contract.receive"
  case contractLinkBusinessType = "contract.linkBusinessType"
  case contractSign = "contract.sign"
  case contractWithdraw = "contract.withdraw"
  case contractReturn = "contract.return"
  case contractSend = "contract.send"
  case contractView = "contract.view"
  case contractViewLogs = "contract.viewLogs"
  case contractDownload = "contract.download"
  case contractAttach = "contract.attach"
  case contractRateLiveImage = "contract.rateLiveImage"
  case contractSetIssueOrder = "contract.setIssueOrder"
  case contractSetPositions = "contract.setPositions"
  case contractTerminate = "contract.terminate"
  case contractConfirmPerformance = "contract.confirmPerformance"
  case contractVerify = "contract.verify"
  case approvalViewProgress = "approval.viewProgress"
  case approvalViewRequest = "approval.viewRequest"
  case approvalDecide = "approval.decide"
  case approvalAddApprover = "approval.addApprover"
  case approvalAddCC = "approval.addCc"
  case sealViewAvailable = "seal.viewAvailable"
  case sealAdd = "seal.add"
  case sealEnable = "seal.enable"
  case sealDisable = "seal.disable"
  case sealGrant = "seal.grant"
  case orgLink = "org.link"
  case contactView = "contact.view"
  case contactManage = "contact.manage"
  case contactInvite = "contact.invite"
  case templateView = "template.view"
  case templateGroup = "template.group"
  case templateCreate = "template.create"
  case templateEdit = "template.edit"
  case templateReupload = "template.reupload"
  case templateDownload = "template.download"
  case templateDelete = "template.delete"
  case orgView = "org.view"
  case orgUpdate = "org.update"
  case businessTypeView = "businessType.view"
  case businessTypeCreate = "businessType.create"
  case businessTypeEdit = "businessType.edit"
}

extension ContractPermission {
  /// The same key in table D.
  package var permission: Permission {
    switch self {
    case .draft: .contractDraft
    case .initiate: .contractInitiate
    case .reinitiate: .contractReinitiate
    case .receive: .contractReceive
    case .sign: .contractSign
    case .withdraw: .contractWithdraw
    case .return: .contractReturn
    case .view: .contractView
    case .viewLogs: .contractViewLogs
    case .download: .contractDownload
    case .attach: .contractAttach
    case .rateLiveImage: .contractRateLiveImage
    case .decide: .approvalDecide
    case .addApprover: .approvalAddApprover
    case .addCC: .approvalAddCC
    case .reassign: .orgUpdate
    }
  }
}
