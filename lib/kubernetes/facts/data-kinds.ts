/**
 * Kinds whose deletion can take data with it, as `Kind.group`, or `Kind` in the core group.
 * Kubernetes: claims and volumes by their reclaim policy, a namespace and a definition with all
 * that they hold. Operators: those that delete their claims with the object (CloudNativePG v1.27,
 * Strimzi v0.48, Percona operators, MinIO v7, Rook v1.18, ECK v3.2, RabbitMQ v2.16, Longhorn v1.10,
 * external-snapshotter v8, tofu-controller v0.16).
 */
export const dataKinds: ReadonlySet<string> = new Set([
  'CephBlockPool.ceph.rook.io',
  'CephCluster.ceph.rook.io',
  'CephFilesystem.ceph.rook.io',
  'CephObjectStore.ceph.rook.io',
  'Cluster.postgresql.cnpg.io',
  'CustomResourceDefinition.apiextensions.k8s.io',
  'Database.postgresql.cnpg.io',
  'Elasticsearch.elasticsearch.k8s.elastic.co',
  'Kafka.kafka.strimzi.io',
  'KafkaNodePool.kafka.strimzi.io',
  'KafkaTopic.kafka.strimzi.io',
  'Namespace',
  'PerconaPGCluster.pgv2.percona.com',
  'PerconaServerMongoDB.psmdb.percona.com',
  'PerconaXtraDBCluster.pxc.percona.com',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'RabbitmqCluster.rabbitmq.com',
  'StatefulSet.apps',
  'Tenant.minio.min.io',
  'Terraform.infra.contrib.fluxcd.io',
  'Volume.longhorn.io',
  'VolumeSnapshot.snapshot.storage.k8s.io',
  'VolumeSnapshotContent.snapshot.storage.k8s.io',
]);
