/**
 * What kustomize-controller makes of text when a Kustomization has variables, for the part of
 * the language that Sluice writes (fluxcd/pkg envsubst v1.7.1, parse/scan.go and parse.go):
 * from left to right `${NAME}` becomes the value, `$$` one dollar, and every other character
 * itself. Anything else after `${` is refused, as is an unknown name under strict mode.
 */
export function evaluate(text: string, values: ReadonlyMap<string, string>): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('${', at)) {
      const [whole, name = ''] = /^\$\{([\p{L}\p{Nd}_]+)\}/u.exec(text.slice(at)) ?? [];
      const value = values.get(name);
      if (whole === undefined || value === undefined) throw new Error(`refused: ${text.slice(at)}`);
      out += value.replaceAll('\n', '');
      at += whole.length;
    } else {
      out += text[at] ?? '';
      at += text.startsWith('$$', at) ? 2 : 1;
    }
  }
  return out;
}
