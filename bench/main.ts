// npm run bench [-- synth|charts|flux|validate|dev]: ratios of medians of interleaved runs, each a process of its own.
const parts = ['synth', 'charts', 'flux', 'validate', 'dev'];
const [wanted] = process.argv.slice(2);
for (const part of parts) {
  if (wanted === undefined || wanted === part) await import(`./${part}.ts`);
}
