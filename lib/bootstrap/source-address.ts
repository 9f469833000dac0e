/** Where a source is, as far as its credentials depend on it. */
export interface SourceAddress {
  readonly protocol: 'ssh' | 'https' | 'oci' | 'http';
  readonly host: string;
  /** The port, where the URL has one. */
  readonly port: string;
  /** `owner/name`, without `.git`. */
  readonly repository: string;
}

/** Reads the URL of a source, which Flux takes only whole; undefined if it is none. */
export function sourceAddress(url: string): SourceAddress | undefined {
  const found = /^(ssh|https?|oci):\/\/(?:[^@/]*@)?([^/:]+|\[[^\]]+\])(?::(\d+))?\/(.+)$/.exec(url);
  if (found === null) return undefined;
  const [, protocol = '', host = '', port = '', path = ''] = found;
  const repository = path.replace(/\/$/, '').replace(/\.git$/, '');
  return { protocol: protocol as SourceAddress['protocol'], host, port, repository };
}

/** A server as known_hosts names it (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export function knownHostName({ host, port }: SourceAddress): string {
  return port === '' || port === '22' ? host : `[${host}]:${port}`;
}
