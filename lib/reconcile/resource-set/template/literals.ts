/** Strings and numbers as Go writes them in its sources (package strconv). */
import type { NumberOperand } from './nodes.ts';
import { Opaque, TemplateError } from './values.ts';

const simple: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' },
};

/** What a string or a character in quotes stands for. */
export function unquote(literal: string): string {
  const [mark = ''] = literal;
  const body = literal.slice(1, -1);
  if (mark === '`') return body.replaceAll('\r', '');
  return body.replace(
    /\\(?:([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.)|$)/gsu,
    (_, octal?: string, byte?: string, short?: string, long?: string, letter?: string) => {
      const code = short ?? long ?? byte;
      if (code !== undefined || octal !== undefined) {
        const value =
          code === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(code, 16);
        if ((octal ?? byte) !== undefined && value > 0x7f) throw new Opaque('bytes in a string');
        if (value <= 0x10ffff) return String.fromCodePoint(value);
      }
      const meant = letter === mark ? mark : simple[letter ?? ''];
      if (meant === undefined) throw new TemplateError('invalid syntax');
      return meant;
    },
  );
}

/** The number that a word stands for. */
export function readNumber(text: string): NumberOperand {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (text.includes('_')) throw new Opaque('numbers with underscores are not supported');
  const isFloat = !digits.includes('x') && /[.e]/.test(digits);
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/.exec(digits) ?? [];
  if (isFloat) {
    const float = Number(digits);
    return {
      kind: 'number',
      whole: Number.isInteger(float) ? BigInt(float) : undefined,
      float,
      isFloat,
    };
  }
  const octal = /^0[0-7]+$/.test(rest) ? `0o${rest.slice(1)}` : rest;
  if (!/^(?:0b[01]+|0o[0-7]+|0x[0-9a-f]+|0|[1-9][0-9]*)$/.test(octal)) {
    throw new TemplateError(`bad number syntax: ${JSON.stringify(text)}`);
  }
  const whole = sign === '-' ? -BigInt(octal) : BigInt(octal);
  if (BigInt.asIntN(64, whole) !== whole) throw new TemplateError(`${text} overflows int`);
  return { kind: 'number', whole, float: Number(whole), isFloat };
}
