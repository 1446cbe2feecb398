import { adjectives, animals, uniqueNamesGenerator } from 'unique-names-generator';

/** Two random words joined by a hyphen: the name of a run that was given none. */
export function generateSlug(): string {
  return uniqueNamesGenerator({ dictionaries: [adjectives, animals], separator: '-', length: 2 });
}
