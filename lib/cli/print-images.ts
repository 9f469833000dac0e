import { describePolicy, type ListedImage } from '../publish/index.ts';

/** What became of a tag that is to be written into the program. */
export interface Pulled {
  readonly image: string;
  readonly from: string;
  readonly to: string;
  /** `<file>:<line>` of the declaration. */
  readonly place: string;
  /** Why it is not written; undefined where it is. */
  readonly problem: string | undefined;
}

/** The tags of each image that run in its cluster; nothing where that is not asked for. */
export type Running = ReadonlyMap<ListedImage, readonly string[]> | undefined;

/** Lists images for machines. */
export function printImagesJson(
  images: readonly ListedImage[],
  running: Running,
  pulled: readonly Pulled[],
): void {
  const listed = images.map((each) => {
    const { cluster, app, image, committed, next } = each;
    const { image: name, tag: declared, policy } = image;
    const tags = { declared, committed, next, running: running?.get(each) };
    return { cluster, app, image: name, policy, ...tags };
  });
  console.log(JSON.stringify({ version: 1, images: listed, pulled }, null, 2));
}

function committedIn({ isElsewhere, committed, next }: ListedImage): string {
  if (isElsewhere) return "in the app's repository";
  if (committed === undefined) return '-';
  return committed === next ? committed : `${committed} → ${next}`;
}

function runningIn(tags: readonly string[] = []): string {
  return tags.length === 0 ? '-' : tags.join(', ');
}

/** Lists images for people: a line each, then what became of tags that were to be written. */
export function printImages(
  images: readonly ListedImage[],
  running: Running,
  pulled: readonly Pulled[],
  { pull: isPulling }: { readonly pull?: true },
): void {
  if (images.length === 0) {
    console.log('no image of the program has a policy');
    return;
  }
  const live = (text: string) => (running === undefined ? [] : [text]);
  const header = ['CLUSTER', 'APP', 'IMAGE', 'DECLARED', 'COMMITTED', ...live('RUNNING'), 'POLICY'];
  const rows = images.map((listed) => [
    listed.cluster,
    listed.app,
    listed.image.image,
    listed.image.tag,
    committedIn(listed),
    ...live(runningIn(running?.get(listed))),
    describePolicy(listed.image.policy),
  ]);
  const table = [header, ...rows];
  const widths = header.map((_, column) =>
    Math.max(...table.map((row) => (row[column] ?? '').length)),
  );
  for (const row of table) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    console.log(cells.join('  ').trimEnd());
  }
  if (isPulling !== true) return;
  if (pulled.length === 0) console.log('\nthe program has the committed tags already');
  else console.log('');
  for (const { image, from, to, place, problem = 'written' } of pulled) {
    console.log(`${place}  ${image} ${from} → ${to}: ${problem}`);
  }
}
