/**
 * Tokens stand in a program's strings for what only synth can write. They are plain text, so
 * they survive templates and concatenation; synth finds them again and says so where one was
 * cut or transformed on the way.
 */

/** A token as it stands in a string; the first group is the variable's name. */
export const tokenPattern = /<sluice:variable:([^:<>]+):sluice>/g;

/** The token of a variable that Flux substitutes in the cluster. */
export function variableToken(name: string): string {
  return `<sluice:variable:${name}:sluice>`;
}

/** Quick test for text that could hold a token, whole or broken. */
export function mayHoldToken(text: string): boolean {
  return (
    text.includes('sluice') ||
    text.includes('SLUICE') ||
    base64Cores.some((core) => text.includes(core))
  );
}

// What base64 makes of `sluice:variable` at each of the three alignments, without the
// characters that depend on what stands around it.
const base64Cores = ['', '-', '--'].map((shift) =>
  btoa(`${shift}sluice:variable`).slice(shift === '' ? 0 : 4, 16),
);

const remains = /<sluice|sluice>|sluice(?::|%3A)/i;

/** Whether text without its whole tokens still has a part of one, or one in base64. */
export function hasBrokenToken(text: string): boolean {
  const rest = text.replace(tokenPattern, '');
  return remains.test(rest) || base64Cores.some((core) => rest.includes(core));
}
