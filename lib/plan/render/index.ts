/** The forms of a plan. Takes a `Plan`, gives text: for terminals, pull requests and machines. */
export { printed, published, renderJson } from './json.ts';
export { renderMarkdown } from './markdown.ts';
export { changeLines, renderText } from './text.ts';
export { diagnosticsOf } from './words.ts';
export { countLevel } from './words.ts';
