/**
 * A float as Go prints it where nothing else is asked for: as few digits as tell it from others,
 * with an exponent below 0.0001 and from a million on (strconv.FormatFloat, 'g', -1).
 */
export function printGoFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Inf' : '+Inf';
  if (Object.is(value, -0)) return '-0';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e6)) return String(value);
  return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
}
