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

/** A part of an image that a field can hold. */
export type ImagePart = 'reference' | 'name' | 'tag';

/** A token of an image; the groups are the part and the image's data in hexadecimal digits. */
export const imageTokenPattern = /<sluice:image:(reference|name|tag):([0-9a-f]+):sluice>/g;

/** The token of an image, which carries all that is known of it. */
export function imageToken(part: ImagePart, data: string): string {
  const hex = Array.from(new TextEncoder().encode(data), (byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return `<sluice:image:${part}:${hex.join('')}:sluice>`;
}

/** What `imageToken` was given. */
export function imageTokenData(hex: string): string {
  const bytes = hex.match(/../g)?.map((digits) => Number.parseInt(digits, 16)) ?? [];
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** Quick test for text that could hold a token, whole or broken. */
export function mayHoldToken(text: string): boolean {
  return (
    text.includes('sluice') ||
    text.includes('SLUICE') ||
    base64Cores.some((core) => text.includes(core))
  );
}

// What base64 makes of the beginning of a token at each of the three alignments, without the
// characters that depend on what stands around it.
function coresOf(start: string): string[] {
  return ['', '-', '--'].map((shift) => btoa(`${shift}${start}`).slice(shift === '' ? 0 : 4, 16));
}

const imageCores = coresOf('sluice:image:');
const base64Cores = [...coresOf('sluice:variable'), ...imageCores];

const remains = /<sluice|sluice>|sluice(?::|%3A)/i;
const imageRemains = /sluice(?::|%3A)image|[0-9a-f]{4}:sluice>/i;

/** Whether text without its whole tokens still has a part of an image's, or one in base64. */
export function hasBrokenImage(text: string): boolean {
  const rest = text.replace(imageTokenPattern, '');
  return imageRemains.test(rest) || imageCores.some((core) => rest.includes(core));
}

/** Whether text without its whole tokens still has a part of a variable's, or one in base64. */
export function hasBrokenToken(text: string): boolean {
  if (hasBrokenImage(text)) return false;
  const rest = text.replace(tokenPattern, '').replace(imageTokenPattern, '');
  return remains.test(rest) || base64Cores.some((core) => rest.includes(core));
}
