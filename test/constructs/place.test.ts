import { fileURLToPath } from 'node:url';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { Fleet, personIn, recordedPlace } from '../../lib/constructs/index.ts';
import { lineHere } from '../support/place.ts';

const library = fileURLToPath(new URL('../../lib/synth/resolve.ts', import.meta.url));
const chart = fileURLToPath(new URL('../../charts/index.ts', import.meta.url));

/** The file that is taken for a person's in a stack of these frames. */
function fileIn(...frames: string[]): string | undefined {
  return personIn(['Error: a', ...frames.map((frame) => `    at ${frame}`)].join('\n'))?.file;
}

it('every construct of a fleet knows where it was created', () => {
  const line = lineHere() + 1;
  const construct = new Construct(new Fleet(), 'a');
  expect(recordedPlace(construct)).toMatchObject({ file: fileURLToPath(import.meta.url), line });
});

describe('the person in a stack', () => {
  it('is the innermost frame that is neither Sluice nor a package', () => {
    const found = fileIn(
      'new ApiObject (/app/node_modules/cdk8s/lib/api-object.js:1:2)',
      `resolve (file://${library}:1:2)`,
      `new WebService (file://${chart}:1:2)`,
      'Array.map (<anonymous>)',
      'node:internal/modules/run_main:1:2',
      'new Web (file:///app/web.ts:3:4)',
      'file:///app/main.ts:5:6',
    );
    expect(found).toBe('/app/web.ts');
  });

  it('has a line and a column', () => {
    expect(personIn('    at a (/app/a.ts:3:4)')).toEqual({ file: '/app/a.ts', line: 3, column: 4 });
  });

  it('is found in a frame without a name', () => {
    expect(fileIn('async file:///app/main.ts:5:6')).toBe('/app/main.ts');
  });

  it('may have spaces and other letters in the path', () => {
    expect(fileIn('a (file:///my%20app/%C3%BC.ts:1:2)')).toBe('/my app/ü.ts');
  });

  it('may have what URLs escape in the path', () => {
    expect(fileIn('a (file:///a%23b%3F.ts:1:2)')).toBe('/a#b?.ts');
  });

  it('may have a percent sign in a path that is no URL', () => {
    expect(fileIn('a (/app/100%/a.cjs:1:2)')).toBe('/app/100%/a.cjs');
  });

  it('may have parentheses in the path', () => {
    expect(fileIn('a (/app (copy)/a.cjs:1:2)')).toBe('/app (copy)/a.cjs');
  });

  it('loses the query that a loader appends', () => {
    expect(fileIn('a (file:///app/a.ts?t=1:1:2)')).toBe('/app/a.ts');
  });

  it('is not there where no frame is a person’s', () => {
    expect(fileIn('a (/app/node_modules/b.js:1:2)', '<anonymous>')).toBeUndefined();
  });
});
