import { goRegExp } from './regexp/index.ts';
import { fail } from './result.ts';
import type { Location } from '../core/index.ts';
import type { Leaf } from './tree.ts';

/** The settings of which a file has at most one (stores/stores.go: ToInternal). */
export const ruleNames = [
  'encrypted_regex',
  'encrypted_suffix',
  'unencrypted_regex',
  'unencrypted_suffix',
  'encrypted_comment_regex',
  'unencrypted_comment_regex',
] as const;

/**
 * Which values of a file are encrypted (sops.go: shouldBeEncrypted). Rules about keys hold for a
 * value if its key or any key above it matches; rules about comments, if a comment before it or
 * before any key above it does.
 */
export interface Rule {
  readonly name: (typeof ruleNames)[number];
  /** An expression of Go's regexp, or the end of a key; matched as sops does. */
  readonly pattern: string;
}

/** The rule of a file that names none: sops.go, DefaultUnencryptedSuffix. */
export const defaultRule: Rule = { name: 'unencrypted_suffix', pattern: '_unencrypted' };

/** What Flux's guide recommends for Kubernetes Secrets: values are encrypted, all else is readable. */
export const secretRule: Rule = { name: 'encrypted_regex', pattern: '^(data|stringData)$' };

/** Whether the value or comment at a leaf is to be encrypted. */
export type IsEncrypted = (leaf: Leaf) => boolean;

type Matches = (text: string) => boolean;

/** Makes a rule ready to be asked; one whose expression Go or this folder cannot read is refused. */
export function compileRule(rule: Rule, at: Location): IsEncrypted {
  const matches = remembered(matcher(rule, at));
  const { name } = rule;
  switch (name) {
    case 'encrypted_suffix':
    case 'encrypted_regex':
      return ({ path }) => path.some(matches);
    case 'unencrypted_suffix':
    case 'unencrypted_regex':
      return ({ path }) => !path.some(matches);
    case 'encrypted_comment_regex':
    case 'unencrypted_comment_regex':
      return byComments(matches, name);
  }
}

function matcher({ name, pattern }: Rule, at: Location): Matches {
  if (name.endsWith('_suffix')) return (key) => key.endsWith(pattern);
  const compiled = goRegExp(pattern);
  if ('regexp' in compiled) return (text) => compiled.regexp.test(text);
  return fail('sops-rules', at, `${name} cannot be used here: ${compiled.problem}`, {
    hint: 'Write it with plain characters, classes, groups, * + ? and anchors.',
  });
}

/** Every value asks about all keys above it, and most of them are the same. */
function remembered(matches: Matches): Matches {
  const known = new Map<string, boolean>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) known.set(text, (answer = matches(text)));
    return answer;
  };
}

function byComments(matches: Matches, name: Rule['name']): IsEncrypted {
  // How far each list of comments was searched, since it grows as the walk goes on.
  const searched = new WeakMap<readonly string[], { count: number; first: number | undefined }>();
  const firstMatch = (comments: readonly string[]): number | undefined => {
    const state = searched.get(comments) ?? { count: 0, first: undefined };
    searched.set(comments, state);
    for (; state.first === undefined && state.count < comments.length; state.count += 1) {
      if (matches(comments[state.count] ?? '')) state.first = state.count;
    }
    return state.first;
  };
  if (name === 'unencrypted_comment_regex') {
    return ({ comments }) => comments.every((level) => firstMatch(level) === undefined);
  }
  return ({ comments, node }) =>
    comments.some((level, depth) => {
      const first = firstMatch(level);
      if (first === undefined) return false;
      // The comment that switches encryption on stays readable itself.
      const isOwn = node.kind === 'comment' && depth === comments.length - 1;
      return !isOwn || first < level.length - 1;
    });
}
