import { type Document, Scalar, visit } from 'yaml';

/**
 * Takes the line break from a block of text that ends with its file, where the file's last line has none:
 * to Go, a block has no more breaks than are written (go.yaml.in/yaml v2 and v3, scannerc.go,
 * yaml_parser_scan_block_scalar).
 *
 * @param text all that the document was read from
 */
export function cutLastBreak(document: Document, text: string): void {
  if (!/\S/.test(text.slice(text.lastIndexOf('\n') + 1))) return;
  visit(document, {
    Scalar(_, node) {
      const isBlock = node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL;
      if (!isBlock || typeof node.value !== 'string') return;
      if ((node.range?.[1] ?? 0) >= text.length) node.value = node.value.replace(/\n$/, '');
    },
  });
}
