// npm run bench [-- synth|charts|flux|validate|dev|pages]: ratios of medians of interleaved runs, each a process of its own.
// npm run bench -- scale|controllers|lines: the tables of docs/scale.md.
const parts = ['synth', 'charts', 'flux', 'validate', 'dev', 'pages'];
const tables = ['scale', 'controllers', 'lines'];
const [wanted] = process.argv.slice(2);
for (const part of wanted === undefined ? parts : [...parts, ...tables]) {
  if (wanted === undefined || wanted === part) await import(`./${part}.ts`);
}
