/** Which fields of a kind the API server refuses to change. Paths name no list items. */
export interface ImmutableFields {
  /** Fields, with all below them, that stay as they were created. */
  readonly fixed: readonly string[];
  /** Fields below fixed ones that may change after all. */
  readonly mutable?: readonly string[];
  /** Fields that the server fills in: left out they stay, named they must not differ. */
  readonly fixedIfNamed?: readonly string[];
  /** Fields that are fixed once the object says `immutable: true`. */
  readonly fixedIfImmutable?: readonly string[];
}

const selector: ImmutableFields = { fixed: ['spec.selector'] };
const roleRef: ImmutableFields = { fixed: ['roleRef'] };

/** Sources of a PersistentVolume (k8s.io/api v0.36.3, core/v1, PersistentVolumeSource). */
const volumeSources = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'glusterfs',
  'hostPath',
  'iscsi',
  'local',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
].map((source) => `spec.${source}`);

/**
 * Immutable fields by `Kind.group`, or by `Kind` in the core group (k8s.io/kubernetes v1.36.3,
 * the `validation.go` of each group under pkg/apis, and apiextensions-apiserver v0.36.3).
 */
export const immutableFields: ReadonlyMap<string, ImmutableFields> = new Map<
  string,
  ImmutableFields
>([
  ['DaemonSet.apps', selector],
  ['Deployment.apps', selector],
  ['ReplicaSet.apps', selector],
  [
    'StatefulSet.apps',
    {
      fixed: ['spec'],
      mutable: [
        'spec.minReadySeconds',
        'spec.ordinals',
        'spec.persistentVolumeClaimRetentionPolicy',
        'spec.replicas',
        'spec.revisionHistoryLimit',
        'spec.template',
        'spec.updateStrategy',
      ],
    },
  ],
  [
    'Job.batch',
    {
      fixed: [
        'spec.backoffLimitPerIndex',
        'spec.completionMode',
        'spec.completions',
        'spec.managedBy',
        'spec.podFailurePolicy',
        'spec.selector',
        'spec.successPolicy',
        'spec.template',
      ],
    },
  ],
  [
    'Pod',
    {
      fixed: ['spec'],
      mutable: [
        'spec.activeDeadlineSeconds',
        'spec.containers.image',
        'spec.initContainers.image',
        'spec.schedulingGates',
        'spec.tolerations',
      ],
    },
  ],
  [
    'PersistentVolumeClaim',
    { fixed: ['spec'], mutable: ['spec.resources', 'spec.volumeAttributesClassName'] },
  ],
  ['PersistentVolume', { fixed: [...volumeSources, 'spec.volumeMode'] }],
  ['ConfigMap', { fixed: [], fixedIfImmutable: ['binaryData', 'data', 'immutable'] }],
  ['Secret', { fixed: ['type'], fixedIfImmutable: ['data', 'immutable'] }],
  ['Service', { fixed: [], fixedIfNamed: ['spec.clusterIP', 'spec.clusterIPs'] }],
  ['ResourceQuota', { fixed: ['spec.scopes'] }],
  ['ClusterRoleBinding.rbac.authorization.k8s.io', roleRef],
  ['RoleBinding.rbac.authorization.k8s.io', roleRef],
  ['PriorityClass.scheduling.k8s.io', { fixed: ['preemptionPolicy', 'value'] }],
  ['RuntimeClass.node.k8s.io', { fixed: ['handler'] }],
  ['IngressClass.networking.k8s.io', { fixed: ['spec.controller'] }],
  ['CSIDriver.storage.k8s.io', { fixed: ['spec.attachRequired', 'spec.volumeLifecycleModes'] }],
  [
    'StorageClass.storage.k8s.io',
    { fixed: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'] },
  ],
  ['VolumeAttributesClass.storage.k8s.io', { fixed: ['driverName', 'parameters'] }],
  ['ResourceClaim.resource.k8s.io', { fixed: ['spec'] }],
  ['ResourceClaimTemplate.resource.k8s.io', { fixed: ['spec'] }],
  [
    'CustomResourceDefinition.apiextensions.k8s.io',
    { fixed: ['spec.group', 'spec.names.kind', 'spec.names.plural', 'spec.scope'] },
  ],
]);
