import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb

extension Samples {
  static func draftTemplates(_ library: PageLibrary) -> [SamplePage] {
    let texts = library.chinese
    let refused = FormFields(
      .init(
        values: ["name": "租赁", "group": "房屋", "text": "# 租赁合同\n月租金五千元"],
        errors: ["name": "名称须为 1 至 60 个字。", "text": "正文不能为空。"], message: texts("templates.found")))
    let chosen = SelectOption(value: "money", label: "金额", isSelected: true)
    let row = ParametersPage.Row(
      field: "p0", parameterName: "月租金", value: "五千", error: texts("parameters.wrong.money", ["name": "月租金"]), isRequired: true,
      isChoice: false, type: "text", mode: "decimal", choices: [SelectOption(value: "", label: "请选择", isSelected: true)])
    let choice = ParametersPage.Row(
      field: "p1", parameterName: "付款方式", value: "", error: texts("parameters.missing", ["name": "付款方式"]), isRequired: false,
      isChoice: true, type: "text", mode: "text", choices: [SelectOption(value: "按月", label: "按月", isSelected: false)])
    return [
      SamplePage(
        DraftTemplatesPage(
          groups: [
            .init(
              groupName: "通用系统模板",
              rows: [
                .init(
                  templateName: "房屋租赁合同", text: "14 个参数，其中 3 个由对方填写 · 房屋", useHref: "/templates/system-lease/draft",
                  useLabel: "用《房屋租赁合同》拟定", viewHref: "/templates/system-lease", viewLabel: "查看模板《房屋租赁合同》")
              ])
          ], add: "/templates/new", hasOwn: false)),
      SamplePage(
        DraftTemplatePage(
          name: "房屋租赁合同", lead: "第 2 版", lines: [.init(isHeading: true, words: "房屋租赁合同"), .init(isHeading: false, words: "月租金五千元")],
          parameters: [.init(parameterName: "月租金", side: "发起方", kind: "金额", need: "必填")], useHref: "/templates/1/draft",
          blank: "/templates/1/blank.pdf", copy: "/templates/new?from=1", edit: "/templates/1/edit", delete: "/templates/1/delete")),
      SamplePage(
        DraftTemplateEditPage(
          heading: "修改模板", action: "/templates/1/edit", form: refused, version: "2", textHint: "参数写成双花括号。",
          parameters: [
            .init(
              key: "月租金", options: "", kinds: [chosen], sides: [SelectOption(value: "receiver", label: "接收方", isSelected: true)],
              isRequired: true, index: "0", optionsLabel: "月租金的选项", kindLabel: "月租金的类型", sideLabel: "月租金由谁填写",
              requiredLabel: "月租金必填")
          ], hasParameters: true, back: "/templates/1")),
      SamplePage(
        ParametersPage(
          back: "/templates", backLabel: "拟定模板", heading: "填写《房屋租赁合同》", text: texts("parameters.text"), action: "/templates/1/draft",
          form: FormFields(.init(errors: ["p0": "x"], message: texts("parameters.missing", ["name": "付款方式"]))), rows: [row, choice],
          hasRows: true, others: texts("parameters.others", ["names": "承租方"]), label: texts("parameters.create"))),
    ]
  }
}
