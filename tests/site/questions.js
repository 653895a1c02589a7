// What is asked of each page in the browser. It stands in the page before the page's own scripts.

// Each visit is the first one: no choice of colours is left from another page.
localStorage.clear();

window.ask = {
  // Until all that a reader sees first is there.
  async settled() {
    await document.fonts.ready;
    await new Promise(requestAnimationFrame);
    await new Promise(requestIdleCallback);
  },

  // The addresses of the pictures in the first view.
  first() {
    const seen = [...document.images].filter((one) => {
      const { top, width } = one.getBoundingClientRect();
      return width && top < innerHeight;
    });
    return seen.map((one) => one.currentSrc);
  },

  // Whether each part of the page stands at the top of the window once its address is followed,
  // or as high as the end of the page lets it.
  async follow(parts) {
    const found = [];
    for (const part of parts) {
      location.hash = part;
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      const { top } = document.getElementById(part).getBoundingClientRect();
      const last = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
      found.push(top >= 0 && top < (last ? innerHeight : 200));
    }
    return found;
  },

  // The code of each block, also in what is folded, and what its button copies. Material makes a
  // button when its block comes into view.
  async copied() {
    const after = (time) => new Promise((done) => setTimeout(done, time));
    for (const fold of document.querySelectorAll("article details")) fold.open = true;
    const found = [];
    for (const block of document.querySelectorAll("article pre > code")) {
      block.scrollIntoView({ block: "center" });
      const button = () => block.parentElement.querySelector("[data-md-type='copy']");
      for (let waited = 0; !button() && waited < 100; waited++) await after(20);
      await navigator.clipboard.writeText("nothing was copied");
      button()?.click();
      await after(0);
      found.push([block.textContent, await navigator.clipboard.readText()]);
    }
    document.querySelector(".md-dialog").remove(); // its message would stay for seconds
    return found;
  },

  // The text between the tags of article, navigation and contents, without code and mathematics.
  text() {
    const found = [];
    for (const part of document.querySelectorAll("article, nav, title, header")) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode())
        if (!walker.currentNode.parentElement.closest(".katex, pre, code, script, style"))
          found.push(walker.currentNode.data);
      for (const image of part.querySelectorAll("img")) found.push(image.alt);
    }
    return found.join("\n");
  },

  // All pictures of the article, loaded as they are when a reader scrolls by.
  async pictures() {
    const found = [];
    // Of a figure with states, one is shown; the others wait for its control.
    const waiting = `.states:not([data-control="wipe"]) .state:not([data-on])`;
    for (const image of document.querySelectorAll("article img")) {
      if (image.closest(waiting)) continue;
      const visible = image.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (visible) {
        image.scrollIntoView();
        await image.decode().catch(() => null);
      }
      const box = image.getBoundingClientRect();
      found.push({
        visible, name: image.getAttribute("src").slice(0, 100), scheme: image.className,
        alt: image.alt, pixels: image.naturalWidth * image.naturalHeight,
        area: box.width * box.height, inFigure: image.closest("figure") !== null,
        caption: image.closest("figure")?.querySelector("figcaption")?.innerText ?? "",
      });
    }
    return found;
  },

  async mathematics() {
    await document.fonts.ready;
    const loaded = [...document.fonts].filter((font) => font.status === "loaded");
    const all = [...document.querySelectorAll(".katex-html")];
    const shown = all.filter((one) => !one.closest(".meaning"));
    const boxes = shown.map((math) => math.getBoundingClientRect());
    return {
      count: shown.length,
      empty: boxes.filter((box) => box.width < 2 || box.height < 2).length,
      fonts: loaded.map((font) => font.family).filter((name) => name.includes("KaTeX")),
    };
  },

  // The elements that stick out, where the page does. The title in the header is cut: it is
  // that of the page, which stands below.
  beside() {
    const wide = document.documentElement.scrollWidth > innerWidth;
    const parts = [...document.querySelectorAll("article *, footer *, nav.md-path *")];
    const all = parts.filter((part) => !part.parentElement.closest("pre, .katex, .scrolled"));
    const out = all.filter((part) => part.getBoundingClientRect().right > innerWidth + 1);
    const cut = all.filter((part) => getComputedStyle(part).textOverflow === "ellipsis"
      && part.scrollWidth > part.clientWidth + 1);
    return [...(wide ? ["", ...out] : []), ...cut].map((part) => part.outerHTML?.slice(0, 120));
  },

  // What gets the focus from now on, and how a reader sees that; asked when it arrives.
  // Returned is the number of stops after an element, or on the whole page.
  watch(start) {
    window.reached = [];
    addEventListener("focusin", ({ target }) => {
      // Of the switch of colours a reader sees the label.
      const shown = target.matches(".md-option") ? target.nextElementSibling : target;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      const { width, left, right, top, bottom } = shown.getBoundingClientRect();
      reached.push({
        html: target.outerHTML.slice(0, 100), number: stops.indexOf(target),
        seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
        there: shown.checkVisibility() && width > 0
          && right > 0 && left < innerWidth && bottom > 0 && top < innerHeight,
      });
    });
    const all = document.querySelectorAll(
      "a[href], audio, button, input, select, summary, textarea, [tabindex='0']");
    window.stops = [...all].filter((one) => (one.tabIndex >= 0 || one.controls) && !one.disabled
      && one.checkVisibility({ visibilityProperty: true })
      && (!start || start.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING));
    // Of the radio buttons of one name the keyboard reaches one; the arrows reach the others.
    const radios = stops.filter((one) => one.type === "radio");
    window.stops = stops.filter((one) => one.type !== "radio"
      || one === (radios.find((two) => two.name === one.name && two.checked)
        ?? radios.find((two) => two.name === one.name)));
    return stops.length;
  },

  // Keep one of all marks inside code and formulas that look alike, and the text of the others.
  // They only colour and place it, cannot be reached, and are most of a page.
  plain() {
    const marks = [...document.querySelectorAll("pre span, .katex-html span")].reverse();
    const keys = alike();
    const seen = new Set();
    for (const one of marks) {
      if (one.childElementCount || one.getAttributeNames().some((name) => name !== "class")) continue;
      if (seen.has(keys.get(one))) one.replaceWith(...one.childNodes);
      else seen.add(keys.get(one));
    }
    document.querySelectorAll("pre, .katex-html").forEach((one) => one.normalize());
  },

  // Keep a few rows of each table: the others hold the same.
  short() {
    for (const rows of document.querySelectorAll("tbody")) {
      [...rows.children].slice(5).forEach((row) => row.remove());
    }
  },

  // Keep one of all parts of a page that look alike, and whose parts look alike.
  unlike() {
    const keys = alike();
    const kinds = new Map();
    const kind = (one) => {
      const inner = [...one.childNodes].map((part) =>
        part.nodeType === Node.ELEMENT_NODE ? kind(part) : part.textContent.trim() && "text");
      kinds.set(one, [keys.get(one), ...new Set(inner)].join("<"));
      return kinds.get(one);
    };
    kind(document.body);
    const seen = new Set();
    const thin = (one) => {
      for (const part of [...one.children]) {
        if (seen.has(kinds.get(part))) part.remove();
        else thin(part, seen.add(kinds.get(part)));
      }
    };
    thin(document.body);
  },
};

const LOOKS = "color fontSize fontWeight textShadow textDecorationLine visibility display".split(" ");

// A number for each element: the same for those that look alike and stand on the same ground.
// They have the same class, too, so they look alike in other colours as well.
function alike() {
  const numbers = new Map(), grounds = new Map(), found = new Map();
  for (const one of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(one);
    const own = [style.backgroundColor, style.backgroundImage, style.opacity].join();
    const below = grounds.get(one.parentElement) ?? "";
    grounds.set(one, below + (own === "rgba(0, 0, 0, 0),none,1" ? "" : `${own};`));
    const looks = LOOKS.map((name) => style[name]);
    const key = [one.localName, one.getAttribute("class"), grounds.get(one), ...looks].join();
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    found.set(one, numbers.get(key));
  }
  return found;
}
