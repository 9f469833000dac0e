import { cluster, kustomization as k, object, sealed } from '../../support.ts';
import { between, type RuleCases } from '../support.ts';

const secret = (data: string, ...names: string[]) => {
  const manifest = object('v1', 'Secret', 's', { data: { key: '[secret]' } });
  const sops = { age: names.map((recipient) => ({ recipient })), mac: data };
  return cluster([k('a', [sealed(manifest, { data: { key: `ENC[${data}]` }, sops }, false)])]);
};

export const changedRecipients: RuleCases = {
  told: {
    'a SOPS file gets another recipient': between(secret('x', 'a'), secret('x', 'a', 'b')),
    'a SOPS file loses a recipient': between(secret('x', 'a', 'b'), secret('x', 'a')),
  },
  silent: { 'it is encrypted anew for the same ones': between(secret('x', 'a'), secret('y', 'a')) },
};
