import type { JsonObject, JsonValue } from '../../domain/index.ts';
import { jsonObject } from '../input.ts';

const placeholder = /\{\{\s*([\w.\-[\]$]+)\s*\}\}/g;

/** What the jobs of a pool are made of. Empty, or a configuration and the schema of the variables that it may name in `{{ … }}`. */
export const baseJobTemplate = jsonObject.superRefine((template, context) => {
  if (Object.keys(template).length === 0) {
    return;
  }
  const { job_configuration: configuration, variables } = template;
  if (!isFilled(configuration) || !isFilled(variables)) {
    context.addIssue({ code: 'custom', message: 'lacks a job_configuration or variables.' });
    return;
  }
  const declared = isObject(variables['properties']) ? variables['properties'] : {};
  const undeclared = namesIn(configuration).filter((name) => !Object.hasOwn(declared, name));
  if (undeclared.length > 0) {
    const names = [...new Set(undeclared)].join(', ');
    context.addIssue({
      code: 'custom',
      path: ['job_configuration'],
      message: `names variables that variables.properties does not declare: ${names}.`,
    });
  }
});

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFilled(value: JsonValue | undefined): value is JsonObject {
  return isObject(value) && Object.keys(value).length > 0;
}

/** The names in `{{ … }}`, in values however deep and in the keys of all but the outermost object. */
function namesIn(configuration: JsonObject): string[] {
  return Object.values(configuration).flatMap(namesWithin);
}

function namesWithin(value: JsonValue): string[] {
  if (typeof value === 'string') {
    return Array.from(value.matchAll(placeholder), ([, name]) => name!);
  }
  if (Array.isArray(value)) {
    return value.flatMap(namesWithin);
  }
  return isObject(value) ? Object.entries(value).flat().flatMap(namesWithin) : [];
}
