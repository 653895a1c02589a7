// Answers each line of standard input, [tex, display] as JSON, with a line: {html} or {error, position}.
const katex = require("katex");
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const [tex, displayMode] = JSON.parse(line);
  let answer;
  try {
    const options = { displayMode, strict: "error", throwOnError: true, output: "htmlAndMathml" };
    answer = { html: katex.renderToString(tex, options) };
  } catch (error) {
    answer = { error: error.rawMessage ?? error.message, position: error.position ?? 0 };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
});
