// Answers queries with the very script of the page: entries and queries as JSON on standard input.
const fs = require("fs");
const vm = require("vm");

const script = fs.readFileSync(process.argv[2], "utf8");
const ranking = vm.runInThisContext(`${script};finderRanking`);
const { entries, queries } = JSON.parse(fs.readFileSync(0, "utf8"));
const index = ranking.index(entries);
console.log(JSON.stringify(queries.map((query) => ranking.rank(index, query))));
