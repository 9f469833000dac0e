import { describe, expect, test } from 'vitest';
import { clusterObject, deployment, file } from '../objects.ts';
import { findingsIn } from '../support.ts';

const namespace = (profile: string) =>
  clusterObject('v1', 'Namespace', 'demo', {
    metadata: { labels: { 'pod-security.kubernetes.io/enforce': profile } },
  });
const flux = clusterObject('v1', 'Namespace', 'flux-system');

/** The last steps of the fields that a profile forbids. */
async function forbidden(profile: string, container: object, pod: object = {}): Promise<string[]> {
  const namespaces = file('clusters/home/namespaces.yaml', namespace(profile), flux);
  const found = await findingsIn(`${deployment(container, pod)}\n${namespaces}`);
  const fields = found.filter((each) => each.startsWith('pod-security'));
  return fields.map((each) => each.replace(/^.*spec\.template\.spec\.?/, '')).sort();
}

const context = (securityContext: object) => ({ securityContext });

describe('the profile baseline forbids', () => {
  test.each([
    ['host namespaces', {}, { hostNetwork: true }, ['hostNetwork']],
    [
      'privileged',
      context({ privileged: true }),
      {},
      ['containers[web].securityContext.privileged'],
    ],
    [
      'a strong capability',
      context({ capabilities: { add: ['NET_ADMIN'] } }),
      {},
      ['containers[web].securityContext.capabilities.add[0]'],
    ],
    [
      'hostPath',
      {},
      { volumes: [{ name: 'v', hostPath: { path: '/' } }] },
      ['volumes[v].hostPath'],
    ],
    [
      'hostPort',
      { ports: [{ containerPort: 80, hostPort: 80 }] },
      {},
      ['containers[web].ports[0].hostPort'],
    ],
    [
      'no AppArmor',
      context({ appArmorProfile: { type: 'Unconfined' } }),
      {},
      ['containers[web].securityContext.appArmorProfile.type'],
    ],
    [
      'a type of SELinux',
      {},
      context({ seLinuxOptions: { type: 'spc_t' } }),
      ['securityContext.seLinuxOptions.type'],
    ],
    [
      'procMount',
      context({ procMount: 'Unmasked' }),
      {},
      ['containers[web].securityContext.procMount'],
    ],
    [
      'no seccomp',
      {},
      context({ seccompProfile: { type: 'Unconfined' } }),
      ['securityContext.seccompProfile.type'],
    ],
    [
      'a sysctl',
      {},
      context({ sysctls: [{ name: 'kernel.msgmax', value: '1' }] }),
      ['securityContext.sysctls[kernel.msgmax].name'],
    ],
    [
      'hostProcess',
      {},
      context({ windowsOptions: { hostProcess: true } }),
      ['securityContext.windowsOptions.hostProcess'],
    ],
  ])('%s', async (_, container, pod, fields) => {
    expect(await forbidden('baseline', container, pod)).toEqual(fields);
    expect(await forbidden('privileged', container, pod)).toEqual([]);
  });

  test.each([
    ['a weak capability', context({ capabilities: { add: ['CHOWN'] } }), {}],
    ['hostPort 0', { ports: [{ containerPort: 80, hostPort: 0 }] }, {}],
    ['a type of SELinux for containers', {}, context({ seLinuxOptions: { type: 'container_t' } })],
    ['a safe sysctl', {}, context({ sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] })],
    ['root', context({ runAsUser: 0 }), {}],
  ])('but not %s', async (_, container, pod) => {
    expect(await forbidden('baseline', container, pod)).toEqual([]);
  });
});

describe('the profile restricted wants', () => {
  const strict = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const pod = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };

  test('nothing more of a pod that has it all', async () => {
    expect(await forbidden('restricted', context(strict), context(pod))).toEqual([]);
  });

  test('nothing more of a container that has it all by itself', async () => {
    expect(await forbidden('restricted', context({ ...strict, ...pod }))).toEqual([]);
  });

  test('everything of a pod that says nothing', async () => {
    expect(await forbidden('restricted', {})).toHaveLength(4);
  });

  test.each([
    ['no root', { ...strict, runAsUser: 0 }, pod, ['containers[web].securityContext.runAsUser']],
    [
      'the container to agree',
      { ...strict, runAsNonRoot: false },
      pod,
      ['containers[web].securityContext.runAsNonRoot'],
    ],
    [
      'no escalation',
      { capabilities: { drop: ['ALL'] } },
      pod,
      ['containers[web].securityContext.allowPrivilegeEscalation'],
    ],
    [
      'no other capability',
      { ...strict, capabilities: { drop: ['ALL'], add: ['CHOWN'] } },
      pod,
      ['containers[web].securityContext.capabilities.add[0]'],
    ],
    [
      'seccomp',
      strict,
      { runAsNonRoot: true },
      ['containers[web].securityContext.seccompProfile.type'],
    ],
  ])('%s', async (_, container, ofPod, fields) => {
    expect(await forbidden('restricted', context(container), context(ofPod))).toEqual(fields);
  });

  test('but lets NET_BIND_SERVICE be added', async () => {
    const own = { ...strict, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } };
    expect(await forbidden('restricted', context(own), context(pod))).toEqual([]);
  });

  test.each([
    ['nfs', { nfs: { server: 'x', path: '/' } }, ['volumes[v].nfs']],
    ['emptyDir', { emptyDir: {} }, []],
  ])('volumes of certain types: %s', async (_, volume, fields) => {
    const spec = { ...context(pod), volumes: [{ name: 'v', ...volume }] };
    expect(await forbidden('restricted', context(strict), spec)).toEqual(fields);
  });

  test('what Linux knows of no Windows pod', async () => {
    const windows = { os: { name: 'windows' }, ...context({ runAsNonRoot: true }) };
    expect(await forbidden('restricted', {}, windows)).toEqual([]);
  });
});
