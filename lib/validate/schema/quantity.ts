/**
 * Quantities of Kubernetes: `500m`, `1Gi`, `2e3` (k8s.io/apimachinery v0.36.3,
 * pkg/api/resource/quantity.go and suffix.go).
 */
const pattern = /^([+-]?(?:\d+\.?\d*|\.\d+))(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;

const powers: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

export function isQuantity(text: string): boolean {
  return pattern.test(text);
}

/** The value as an exact multiple of 10^-9, or undefined where the text is no quantity. */
export function quantityNanos(value: string | number | bigint): bigint | undefined {
  const [, number = '', suffix = ''] = pattern.exec(String(value)) ?? [];
  if (number === '') return undefined;
  const [whole = '', fraction = ''] = number.replace(/^[+-]/, '').split('.');
  const digits = BigInt(`${whole}${fraction}` || '0') * (number.startsWith('-') ? -1n : 1n);
  const twos = binary.indexOf(suffix);
  if (twos >= 0) return scale(digits * 1024n ** BigInt(twos + 1), 9 - fraction.length);
  const exponent = /^[eE]/.test(suffix) && suffix.length > 1 ? Number(suffix.slice(1)) : undefined;
  return scale(digits, 9 - fraction.length + (exponent ?? powers[suffix] ?? 0));
}

/** Multiplied with a power of ten; what is smaller than 1 is rounded away from zero. */
function scale(value: bigint, power: number): bigint {
  // Larger exponents are capped: no quantity of a cluster has them.
  if (power >= 0) return value * 10n ** BigInt(Math.min(power, 60));
  const divisor = 10n ** BigInt(Math.min(-power, 60));
  const quotient = value / divisor;
  if (value % divisor === 0n) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}
