import { compile, type Program } from './program.ts';
import { parse } from './parse.ts';
import { Refused } from './syntax.ts';

/**
 * Regular expressions of Go (regexp/syntax), which sops matches with: a rule that matched otherwise
 * would leave a secret in plain text. They come from files of other people, so they are matched
 * as Go does, in a time that grows with the text and not with its powers.
 */

/** An expression that can be asked, or why there is none. */
export type Compiled = { readonly regexp: Program } | { readonly problem: string };

export function goRegExp(pattern: string): Compiled {
  try {
    return { regexp: compile(parse(pattern)) };
  } catch (cause) {
    if (cause instanceof Refused) return { problem: cause.message };
    throw cause;
  }
}
