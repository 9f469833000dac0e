import { describe, expect, test } from 'vitest';
import { renderValidation, type Validation } from '../../lib/validate/index.ts';

const hostile = 'a&<b>"\u001b[31m\n::error::%25,:\u202e\ud800';
const finding = {
  code: 'missing-secret',
  severity: 'error',
  message: `it needs ${hostile}`,
  hint: 'Add it.',
  location: { object: `Pod demo/${hostile}`, field: 'spec', file: 'a b/%web.yaml', line: 7 },
} as const;
const warning = { ...finding, code: 'own-rule', severity: 'warning', location: {} } as const;
const validation: Validation = {
  name: 'home',
  objects: 3,
  findings: [finding, warning],
  suppressed: [{ ...warning, reason: `because ${hostile}` }],
};
const clean: Validation = { name: 'home', objects: 3, findings: [], suppressed: [] };

/** A parser for the little XML that is written: what stands between tags, and their attributes. */
function attributes(xml: string): string[] {
  return [...xml.matchAll(/ ([a-z]+)="([^"<>]*)"/g)].map(([, key]) => key ?? '');
}

describe('findings as text', () => {
  test('say what was suppressed and why, and how many there are', () => {
    const text = renderValidation([{ ...validation, findings: [] }], 'text');
    expect(text).toMatch(/^suppressed own-rule {2}: because /);
    expect(text).toMatch(/\nhome {2}3 objects, 0 errors, 0 warnings, 1 suppressed$/);
  });

  test('drive no terminal', () => {
    const text = renderValidation([validation], 'text');
    const chars = Array.from(text);
    expect(chars.filter((char) => char !== '\n' && (char < ' ' || char === '\u202e'))).toEqual([]);
  });
});

describe('findings as SARIF', () => {
  const log = JSON.parse(renderValidation([validation], 'sarif')) as {
    runs: [{ tool: { driver: { rules: { id: string }[] } }; results: Record<string, unknown>[] }];
  };

  test('have a rule for each code, and a result for each finding', () => {
    const [{ tool, results }] = log.runs;
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(['missing-secret', 'own-rule']);
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['missing-secret', 'error'],
      ['own-rule', 'warning'],
      ['own-rule', 'warning'],
    ]);
  });

  test('name files by relative references', () => {
    expect(log.runs[0].results[0]?.['locations']).toMatchObject([
      {
        physicalLocation: {
          artifactLocation: { uri: 'a%20b/%25web.yaml' },
          region: { startLine: 7 },
        },
      },
    ]);
  });

  test('keep what was suppressed, with its reason', () => {
    expect(log.runs[0].results[2]?.['suppressions']).toEqual([
      { kind: 'inSource', justification: `because ${hostile}` },
    ]);
  });
});

describe('findings as workflow commands', () => {
  const text = renderValidation([validation], 'github');

  test('are one line each, whatever names hold', () => {
    expect(text.split('\n').map((line) => line.slice(0, 9))).toEqual(['::error f', '::warning']);
  });

  test('escape what ends a property or a command', () => {
    expect(text).toContain('file=a b/%25web.yaml,line=7,title=missing-secret (home)::');
    expect(text).toContain('%0AAdd it.');
  });

  test('are nothing where nothing is found', () => {
    expect(renderValidation([clean], 'github')).toBe('');
  });
});

describe('findings as Code Quality', () => {
  const issues = (given: Validation) =>
    JSON.parse(renderValidation([given], 'gitlab')) as { fingerprint: string; severity: string }[];

  test('have a severity, and a fingerprint each', () => {
    const twice = issues({ ...validation, findings: [finding, finding, warning] });
    expect(twice.map(({ severity }) => severity)).toEqual(['major', 'major', 'minor']);
    expect(new Set(twice.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  test('keep their fingerprint when their line moves', () => {
    const moved = { ...finding, location: { ...finding.location, line: 9 } };
    const [before, after] = [finding, moved].map((each) =>
      issues({ ...validation, findings: [each] }),
    );
    expect(before?.[0]?.fingerprint).toBe(after?.[0]?.fingerprint);
  });
});

describe('findings as JUnit', () => {
  const xml = renderValidation([validation], 'junit');

  test('are failures where they are errors, and else pass', () => {
    expect(xml).toContain('<testsuite name="home" tests="3" failures="1" skipped="1">');
    expect(xml.match(/<failure /g)).toHaveLength(1);
  });

  test('are XML, whatever names hold', () => {
    expect(xml).not.toMatch(/[\ud800-\udfff]|[^\n\u0020-\uffff]/);
    expect(attributes(xml)).toContain('classname');
    expect(xml.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
  });

  test('are a case that passes where nothing is found', () => {
    expect(renderValidation([clean], 'junit')).toContain('<testcase name="validate"');
  });
});
