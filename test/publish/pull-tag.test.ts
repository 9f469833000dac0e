import { expect, it } from 'vitest';
import { withPulledTag } from '../../lib/publish/index.ts';

const tags = { from: '1.0.0', to: '1.2.0' };

it.each([
  ["const a = Image.of('x', { tag: '1.0.0', policy });"],
  ['const a = Image.of("x", { policy: semver("1.x"), tag: "1.0.0" });'],
  ["const a = Image.of('x', {\n  tag: '1.0.0',\n  policy,\n});"],
  ["const a = Image.of('x)', { policy: semver(')'), tag: '1.0.0' });"],
])('the tag of a call is written: %s', (source) => {
  expect(withPulledTag(source, 1, tags)).toBe(source.replace('1.0.0', '1.2.0'));
});

it('only the call of the line is changed', () => {
  const call = "Image.of('x', { tag: '1.0.0', policy });\n";
  expect(withPulledTag(call + call + call, 2, tags)).toBe(
    call + call.replace('1.0.0', '1.2.0') + call,
  );
});

it.each([
  ['a tag that is computed', "Image.of('x', { tag: version, policy });"],
  ['a tag that is another one', "Image.of('x', { tag: '0.9.0', policy });"],
  ['two tags', "Image.of('x', { tag: isOld ? '1' : '2', ...{ tag: '1.0.0' }, tag: '1.0.0' });"],
  ['a call that does not end', "Image.of('x', { tag: '1.0.0'"],
  ['no call', "image('x', '1.0.0');\nImage.of('x', { tag: '1.0.0', policy });"],
])('%s is left to a person', (_, source) => {
  expect(withPulledTag(source, 1, tags)).toBeUndefined();
});
