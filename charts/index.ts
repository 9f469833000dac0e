/**
 * Reusable charts: what most apps are made of, with defaults that suit real clusters. Takes
 * props, gives constructs inside the app that creates them.
 */
export { type Chat, ChatAlerts, type ChatAlertsProps } from './chat-alerts.ts';
export { CommitStatus, type CommitStatusProps } from './commit-status.ts';
export { HelmApp, type HelmAppProps } from './helm-app.ts';
export { type Probe, type Resources, WebService, type WebServiceProps } from './web-service.ts';
export { Webhook, type WebhookProps } from './webhook.ts';
