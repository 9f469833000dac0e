export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function row(name: string, figure: string, target: string): void {
  console.log(`${name.padEnd(58)} ${figure.padStart(9)}   ${target}`);
}

export function ratioRow(name: string, ratio: number, target: string): void {
  row(name, `${ratio.toFixed(1)} x`, target);
}
