package import HeqiDomain

/// 通用系统模板: what an empty installation has from the first day. Written for this platform; a company's lawyers copy and
/// change them.
package enum SystemTemplates {
  package static let all: [DraftTemplate] = [lease, purchase, secrecy, employment]
}
