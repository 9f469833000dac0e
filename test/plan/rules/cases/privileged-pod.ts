import { deployment, running } from '../../support.ts';
import { betweenObjects, type RuleCases } from '../support.ts';

const web = (container = {}, pod = {}) => deployment('web', running('web:1.0', container, pod));
const to = (...given: Parameters<typeof web>) => betweenObjects([web()], [web(...given)]);
const hostPath = { volumes: [{ name: 'v', hostPath: { path: '/' } }] };

export const privilegedPod: RuleCases = {
  told: {
    'a container becomes privileged': to({ securityContext: { privileged: true } }),
    'a container gets a capability': to({
      securityContext: { capabilities: { add: ['SYS_ADMIN'] } },
    }),
    'the pods get the network of their node': to({}, { hostNetwork: true }),
    'the pods get a folder of their node': to({}, hostPath),
  },
  silent: {
    'a container is said not to be privileged': to({ securityContext: { privileged: false } }),
    'a container drops a capability': to({ securityContext: { capabilities: { drop: ['ALL'] } } }),
    'the pods had the folder before': betweenObjects(
      [web({}, hostPath)],
      [web({ tty: true }, hostPath)],
    ),
    'the pods get a volume of their own': to({}, { volumes: [{ name: 'v', emptyDir: {} }] }),
  },
};
