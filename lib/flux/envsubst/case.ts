/**
 * Upper and lower case as Go's package unicode knows them: one character for one. JavaScript
 * follows the full mapping of Unicode, where one may become several. Letters newer than
 * Unicode 15, which is Go 1.26's, may differ.
 */

function isOne(text: string): boolean {
  return text.length === String.fromCodePoint(text.codePointAt(0) ?? 0).length;
}

/** Greek letters with an iota below have an upper form of one character, which is their title case. */
function greekTitle(code: number): number | undefined {
  if (code >= 0x1f80 && code <= 0x1faf) return code | 8;
  return [0x1fb3, 0x1fc3, 0x1ff3].includes(code) ? code + 9 : undefined;
}

function upperOne(character: string): string {
  const upper = character.toUpperCase();
  if (isOne(upper)) return upper;
  const title = greekTitle(character.codePointAt(0) ?? 0);
  return title === undefined ? character : String.fromCodePoint(title);
}

function lowerOne(character: string): string {
  // Of one letter alone, only İ becomes two.
  const lower = character.toLowerCase();
  return isOne(lower) ? lower : 'i';
}

export function upper(text: string): string {
  return Array.from(text, upperOne).join('');
}

export function lower(text: string): string {
  return Array.from(text, lowerOne).join('');
}
