/** The forms of a plan. Takes a `Plan`, gives text: for terminals, pull requests, browsers and machines. */
export { renderHtml } from './html/index.ts';
export { renderJson } from './json.ts';
export { renderMarkdown } from './markdown.ts';
export { renderText } from './text.ts';
export { countLevel } from './words.ts';
