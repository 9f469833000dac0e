/**
 * Reusable charts: what most apps are made of, with defaults that suit real clusters. Takes
 * props, gives constructs inside the app that creates them.
 */
export { HelmApp, type HelmAppProps } from './helm-app.ts';
export { type Probe, type Resources, WebService, type WebServiceProps } from './web-service.ts';
