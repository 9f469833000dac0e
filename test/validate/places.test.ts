import { expect, test } from 'vitest';
import { type Manifest, objectId } from '../../lib/kubernetes/index.ts';
import { Places } from '../../lib/validate/places.ts';
import { Subject } from '../../lib/validate/subject.ts';

const manifest: Manifest = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'options', namespace: 'demo' },
};
const text = (name: string) => `kind: ConfigMap\nmetadata:\n  name: ${name}\n`;

/** Where an object is found that kustomize built out of the folder `demo`. */
function placeIn(files: Readonly<Record<string, string>>, folder: string | undefined = 'demo') {
  const places = new Places({
    textOf: (file) => files[file],
    filesIn: (below) => Object.keys(files).filter((file) => file.startsWith(below)),
  });
  const owner = { kind: 'Kustomization', id: 'a/b', shownId: 'a/b', subject: undefined } as const;
  const object = { id: objectId(manifest), manifest };
  const subject = new Subject(object, { owner, file: undefined, folder });
  return places.of({ subject, at: subject.field('metadata', 'name'), message: '' }).location;
}

test('what kustomize builds stands in the file that has it, with the line of the field', () => {
  expect(placeIn({ 'demo/a.yaml': text('options') })).toEqual({ file: 'demo/a.yaml', line: 3 });
});

test('it may stand in a base elsewhere', () => {
  const files = { 'demo/a.yaml': text('other'), 'base/b.yaml': text('options') };
  expect(placeIn(files)).toEqual({ file: 'base/b.yaml', line: 3 });
});

test('of several files the one in the folder is meant', () => {
  const files = { 'demo/a.yaml': text('options'), 'old/b.yaml': text('options') };
  expect(placeIn(files)).toEqual({ file: 'demo/a.yaml', line: 3 });
});

test('where several may be meant, none is named', () => {
  expect(placeIn({ 'demo/a.yaml': text('options'), 'demo/b.yaml': text('options') })).toEqual({});
  expect(placeIn({ 'a.yaml': text('options'), 'b.yaml': text('options') })).toEqual({});
});

test('what another source holds is not looked for here', () => {
  const files = { 'demo/a.yaml': text('options') };
  const places = new Places({
    textOf: (file) => files[file as keyof typeof files],
    filesIn: () => Object.keys(files),
  });
  const owner = { kind: 'Kustomization', id: 'a/b', shownId: 'a/b', subject: undefined } as const;
  const object = { id: objectId(manifest), manifest };
  const subject = new Subject(object, { owner, file: undefined, folder: undefined });
  expect(places.of({ subject, message: '' }).location).toEqual({});
});
