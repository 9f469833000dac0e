import { withoutRepository } from '../git/index.ts';
import { type Failure, runProgram } from '../process/index.ts';

/** Settings of Git by key, such as `user.name`. */
export type GitSettings = Readonly<Record<string, string>>;

/** The longest that one command may take, in milliseconds, and the most that it may print. */
const limits = { time: 180_000, output: 256 << 20 };

/** A command of Git, and what it needs. */
export interface GitCommand {
  readonly directory: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Handed on in the environment: values can be secret, and arguments are not. */
  readonly settings?: GitSettings;
  readonly input?: string;
}

/** What holds wherever Sluice runs Git to write or to reach another machine. */
const always: GitSettings = {
  'core.fsmonitor': 'false',
  'core.hooksPath': '/dev/null',
  'gc.auto': '0',
  // A connection that says nothing ends.
  'http.lowSpeedLimit': '1',
  'http.lowSpeedTime': '60',
};

/** Runs Git without a person: it asks nothing, and ends. */
export function runGit({
  directory,
  args,
  env,
  settings = {},
  input,
}: GitCommand): Promise<{ readonly output: Buffer } | Failure> {
  const all = Object.entries({ ...always, ...settings });
  // Whoever started Sluice may have settings of their own there, such as safe.directory.
  const first = Number(env['GIT_CONFIG_COUNT'] ?? 0);
  const variables = new Map([['GIT_CONFIG_COUNT', String(first + all.length)]]);
  for (const [index, [key, value]] of all.entries()) {
    variables.set(`GIT_CONFIG_KEY_${String(first + index)}`, key);
    variables.set(`GIT_CONFIG_VALUE_${String(first + index)}`, value);
  }
  return runProgram('git', args, {
    cwd: directory,
    env: {
      ...withoutRepository(env),
      GIT_ALLOW_PROTOCOL: 'file:https:http:ssh',
      GIT_TERMINAL_PROMPT: '0',
      GIT_SSH_COMMAND: env['GIT_SSH_COMMAND'] ?? batchSsh,
      LC_ALL: 'C',
      ...Object.fromEntries(variables),
    },
    ...limits,
    ...(input !== undefined && { input }),
  });
}

const batchSsh = 'ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=15';
