import { ObjectLines, type WantedLine } from '../kubernetes/index.ts';
import { readText, type Tree } from './tree.ts';

/** The lines of objects in the files of trees. Each file is read once, however much is wrong in it. */
export class FileLines {
  readonly #trees = new WeakMap<Tree, Map<string, ObjectLines>>();

  /** The line, from 1; undefined where the file does not have the object as it is asked for. */
  of(tree: Tree, file: string, wanted: WantedLine): number | undefined {
    const files = this.#trees.get(tree) ?? new Map<string, ObjectLines>();
    this.#trees.set(tree, files);
    const lines = files.get(file) ?? new ObjectLines(readText(tree, file));
    files.set(file, lines);
    return lines.of(wanted);
  }
}
