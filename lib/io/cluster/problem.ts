/** What a refusal of the API server, or of the way to it, means for whoever asked. */
export type ProblemKind = 'passing' | 'conflict' | 'forbidden' | 'unknown-kind' | 'other';

/** Why kubectl did not do what it was asked. */
export interface ClusterProblem {
  readonly kind: ProblemKind;
  /** Its own words, in one line. */
  readonly message: string;
}

/** What passes by itself: a restart, a limit of requests, a write that came between. */
const passing = [
  /\((?:Conflict|TooManyRequests|InternalError|ServiceUnavailable|ServerTimeout|Timeout)\)/,
  /the object has been modified|Please review the fields above/,
  /too many requests/i,
  /connection (?:to the server .* was )?(?:refused|reset|lost)/i,
  /\bEOF\b|i\/o timeout|TLS handshake timeout|Client\.Timeout|context deadline exceeded/,
  /etcdserver:|server is (?:currently unable|shutting down)|apiserver not ready|not yet ready/,
  /an error on the server|client connection lost|http2: |closed network connection|broken pipe/,
  // It could not ask which fields there are.
  /error validating data: (?!.*(?:unknown field|ValidationError|missing required))/,
  /unable to (?:handle|retrieve) the (?:request|complete list of server APIs)/i,
];

/** Reads what kubectl wrote to standard error; plugins that log in may have said anything before. */
export function problemIn(errors: string, fallback: string): ClusterProblem {
  // kubectl then says at length what to do about a conflict.
  const [said = ''] = errors.split('Please review the fields above');
  const lines = said
    .trim()
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(?:Warning:|[EIWF]\d{4} )/.test(line));
  const message = (lines.length > 0 ? lines.slice(-8).join(' ') : fallback).slice(0, 1000);
  return { kind: kindOf(errors), message };
}

function kindOf(errors: string): ProblemKind {
  // Before a mere Conflict, which passes: this one says whose the fields are.
  if (/\bconflicts? with "/.test(errors)) return 'conflict';
  if (/\(Forbidden\)|\(Unauthorized\)|must be logged in/.test(errors)) return 'forbidden';
  if (/no matches for kind|doesn't have a resource type/.test(errors)) return 'unknown-kind';
  return passing.some((pattern) => pattern.test(errors)) ? 'passing' : 'other';
}
