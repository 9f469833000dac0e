import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt } from '../../core/index.ts';
import { type CreationRule, type CreationRules, readCreationRules } from '../../sops/index.ts';

/** How far up sops looks (config/config.go: maxDepth). */
const maxDepth = 100;

/** The rules for a file. */
export interface RulesOfFile {
  readonly rules: CreationRules;
  /** The file's path as the rules see it. */
  readonly path: string;
  readonly rule: CreationRule | undefined;
}

/**
 * Finds the .sops.yaml of a file: in its folder, or else in the nearest one above it. sops starts in
 * the working directory instead; where a repository has one .sops.yaml at its root, that is the same.
 */
export class CreationRulesFinder {
  readonly #read = new Map<string, Promise<CreationRules | undefined>>();

  /**
   * @returns undefined where there is no .sops.yaml
   * @throws DiagnosticError where it cannot be used
   */
  async rulesFor(file: string): Promise<RulesOfFile | undefined> {
    const absolute = path.resolve(file);
    let folder = path.dirname(absolute);
    for (let depth = 0; depth < maxDepth; depth += 1) {
      const rules = await this.#rulesIn(folder);
      if (rules !== undefined) {
        const relative = path.relative(folder, absolute).split(path.sep).join('/');
        return { rules, path: relative, rule: rules.ruleFor(relative) };
      }
      const above = path.dirname(folder);
      if (above === folder) return undefined;
      folder = above;
    }
    return undefined;
  }

  #rulesIn(folder: string): Promise<CreationRules | undefined> {
    const known = this.#read.get(folder) ?? readRules(path.join(folder, '.sops.yaml'));
    this.#read.set(folder, known);
    return known;
  }
}

async function readRules(absolute: string): Promise<CreationRules | undefined> {
  const file = path.relative(process.cwd(), absolute);
  let text: string;
  try {
    text = readFileSync(absolute, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new DiagnosticError([errorAt('sops-rules', { file }, `it cannot be read: ${code}`)]);
  }
  const read = await readCreationRules({ text, file });
  if ('value' in read) return read.value;
  throw new DiagnosticError(read.diagnostics);
}
