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

// What is proved, on request: a mark leads to its cell or test, and that one back to all its marks.
const proofs = document.querySelector("[data-proofs]");
const prove = (on) => {
  proofs.setAttribute("aria-pressed", on);
  for (const line of document.querySelectorAll(".backs")) line.remove();
  for (const link of document.querySelectorAll(".proved")) link.replaceWith(...link.childNodes);
  if (!on) return;
  document.querySelectorAll("[data-proof]").forEach((mark, number) => {
    if (mark.closest("a")) return;
    const places = mark.dataset.proof.split(" ");
    const targets = places.map((place) => document.getElementById(place)).filter(Boolean);
    const [test] = targets.map((one) => (one.querySelector("summary") ?? one.firstChild).textContent);
    const link = document.createElement("a");
    link.className = "proved";
    link.id = `proved-${number}`;
    link.href = targets.length ? `#${places[0]}` : places[0];
    link.title = mark.title || `Proved by: ${test}`;
    link.append(...mark.childNodes);
    mark.append(link);
    const { part } = mark.dataset; // of words with a formula or the like between
    if (part === "1") {
      link.tabIndex = -1;
      return;
    }
    for (const target of targets) {
      let line = target.querySelector(":scope > .backs");
      if (!line) {
        line = document.createElement("div");
        line.className = "backs";
        line.textContent = mark.title ? "In the text: " : "Proves: ";
        (target.querySelector("summary") ?? target.lastChild).after(line);
      }
      const back = document.createElement("a");
      back.href = `#${link.id}`;
      back.title = "Back to the text";
      const label = mark.matches(".equation") && `equation ${mark.id.slice(3).replaceAll("-", " ")}`;
      back.append(...(label ? [label] : link.cloneNode(true).childNodes), part ? " …" : "");
      line.append(back, " ");
    }
  });
};
// A reader's choice holds for the visit, where the browser lets us keep it.
const kept = (on) => {
  try {
    if (on === undefined) return sessionStorage.getItem("proofs") === "true";
    sessionStorage.setItem("proofs", on);
  } catch {}
};
if (proofs) {
  proofs.addEventListener("click", () => {
    const on = proofs.getAttribute("aria-pressed") === "false";
    prove(on);
    kept(on);
  });
  if (kept()) prove(true);
}

// An address that names a part, or what stands in a fold, opens it, also when it is followed again.
const unfold = () => {
  const part = location.hash && document.getElementById(location.hash.slice(1));
  if (!part) return;
  const inside = part.matches(".part > h2") ? part.parentElement.querySelector(":scope > details") : part;
  let opened = false;
  for (let fold; (fold = inside?.closest("details:not([open])")); opened = true) fold.open = true;
  if (opened) part.scrollIntoView(); // a short page had no room for it at the top
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

// The gallery: figures by chapter, level and tag at once. The choice stands in the address, so that
// it can be sent to somebody and is there when a reader comes back.
const choices = document.querySelector(".choices");
if (choices) {
  const figures = [...document.querySelectorAll(".gallery > li")];
  const said = document.querySelector(".chosen");
  const draw = (place) => {
    const pictures = place.querySelector("noscript");
    if (pictures) pictures.outerHTML = pictures.textContent;
  };
  const near = new IntersectionObserver(
    (places) => places.forEach(({ isIntersecting, target }) => isIntersecting && draw(target)),
    { rootMargin: "100px" },
  );
  const places = choices.parentElement.querySelectorAll(".gallery .card-picture");
  places.forEach((place) => near.observe(place));
  addEventListener("beforeprint", () => places.forEach(draw));
  const choose = () => {
    const wanted = [...new FormData(choices)].filter(([, word]) => word);
    for (const figure of figures)
      figure.hidden = !wanted.every(([name, word]) => figure.dataset[name].split("|").includes(word));
    const shown = figures.filter((figure) => !figure.hidden).length;
    said.textContent = wanted.length ? `${shown} of ${figures.length} figures` : `${shown} figures`;
    const query = new URLSearchParams(wanted).toString();
    history.replaceState(history.state, "", `${query ? `?${query}` : location.pathname}${location.hash}`);
  };
  for (const [name, word] of new URLSearchParams(location.search)) {
    const [field] = choices.querySelectorAll(`select[name="${CSS.escape(name)}"]`);
    if (field && [...field.options].some((one) => one.value === word)) field.value = word;
  }
  choices.hidden = false;
  choices.addEventListener("change", choose);
  choices.addEventListener("reset", () => setTimeout(choose));
  addEventListener("pageshow", choose);
  choose();
}
