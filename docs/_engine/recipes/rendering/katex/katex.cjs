// Answers each line of standard input, [tex, display] as JSON, with a line: {html} or {error, position}.
const katex = require(process.argv[2]);

const LARGEST = 50; // em: wider and higher than a page
const LARGEST_STRETCH = 10; // of the rows of a matrix
const UNTRUSTED = "not trusted"; // what nobody can write: the colour in which KaTeX prints the name of a command instead of obeying it
// How many em a unit has, in text size.
const EM = { em: 1, ex: 0.43, mu: 1 / 18, pt: 0.1, mm: 0.2845, cm: 2.845, in: 7.227, bp: 0.1004, pc: 1.2,
  dd: 0.107, cc: 1.284, nd: 0.1067, nc: 1.281, sp: 0.1 / 65536, px: 0.1004 };
const SIZE = /(?:([-+]) *)?(\d+(?:\.\d*)?|\.\d+) *([a-z]{2})/g;
const OPTIONS = { strict: "error", throwOnError: true, output: "htmlAndMathml", trust: false, maxExpand: 1000,
  maxSize: LARGEST, errorColor: UNTRUSTED };

class Refused extends Error {
  constructor(message, position) {
    super(message);
    this.position = Math.max(0, position);
  }
}

// KaTeX cuts what is above maxSize in silence, and lets what is below its negative pass: the parse tree has it all.
function check(tex, tree) {
  const pending = [tree], seen = new Set();
  while (pending.length) {
    const node = pending.pop();
    if (node === null || typeof node !== "object" || seen.has(node)) continue;
    seen.add(node);
    if (node.unit in EM && !(Math.abs(node.number) * EM[node.unit] <= LARGEST)) {
      throw new Refused(`the size ${node.number}${node.unit} is larger than ${LARGEST}em`, place(tex, node));
    }
    if (node.arraystretch > LARGEST_STRETCH) {
      throw new Refused(`\\arraystretch is larger than ${LARGEST_STRETCH}`, tex.indexOf("\\arraystretch"));
    }
    if (node.color === UNTRUSTED) {
      const command = node.body[0].body.map((one) => one.text).join("");
      throw new Refused(`${command} is not allowed in mathematics`, tex.indexOf(command));
    }
    for (const key in node) if (key !== "loc" && key !== "token") pending.push(node[key]);
  }
}

function place(tex, { number, unit }) {
  const written = [...tex.matchAll(SIZE)].find(([, sign = "", digits, its]) => +(sign + digits) === number && its === unit);
  return written?.index ?? tex.indexOf(number); // a macro may have put it together
}

function answer(tex, displayMode) {
  const options = { ...OPTIONS, displayMode };
  try {
    check(tex, katex.__parse(tex, { ...options }));
    return { html: katex.renderToString(tex, options) };
  } catch (error) {
    const message = error instanceof RangeError ? "it is nested too deeply" : error.rawMessage ?? error.message;
    return { error: message, position: error.position ?? 0 };
  }
}

require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(JSON.stringify(answer(...JSON.parse(line))) + "\n");
});
