import { askHidden, canAsk, readStandardInput } from '../../io/secret/index.ts';
import type { Key, Value } from '../../sops/index.ts';
import type { Place } from './key-path.ts';
import { refuse } from './output.ts';

/**
 * The bytes of a new value, from a prompt or from standard input. A single line loses the newline
 * that commands print behind one; text of several lines, such as a private key, keeps it.
 */
export async function readValue(name: string): Promise<Buffer> {
  if (process.stdin.isTTY) {
    if (!canAsk()) refuse('usage', {}, 'there is no terminal to ask for the value on');
    return checked(Buffer.from(await askHidden(`Value of ${name} (not shown): `)));
  }
  const bytes = await readStandardInput();
  const newline = bytes.indexOf('\n');
  const isLine = newline !== -1 && newline === bytes.length - 1;
  return checked(isLine ? bytes.subarray(0, bytes[newline - 1] === 0x0d ? -2 : -1) : bytes);
}

function checked(value: Buffer): Buffer {
  const hint = 'Type it when asked, or give it on standard input.';
  return value.length > 0 ? value : refuse('usage', {}, 'no value was given', hint);
}

/** The value as it is to stand in the file. */
export function valueFor({ path, form }: Place, bytes: Buffer, type?: Key['type']): Value {
  if (form === 'encode') return bytes.toString('base64');
  const text = textOf(bytes);
  if (form === 'encoded' && !isBase64(text)) {
    const hint = 'Name the key alone, without data, and it is encoded for you.';
    refuse('sops-value', { field: path.join('.') }, 'the value is no base64', hint);
  }
  if (form === 'text') return text;
  // What is a number or a switch stays one, unless that would change it: 0071 is not 71.
  const value = typedValue(text, type);
  return String(value) === text ? value : text;
}

function typedValue(text: string, type: Key['type']): Value {
  if (type === 'int' && /^-?\d+$/.test(text)) return BigInt(text);
  if (type === 'float' && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return type === 'bool' ? text === 'true' : text;
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse('sops-value', {}, 'the value is no UTF-8 text');
  }
}

function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(
    text.replace(/[\r\n]/g, ''),
  );
}
