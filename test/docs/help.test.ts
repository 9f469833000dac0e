import { expect, onTestFinished, test, vi } from 'vitest';
import { createCommand } from '../../lib/cli/command.ts';
import { diagnosticCodes } from '../../lib/core/index.ts';

test.each(Object.keys(diagnosticCodes))(
  'sluice help %s shows a mistake and how it is mended',
  async (code) => {
    const printed: string[] = [];
    const spy = vi
      .spyOn(console, 'log')
      .mockImplementation((text: string) => void printed.push(text));
    onTestFinished(() => {
      spy.mockRestore();
    });
    await createCommand('0').parseAsync(['help', code], { from: 'user' });
    expect(printed.join('\n')).toMatch(/^\S+\n\n[^]+Fails:\n\n {4}[^]+(?:Works|Nearly|Passes)/);
  },
);
