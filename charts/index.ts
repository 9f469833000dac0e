/**
 * Reusable charts: what most apps are made of, with defaults that suit real clusters. Takes
 * props, gives constructs inside the app that creates them.
 */
export { AppRepository, type AppRepositoryProps } from './app-repository.ts';
export { type Chat, ChatAlerts, type ChatAlertsProps } from './chat-alerts.ts';
export { CommitStatus, type CommitStatusProps } from './commit-status.ts';
export type { ContainerProps, Resources } from './container.ts';
export { Database, type DatabaseProps } from './database.ts';
export type { Exposure } from './exposure.ts';
export { ExternalSecret, type ExternalSecretProps } from './external-secret.ts';
export { HelmApp, type HelmAppProps } from './helm-app.ts';
export type { Reach } from './reach.ts';
export { RestrictedNamespace } from './restricted-namespace.ts';
export { ScheduledJob, type ScheduledJobProps } from './scheduled-job.ts';
export { Tenant, type TenantProps } from './tenant.ts';
export { TerraformWorkspace, type TerraformWorkspaceProps } from './terraform-workspace.ts';
export { Tunnel, type TunnelProps, TunnelRoute, type TunnelRouteProps } from './tunnel.ts';
export { type Probe, type Volume, WebService, type WebServiceProps } from './web-service.ts';
export { Webhook, type WebhookProps } from './webhook.ts';
