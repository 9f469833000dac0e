import { printable } from '../../../core/index.ts';

/** Text as it stands in an element or in an attribute: nothing in it can end either, nor drive or hide text. */
export function escape(text: string): string {
  return printable(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
