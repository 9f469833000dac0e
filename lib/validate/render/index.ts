import type { Painter } from '../../core/index.ts';
import type { Validation } from '../validate.ts';
import { renderJson } from './json.ts';
import { renderText } from './text.ts';

/** How findings can be printed. */
export const validationFormats = ['text', 'json'] as const;

export type ValidationFormat = (typeof validationFormats)[number];

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
  }
}
