/**
 * Reads YAML as controllers and operators do (sigs.k8s.io/yaml v1.6.0, YAMLToJSON): the scalars
 * of YAML 1.1, keys made text, the last of equal keys, the first document of several.
 */
import { type Document, isScalar, parseAllDocuments, type ScalarTag, visit } from 'yaml';
import {
  cutLastBreak,
  type JsonValue,
  readBlockYaml,
  type YamlProblem,
} from '../../kubernetes/index.ts';
import { readScalar } from './scalar.ts';

/** The most aliases that a document may resolve: more is a bomb. */
const maxAliasCount = 100;

const plain: ScalarTag = {
  tag: 'tag:yaml.org,2002:plain',
  default: true,
  test: /^/,
  identify: () => false,
  resolve: readScalar,
};

/** What a tag makes of a scalar that would be text. */
const tagged: readonly ScalarTag[] = [
  ...['int', 'float', 'bool', 'null'].map((name) => ({
    tag: `tag:yaml.org,2002:${name}`,
    identify: () => false,
    resolve: readScalar,
  })),
  {
    tag: 'tag:yaml.org,2002:binary',
    identify: () => false,
    resolve: (text) => Buffer.from(text, 'base64').toString(),
  },
];

const control = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/** Go takes a comment right behind a closing quote or bracket. */
const tolerated = 'Comments must be separated';
const anchorName = /^[\w-]+$/;

// YAML 1.2 has this escape for the sake of JSON, YAML 1.1 has not.
const escapedSlash = /^"(?:[^\\]|\\[^/])*\\\//;

/** What Go refuses and this parser does not. */
function refusal(document: Document): string | undefined {
  let problem: string | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key)) problem = 'a key is a map or a list';
      else if (key.value === null) problem = 'a key is null';
      return problem === undefined ? undefined : visit.BREAK;
    },
    Value: (_, { anchor = 'a', srcToken }) => {
      if (!anchorName.test(anchor)) problem = 'an anchor is named by more than letters and digits';
      const source = srcToken !== undefined && 'source' in srcToken ? srcToken.source : '';
      if (escapedSlash.test(source)) problem = 'found unknown escape character';
      return problem === undefined ? undefined : visit.BREAK;
    },
  });
  return problem;
}

/** The value of the first document, or why it cannot be read. */
export function readGoYaml(stream: string): { readonly value: JsonValue } | YamlProblem {
  // Line breaks of YAML 1.1.
  const text = stream.replace(/\r\n?|\x85/g, '\n');
  if (control.test(text)) return { problem: 'control characters are not allowed' };
  try {
    const block = readBlockYaml(text, readScalar);
    if (block !== undefined) return { value: block };
    const [document] = parseAllDocuments(text, {
      version: '1.1',
      schema: 'failsafe',
      customTags: (tags) => [...tags, ...tagged, plain],
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      keepSourceTokens: true,
    });
    if (document === undefined || !('errors' in document)) return { value: null };
    const error = document.errors.find(({ message }) => !message.startsWith(tolerated));
    if (error) {
      const line = text.slice(0, error.pos[0]).split('\n').length;
      return { problem: error.message, line };
    }
    const problem = refusal(document);
    if (problem !== undefined) return { problem };
    cutLastBreak(document, text);
    return { value: document.toJS({ maxAliasCount }) as JsonValue };
  } catch (cause) {
    return { problem: cause instanceof Error ? cause.message : String(cause) };
  }
}
