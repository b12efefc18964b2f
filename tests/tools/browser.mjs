// Visits pages in headless Chromium. Reads a list of visits as JSON on standard input, prints a list of what was found.
//   visit: {url, width, height, dark, scripts, print, actions: [[method, ...arguments]], evaluate, axe, screenshot}
//   found: {axe: [violations of WCAG A to AAA and of best practice], value: of `evaluate`, errors: [what failed]}
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { chromium } from "playwright-core"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const timeout = 300_000 // milliseconds after which what is waited for will never come, however slow the machine
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"], timeout })

async function visit({ url, width = 1200, height = 900, dark, scripts = true, print, actions = [], evaluate, axe: rules, screenshot }) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    javaScriptEnabled: scripts,
  })
  context.setDefaultTimeout(timeout)
  const page = await context.newPage()
  const errors = []
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()))
  page.on("pageerror", (error) => errors.push(String(error)))
  page.on("requestfailed", (request) => {
    const { errorText } = request.failure()
    // The page gives up what it no longer needs: a picture that is replaced, everything when it is closed.
    if (errorText !== "net::ERR_ABORTED") errors.push(`${request.url()}: ${errorText}`)
  })
  await page.goto(url)
  if (print) await page.emulateMedia({ media: "print" })
  for (const [method, ...given] of actions) {
    await (method === "key" ? page.keyboard.press(...given) : page[method](...given))
  }
  const found = { errors, axe: [], value: evaluate ? await page.evaluate(evaluate) : null }
  if (rules) {
    await page.evaluate(axe)
    const result = await page.evaluate(() => globalThis.axe.run({ preload: false }))
    found.axe = result.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
  }
  if (screenshot) await page.screenshot({ path: screenshot, fullPage: true })
  await context.close()
  return found
}

const visits = JSON.parse(readFileSync(0, "utf8"))
const found = []
const workers = Array.from({ length: 3 }, async (_, first) => {
  for (let at = first; at < visits.length; at += 3) found[at] = await visit(visits[at])
})
await Promise.all(workers)
console.log(JSON.stringify(found))
await browser.close()
