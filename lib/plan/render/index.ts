/** The forms of a plan. Takes a `Plan`, gives text: for terminals, pull requests, browsers and machines. */
export { renderHtml } from './html/index.ts';
export { printed, published, renderJson } from './json.ts';
export { renderMarkdown } from './markdown.ts';
export { changeLines, renderText } from './text.ts';
export { countLevel, diagnosticsOf } from './words.ts';
