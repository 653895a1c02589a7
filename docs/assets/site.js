// Material puts the buttons of each code block into a landmark of its own, when the block comes
// into view. A page with thirty landmarks of one name helps nobody: make them plain groups.
const plain = (root) => {
  for (const nav of root.querySelectorAll(".md-code__nav")) nav.setAttribute("role", "presentation");
};
new MutationObserver((changes) => {
  for (const { target } of changes) plain(target);
}).observe(document.body, { childList: true, subtree: true });
plain(document);
