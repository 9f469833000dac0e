/** Templates made at random of every function, most of which fail in Go as well. */
import fc from 'fast-check';
import { supportedFunctions } from '../../../lib/reconcile/resource-set/template/functions/index.ts';
import { inputs } from './templates.ts';

// Go gives these in any order.
const unordered = ['keys', 'values'];
const name = fc.constantFrom(
  ...[...supportedFunctions.keys()].filter((each) => !unordered.includes(each)),
);
const atom = fc.constantFrom(
  ...Object.keys(inputs).map((key) => `inputs.${key}`),
  ...['1', '-2', '0', '3', '1.5', 'true', 'nil', '.', '$', '(list 1 "a")', '(dict "a" 1)'],
  ...['"a"', '"a,b"', '""', '"-"', '"%v"', '"[a-z]+"'],
);
const nested = fc
  .tuple(name, fc.array(atom, { maxLength: 2 }))
  .map(([callee, args]) => `(${[callee, ...args].join(' ')})`);
const argument = fc.oneof({ weight: 4, arbitrary: atom }, { weight: 1, arbitrary: nested });
const call = fc
  .tuple(name, fc.array(argument, { maxLength: 3 }))
  .map(([callee, args]) => [callee, ...args].join(' '));
const pipeline = fc
  .tuple(fc.oneof(atom, call), fc.array(call, { maxLength: 2 }))
  .map(([first, calls]) => [first, ...calls].join(' | '));

const { list } = fc.letrec<{ list: string; node: string; branch: string }>((tie) => ({
  list: fc.array(tie('node'), { maxLength: 3 }).map((nodes) => nodes.join('')),
  node: fc.oneof(
    { maxDepth: 3 },
    pipeline.map((each) => `<< ${each} >>`),
    fc.constantFrom('x', '\n ', ' y '),
    tie('branch'),
  ),
  branch: fc
    .tuple(
      fc.constantFrom('if', 'with', 'range', 'range $i, $e :=', 'with $v :='),
      ...([pipeline, tie('list'), tie('list')] as const),
    )
    .map(([word, of, body, other]) => `<<- ${word} ${of} >>${body}<< else >>${other}<< end ->>`),
}));

export const randomTemplate: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: pipeline.map((each) => `<< ${each} >>`) },
  { weight: 1, arbitrary: list },
);
