// Material puts the buttons of each code block into a landmark of its own, when the block comes
// into view. A page with thirty landmarks of one name helps nobody: make them plain groups.
const plain = (one) => one.setAttribute("role", "presentation");
new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const added of addedNodes) if (added.classList?.contains("md-code__nav")) plain(added);
}).observe(document.body, { childList: true, subtree: true });
document.querySelectorAll(".md-code__nav").forEach(plain);

// A symbol's meaning goes away with Escape and comes back with the next movement (WCAG 1.4.13),
// and stays within the page.
const quiet = "meanings-hidden";
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") document.body.classList.add(quiet);
});
const show = ({ target }) => {
  document.body.classList.remove(quiet);
  const meaning = target.closest?.(".symbol")?.querySelector(".meaning");
  if (!meaning) return;
  meaning.style.setProperty("--shift", "0px");
  const { left, right } = meaning.getBoundingClientRect();
  const room = document.documentElement.clientWidth - 8;
  const shift = Math.max(8 - left, 0) || Math.min(room - right, 0);
  meaning.style.setProperty("--shift", `${shift}px`);
};
for (const name of ["focusin", "pointerover"]) document.addEventListener(name, show);

// What can be scrolled takes the focus; what only shows does not.
const reach = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
document.fonts.ready.then(() => {
  const scrolled = ".output pre, .scrolled, .display-math, .equation:not([aria-describedby])";
  for (const one of document.querySelectorAll(scrolled)) reach.observe(one);
});

// At Tab, Material closes the search and takes its focus away; WebKit then begins the page anew.
document.querySelector(".md-search__input")?.addEventListener("keydown", (event) => {
  if (event.key !== "Tab") return;
  event.stopPropagation();
  const open = document.querySelector("#__search");
  if (open.checked) open.click();
});

// An address that names a part opens its fold, also when it is followed again.
const unfold = () => {
  if (!location.hash) return;
  const part = document.getElementById(location.hash.slice(1));
  const fold = part?.matches(".part > h2") && part.parentElement.querySelector(":scope > details");
  if (!fold || fold.open) return;
  fold.open = true;
  part.scrollIntoView(); // a short page had no room for it at the top
};
unfold();
addEventListener("hashchange", unfold);
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("a")?.hash === location.hash) unfold();
});

// A figure with states: its control shows one of them, or wipes the second over the first.
const change = ({ target }) => {
  const figure = target.closest?.(".states");
  if (!figure) return;
  if (figure.dataset.control === "wipe") {
    figure.style.setProperty("--wipe", `${target.value}%`);
    return;
  }
  const states = figure.querySelectorAll(".state");
  states.forEach((state, number) => state.toggleAttribute("data-on", number === +target.value));
  if (!target.dataset.labels) return;
  const label = JSON.parse(target.dataset.labels)[target.value];
  target.setAttribute("aria-valuetext", label);
  figure.querySelector("output").textContent = label;
};
document.addEventListener("input", change);
// A browser that comes back has its own idea of where the controls stood.
const agree = () => {
  for (const target of document.querySelectorAll(".states input:is([type=range], :checked)")) change({ target });
};
agree();
addEventListener("pageshow", agree);
// The other pictures are fetched when a reader comes near the control, so that none is waited for.
const fetchAll = ({ target }) => {
  const images = target.closest?.(".states")?.querySelectorAll("img[loading=lazy]") ?? [];
  const { mdColorScheme } = document.body.dataset;
  const scheme = mdColorScheme === "slate" ? "only-dark" : "only-light";
  for (const image of images) if (image.classList.contains(scheme)) image.loading = "eager";
};
for (const name of ["focusin", "pointerover"]) document.addEventListener(name, fetchAll);

// The whole script to the clipboard; the link beside it stays for when that fails.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const said = button.nextElementSibling;
  try {
    // A promise, since WebKit forgets the reader's click while a file is on its way.
    const text = fetch(button.dataset.copy).then(async (answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return new Blob([await answer.text()], { type: "text/plain" });
    });
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
    said.textContent = "Copied";
  } catch {
    said.textContent = "Not copied: take the script";
  }
  setTimeout(() => (said.textContent = ""), 3000);
});

// A copied formula is its TeX, once. KaTeX's own copy-tex would copy what is hidden, too.
const formula = (node) => {
  const element = node.closest ? node : node.parentElement;
  return element?.closest(".katex-display") ?? element?.closest(".katex");
};
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed || event.target.matches?.("input")) return;
  const range = selection.getRangeAt(0).cloneRange();
  const [first, last] = [formula(range.startContainer), formula(range.endContainer)];
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const copy = document.createElement("form"); // so that its radio buttons leave the page's alone
  copy.className = "md-typeset";
  copy.append(range.cloneContents());
  const formulas = copy.querySelectorAll(".katex");
  if (!formulas.length) return;
  for (const one of formulas) {
    const display = one.closest(".katex-display");
    const [name, marks] = display ? ["pre", "$$"] : ["span", "$"];
    const tex = document.createElement(name);
    tex.textContent = marks + one.querySelector("annotation").textContent + marks;
    (display ?? one).replaceWith(tex);
  }
  document.body.append(copy); // only what is on a page has its text in lines
  event.clipboardData.setData("text/plain", copy.innerText);
  copy.remove();
  event.preventDefault();
});

// On the page for addresses that lead nowhere: open the search, and name the nearest pages.
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-search]")) document.querySelector("#__search").click();
});
const near = document.querySelector(".near");
if (near) {
  const words = (address) => new Set(address.toLowerCase().match(/[a-z]{3,}/g));
  const asked = words(location.pathname);
  const shared = (link) => [...words(new URL(link.href).pathname)].filter((word) => asked.has(word)).length;
  const links = [...document.querySelectorAll(".all-pages a")].filter((link) => shared(link));
  links.sort((one, two) => shared(two) - shared(one));
  const items = links.slice(0, 3).map((link) => {
    const item = document.createElement("li");
    item.append(link.cloneNode(true));
    return item;
  });
  near.prepend(...items);
}
