/**
 * Fields that identify the items of a list, by the name of the list: what `x-kubernetes-list-map-keys`
 * and `patchMergeKey` say (k8s.io/api v0.36.3), and Flux's own lists. The first whose fields every
 * item has is used. A list that is not here is identified by `name` where all items have one.
 */
export const listKeys: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['conditions', [['type']]],
  ['dependsOn', [['namespace', 'name'], ['name']]],
  ['hostAliases', [['ip']]],
  ['ownerReferences', [['uid']]],
  ['paths', [['path']]],
  [
    'ports',
    [
      ['containerPort', 'protocol'],
      ['port', 'protocol'],
    ],
  ],
  ['subjects', [['kind', 'namespace', 'name']]],
  ['substituteFrom', [['kind', 'name']]],
  ['topologySpreadConstraints', [['topologyKey', 'whenUnsatisfiable']]],
  ['valuesFrom', [['kind', 'name', 'valuesKey']]],
  ['volumeClaimTemplates', [['metadata.name']]],
  ['volumeDevices', [['devicePath']]],
  ['volumeMounts', [['mountPath']]],
]);

/** What a field of a key is where an item leaves it out. */
export const listKeyDefaults: ReadonlyMap<string, string> = new Map([
  ['namespace', ''],
  ['protocol', 'TCP'],
  ['valuesKey', 'values.yaml'],
]);
