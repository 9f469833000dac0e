/** Words of a name: `kube-prometheus_stack` has three. */
function wordsOf(name: string): string[] {
  return name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
}

/** What a name may not be: words of the language, and what the written files import. */
const taken = new Set([
  ...['ApiObject', 'AppChart', 'Array', 'Boolean', 'Cluster', 'Construct', 'Date', 'Error', 'Map'],
  ...['EncryptedSecret', 'Environment', 'Fleet', 'Include', 'Number', 'Object', 'Promise', 'Proxy'],
  ...['Set', 'String', 'Symbol', 'URL', 'Release', 'Source'],
]);

/** A class for a name: `KubePrometheusStack`. */
export function className(name: string): string {
  const joined = wordsOf(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  const legal = /^[A-Za-z]/.test(joined) ? joined : `App${joined}`;
  return taken.has(legal) ? `${legal}App` : legal;
}

/** A function or a variable for a name: `kubePrometheusStack`. */
export function functionName(name: string): string {
  const [first = '', ...rest] = className(name);
  const legal = first.toLowerCase() + rest.join('');
  return reserved.has(legal) ? `${legal}Objects` : legal;
}

const reserved = new Set([
  ...['await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default'],
  ...['delete', 'do', 'else', 'enum', 'export', 'extends', 'false', 'finally', 'for', 'function'],
  ...['if', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package', 'private'],
  ...['protected', 'public', 'return', 'static', 'super', 'switch', 'this', 'throw', 'true', 'try'],
  ...['typeof', 'var', 'void', 'while', 'with', 'yield', 'app', 'namespace', 'fleet', 'cluster'],
  ...['at', 'text', 'arguments', 'eval', 'undefined', 'implements', 'static'],
]);

/** A DNS label for a name, which is also the name of a folder. */
export function slug(name: string): string {
  const label = wordsOf(name).join('-').toLowerCase().slice(0, 50).replace(/-+$/, '');
  return label === '' ? 'app' : label;
}

/** Gives each name that was not given before. */
export class UniqueNames {
  readonly #given = new Set<string>();

  /** The first of some candidates that is free; else the last with a number behind it. */
  pick(...candidates: readonly string[]): string {
    const last = candidates.at(-1) ?? '';
    let name = candidates.find((each) => !this.#given.has(each));
    for (let count = 2; name === undefined; count += 1) {
      const numbered = `${last}-${String(count)}`;
      if (!this.#given.has(numbered)) name = numbered;
    }
    this.#given.add(name);
    return name;
  }
}
