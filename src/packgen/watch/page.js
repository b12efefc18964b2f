// Shows what the stream of events tells: the documents, the pages of the chosen one, and what is wrong.
{
  const byId = (id) => document.getElementById(id)
  const element = (name, attributes = {}, ...children) => {
    const made = Object.assign(document.createElement(name), attributes)
    made.append(...children)
    return made
  }
  let view = { status: "", problems: [], packs: [] }
  let shown = null // the name of the document whose pages are there

  const all = () => view.packs.flatMap((pack) => pack.documents.map((each) => ({ pack, ...each })))
  const chosen = () => all().find((each) => "#" + each.name === decodeURI(location.hash)) ?? all()[0]

  // How far each document was scrolled, also after the page itself is loaded again.
  const places = JSON.parse(sessionStorage.getItem("places") ?? "{}")
  history.scrollRestoration = "manual"
  addEventListener("scroll", () => {
    if (shown) places[shown] = scrollY
  })
  addEventListener("pagehide", () => sessionStorage.setItem("places", JSON.stringify(places)))

  const showProblems = () => {
    const { length } = view.problems
    const rows = view.problems.map(({ place, message }) => element("li", {}, element("code", { textContent: place }), `: ${message}`))
    const box = byId("problems")
    // What is said again is not read out again.
    const text = rows.map((row) => row.textContent).join("\n")
    if (box.dataset.text === text) return
    box.dataset.text = text
    box.replaceChildren(...(length ? [element("p", { textContent: length > 1 ? `${length} problems` : "1 problem" }), element("ul", {}, ...rows)] : []))
    if (length) box.tabIndex = 0 // for scrolling by keys
    else box.removeAttribute("tabindex")
  }

  const showDocuments = () => {
    const focused = document.activeElement?.getAttribute("href")
    const current = chosen()
    const link = (pack, each) => {
      const made = element("a", { href: "#" + each.name })
      made.append(element("span", { lang: pack.language, dir: pack.direction, textContent: each.title }))
      made.append(element("small", { textContent: each.stale ? `${each.id} – not up to date` : each.id }))
      if (each.name === current.name) made.setAttribute("aria-current", "page")
      return element("li", {}, made)
    }
    byId("documents").replaceChildren(
      ...view.packs.flatMap((pack) => [
        element("h2", { lang: pack.language, textContent: pack.title }),
        element("ul", {}, ...pack.documents.map((each) => link(pack, each))),
      ]),
    )
    if (focused?.startsWith("#")) document.querySelector(`nav a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
  }

  // A picture that is replaced stays until the new one is there (WHATWG HTML, "pending request").
  const showPages = () => {
    const current = chosen()
    const pages = byId("pages")
    if (!current) return
    Object.assign(byId("title"), { textContent: current.title, lang: current.pack.language, dir: current.pack.direction })
    Object.assign(byId("pdf"), { href: `${current.name}.pdf`, hidden: false })
    const [width, height] = current.size
    // In steps, so that a window that is being resized does not ask for hundreds of sizes.
    const pixels = Math.min(12, Math.max(1, Math.ceil((pages.clientWidth * devicePixelRatio) / 240))) * 240
    if (shown !== current.name) pages.replaceChildren()
    while (pages.children.length > current.pages) pages.lastChild.remove()
    for (let at = pages.children.length; at < current.pages; at++) pages.append(element("img", { loading: "lazy" }))
    for (const [at, image] of [...pages.children].entries()) {
      const source = `${current.sum}/${at + 1}.png?width=${pixels}`
      Object.assign(image, { width, height, alt: `Page ${at + 1} of ${current.pages}` })
      if (image.getAttribute("src") !== source) image.src = source
    }
    pages.classList.toggle("stale", current.stale)
    if (shown !== current.name) {
      shown = current.name
      scrollTo(0, places[shown] ?? 0)
    }
  }

  const show = () => {
    byId("status").textContent = view.status
    document.title = (view.problems.length ? `(${view.problems.length}) ` : "") + (chosen()?.title ?? "packgen watch")
    showProblems()
    showDocuments()
    showPages()
  }

  const events = new EventSource("events")
  events.onmessage = ({ data }) => {
    view = JSON.parse(data)
    show()
  }
  events.onerror = () => (byId("status").textContent = "packgen watch has ended, or cannot be reached; trying again …")
  addEventListener("hashchange", show)
  addEventListener("resize", showPages)
}
