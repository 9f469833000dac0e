import { describe, expect, it } from 'vitest';
import { Image, semver, type TagPolicy } from '../../../lib/index.ts';
import type { FileTree } from '../../../lib/core/index.ts';
import { type ExistingTree, treeChanges } from '../../../lib/synth/index.ts';
import { setImages } from '../../flux/image-check.ts';
import { appIn, cleanSynth, clusterIn, configMapIn } from '../../support/fleet.ts';

const source = { url: 'ssh://git@example.org/manifests', branch: 'main', secret: 'flux-writes' };
const folder = 'clusters/home/apps/web';

interface Program {
  readonly name?: string;
  readonly tag?: string;
  readonly policy?: TagPolicy;
  readonly labels?: Readonly<Record<string, string>>;
  /** Ids of the objects that use the image. */
  readonly objects?: readonly string[];
}

/** What a program gives in which an app uses one image. */
function treeOf(program: Program = {}): FileTree {
  const { name = 'ghcr.io/example/podinfo', tag = '6.7.1', objects = ['config'] } = program;
  const { policy = semver('6.x'), labels = {} } = program;
  return cleanSynth((fleet) => {
    const app = appIn(clusterIn(fleet, 'home', { source }), 'web', { labels });
    const image = Image.of(name, { tag, policy, id: 'podinfo' });
    for (const id of objects) {
      configMapIn(app, id, {
        data: { image: image.reference(), name: image.name(), tag: image.tag(), id },
      });
    }
  }).tree;
}

function existing(tree: FileTree): ExistingTree {
  const paths = [...tree.keys()];
  const isFolder = (path: string) => paths.some((each) => each.startsWith(`${path}/`));
  return {
    kind: (path) => (tree.has(path) ? 'file' : isFolder(path) ? 'folder' : undefined),
    read: (path) => tree.get(path),
    folders: (path) => {
      const below = paths.filter((each) => each.startsWith(`${path}/`));
      const names = below.map((each) => each.slice(path.length + 1).split('/'));
      return [...new Set(names.filter(({ length }) => length > 1).map(([first = '']) => first))];
    },
  };
}

/** A tree after Flux has committed a tag to it. */
function committed(tree: FileTree, tag: string): FileTree {
  const lines = (text: string) =>
    text.replace(
      /(\S+)( # \{"\$imagepolicy": "[^:]+:[^:"]+(:tag|)"\})/g,
      (_, value: string, rest: string, part: string) =>
        (part === ':tag' ? JSON.stringify(tag) : value.replace(/:[^:]*$/, `:${tag}`)) + rest,
    );
  return new Map([...tree].map(([path, text]) => [path, lines(text)]));
}

/** The tags in the new tree, after Flux has committed 6.9.0 to the old one. */
function tagsAfter(next: Program, flux = committed(treeOf(), '6.9.0')): string[] {
  const { tree } = treeChanges(existing(flux), treeOf(next));
  const texts = [...tree].filter(([path]) => path.startsWith(`${folder}/configmap.`));
  return texts.flatMap(([, text]) => [
    /image: \S+:(\S+) #/.exec(text)?.[1] ?? '',
    /tag: "(.+)" #/.exec(text)?.[1] ?? '',
  ]);
}

it('what Flux committed is what its setters write', async () => {
  const path = `${folder}/configmap.config.yaml`;
  const before = treeOf().get(path) ?? '';
  const policies = { 'flux-system:web-podinfo': { name: 'ghcr.io/example/podinfo', tag: '6.9.0' } };
  expect(committed(treeOf(), '6.9.0').get(path)).toBe(await setImages(before, policies));
});

describe('a tag that Flux committed stays', () => {
  it('where nothing changed, so that there is nothing to write', () => {
    const changes = treeChanges(existing(committed(treeOf(), '6.9.0')), treeOf());
    expect([...changes.writes.keys(), ...changes.deletes]).toEqual([]);
  });

  it('where other lines change', () => {
    expect(tagsAfter({ labels: { team: 'a' } })).toEqual(['6.9.0', '6.9.0']);
  });

  it('in an object that is new', () => {
    expect(tagsAfter({ objects: ['config', 'other'] })).toEqual(Array(4).fill('6.9.0'));
  });

  it('in an object that has another name', () => {
    expect(tagsAfter({ objects: ['renamed'] })).toEqual(['6.9.0', '6.9.0']);
  });

  it('where YAML could take it for a number', () => {
    expect(tagsAfter({}, committed(treeOf(), '1.10'))).toEqual(['1.10', '1.10']);
  });
});

describe('the program wins', () => {
  it('where it has another tag', () => {
    expect(tagsAfter({ tag: '6.8.0' })).toEqual(['6.8.0', '6.8.0']);
  });

  it('where it has another policy', () => {
    expect(tagsAfter({ policy: semver('6.7.x') })).toEqual(['6.7.1', '6.7.1']);
  });

  it('where it has another image', () => {
    expect(tagsAfter({ name: 'ghcr.io/other/podinfo' })).toEqual(['6.7.1', '6.7.1']);
  });

  it('where lines of one policy disagree, so that Flux wrote none of them', () => {
    const path = `${folder}/configmap.config.yaml`;
    const tree = treeOf();
    const edited = (tree.get(path) ?? '').replace('tag: "6.7.1"', 'tag: "6.0.0"');
    expect(tagsAfter({}, new Map(tree).set(path, edited))).toEqual(['6.7.1', '6.7.1']);
  });

  it('where the branch has nothing yet', () => {
    expect(tagsAfter({}, new Map())).toEqual(['6.7.1', '6.7.1']);
  });

  it('where the file of the policy is somebody else’s', () => {
    const path = `${folder}/imagepolicy.flux-system_web-podinfo.yaml`;
    const flux = new Map(committed(treeOf(), '6.9.0')).set(path, 'a: [\n');
    expect(tagsAfter({}, flux)).toEqual(['6.7.1', '6.7.1']);
  });
});
