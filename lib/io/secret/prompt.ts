import { DiagnosticError, errorAt } from '../../core/index.ts';
import { Interrupted } from '../process/index.ts';

/** Whether a person can be asked: what is typed and what is shown are both a terminal. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** All bytes of standard input. */
export async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * Asks for a line that is not shown. For a terminal only.
 *
 * @throws DiagnosticError where several lines were pasted; their rest would else go to the shell
 */
export async function askHidden(question: string): Promise<string> {
  const { line, more } = await readLine(question, false);
  if (more) {
    const hint = 'Give it on standard input: sluice secret set FILE KEY < value.txt';
    const message = 'the value has more than one line';
    throw new DiagnosticError([errorAt('usage', {}, message, { hint })]);
  }
  return line;
}

/** Asks for a line. For a terminal only. */
export async function ask(question: string): Promise<string> {
  const { line } = await readLine(question, true);
  return line.trim();
}

/** Asks for a yes; anything else is a no. For a terminal only. */
export async function confirm(question: string): Promise<boolean> {
  const { line } = await readLine(`${question} [y/N] `, true);
  return /^y(?:es)?$/i.test(line.trim());
}

/** How long after the end of a line the rest of a paste may take to come. */
const pasteRest = 50;

interface Line {
  readonly line: string;
  /** Whether more came with it than one line. */
  readonly more: boolean;
}

/** Reads a line in raw mode, where the terminal shows nothing by itself. */
function readLine(question: string, echo: boolean): Promise<Line> {
  const { stdin: input, stderr: output } = process;
  const typed = new TypedLine();
  output.write(question);
  input.setRawMode(true);
  input.setEncoding('utf8');
  return new Promise<Line>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      input.off('data', onData).off('end', onEnd);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      act();
    };
    const onEnd = (): void => finish(() => reject(new Interrupted('SIGHUP')));
    const onData = (text: string): void => {
      const before = typed.line;
      const state = typed.take(text);
      if (echo) output.write(`${'\b \b'.repeat(before.length)}${typed.line}`);
      if (state === 'interrupted') finish(() => reject(new Interrupted('SIGINT')));
      else if (state === 'ended') {
        timer ??= setTimeout(() => {
          finish(() => resolve({ line: typed.line, more: typed.more }));
        }, pasteRest);
      }
    };
    input.on('data', onData).on('end', onEnd).resume();
  });
}

/** A line as it is typed: the keys that a terminal would handle by itself in cooked mode. */
class TypedLine {
  line = '';
  more = false;
  #ended = false;

  take(text: string): 'typing' | 'ended' | 'interrupted' {
    // What arrow and function keys send.
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    for (const char of text.replace(/\u001b\[[0-9;]*[A-Za-z~]/g, '')) {
      if (char === '\u0003') return 'interrupted';
      if (this.#ended) this.more = true;
      else if (char === '\r' || char === '\n' || char === '\u0004') this.#ended = true;
      else if (char === '\u007f' || char === '\b') this.line = this.line.replace(/.$/su, '');
      else if (char === '\u0015') this.line = '';
      else if (char >= ' ' || char === '\t') this.line += char;
    }
    return this.#ended ? 'ended' : 'typing';
  }
}
