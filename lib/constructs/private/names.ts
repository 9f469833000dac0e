import type { IConstruct } from 'constructs';

// cdk8s-plus names the ApiObject inside a construct `Resource`; constructs names a lone child
// `Default`. Neither says anything.
const silent = /^(?:resource|default)$/i;

// cdk8s-plus puts addresses into ids: `AllowEgressc8…`, several in a row for the subjects of a
// RoleBinding. An address is `c8` and the SHA-1 of the whole path from the root (constructs
// 10.8, Node.addr).
const address = /c8[0-9a-f]{40}/g;
const addresses = /(?:c8[0-9a-f]{40})+/g;

/** The ids from below the app down to a construct. */
export function pathInside(app: IConstruct, construct: IConstruct): string[] {
  const ids: string[] = [];
  for (let each = construct; each !== app && each.node.scope; each = each.node.scope) {
    ids.unshift(each.node.id);
  }
  return ids;
}

/** Short and stable, for telling names apart; not for security (FNV-1a, 32 bits). */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/**
 * A name from ids: those that say something, joined by `-`, in lower case. Addresses inside
 * ids become fingerprints of what they address, so that no id depends on the cluster; those in
 * a row are sorted again, since cdk8s-plus sorted them by what they were.
 *
 * @param describe the path of the construct with an address, in words free of the cluster
 */
export function joinedName(ids: readonly string[], describe: (address: string) => string): string {
  return ids
    .filter((id) => !silent.test(id))
    .map((id) =>
      id.replace(addresses, (run) =>
        (run.match(address) ?? [])
          .map((each) => `-${fingerprint(describe(each))}`)
          .sort()
          .join(''),
      ),
    )
    .join('-')
    .toLowerCase();
}

/**
 * A DNS label of at most `longest` characters: lower-case letters, digits and `-`, which is
 * neither first nor last. It stands for whatever else the name holds.
 */
export function dnsLabel(name: string, longest: number): string {
  const label = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return shortened(label === '' ? fingerprint(name) : label, longest);
}

/** A name of at most `longest` characters: a longer one ends in a fingerprint of the whole. */
function shortened(name: string, longest: number): string {
  if (name.length <= longest) return name;
  return `${name.slice(0, longest - 9).replace(/[-.]+$/, '')}-${fingerprint(name)}`;
}
