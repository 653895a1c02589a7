// Material puts the buttons of each code block into a landmark of its own, when the block comes
// into view. A page with thirty landmarks of one name helps nobody: make them plain groups.
const plain = (root) => {
  for (const nav of root.querySelectorAll(".md-code__nav")) nav.setAttribute("role", "presentation");
};
new MutationObserver((changes) => {
  for (const { target } of changes) plain(target);
}).observe(document.body, { childList: true, subtree: true });
plain(document);

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
