// Validates HTML files: prints a line a mistake, with file, line, rule and message.
import { HtmlValidate } from "html-validate"

const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    "wcag/h32": "off", // the form filters as one chooses: nothing is ever submitted
  },
})
for (const file of process.argv.slice(2)) {
  const report = await validator.validateFile(file)
  for (const { messages } of report.results) {
    for (const { line, ruleId, message } of messages) console.log(`${file}:${line}: ${ruleId}: ${message}`)
  }
}
