import type { Painter } from '../../core/index.ts';
import type { Validation } from '../validate.ts';
import { renderGithub } from './github.ts';
import { renderGitlab } from './gitlab.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';

/** How findings can be printed. */
export type ValidationFormat = 'text' | 'json' | 'sarif' | 'github' | 'gitlab' | 'junit';

/** The findings of all clusters in a format, without a final newline. */
export function renderValidation(
  validations: readonly Validation[],
  format: ValidationFormat,
  paint?: Painter,
): string {
  switch (format) {
    case 'text':
      return renderText(validations, paint);
    case 'json':
      return renderJson(validations);
    case 'sarif':
      return renderSarif(validations);
    case 'github':
      return renderGithub(validations);
    case 'gitlab':
      return renderGitlab(validations);
    case 'junit':
      return renderJunit(validations);
  }
}
