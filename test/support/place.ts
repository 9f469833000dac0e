/** The line of the caller, as the engine itself says it. */
export function lineHere(): number {
  const [, , caller = ''] = (new Error().stack ?? '').split('\n');
  const line = /:(\d+):\d+\)?$/.exec(caller)?.[1];
  if (line === undefined) throw new Error(`no line in: ${caller}`);
  return Number(line);
}
