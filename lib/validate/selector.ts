import type { Field } from './field.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether labels have all that a map of labels asks for; an empty map asks for nothing. */
export function hasLabels(labels: Labels, wanted: Field): boolean {
  return wanted.entries().every(([key, value]) => labels[key] === value.value);
}

/** Whether a LabelSelector matches labels; an empty one matches all. */
export function matchesSelector(labels: Labels, selector: Field): boolean {
  return (
    hasLabels(labels, selector.at('matchLabels')) &&
    selector.items('matchExpressions').every((each) => matchesExpression(labels, each))
  );
}

function matchesExpression(labels: Labels, expression: Field): boolean {
  const key = expression.at('key').text ?? '';
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const values = expression.items('values').map((each) => each.value);
  switch (expression.at('operator').value) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      // The API server refuses what is none of these.
      return true;
  }
}

/** Whether a selector asks for anything. */
export function isEmptySelector(selector: Field): boolean {
  return (
    selector.entries('matchLabels').length === 0 && selector.items('matchExpressions').length === 0
  );
}
