import { printable } from '../../core/index.ts';
import { painterFor } from '../../io/terminal.ts';
import type { Progress } from './apply-stages.ts';

/** Lines for a person: what begins, why it is not there yet, and that it is. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  const paint = painterFor(stream, process.env);
  const line = (text: string): void => void stream.write(`${text}\n`);
  return {
    began: (title) => line(`… ${title}`),
    waits: (object, reason) => line(paint.dim(`    ${printable(`${object}: ${reason}`)}`)),
    done: (title) => line(`✓ ${paint.bold(title)}`),
  };
}
