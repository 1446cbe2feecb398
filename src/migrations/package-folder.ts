import { findPackageJSON } from 'node:module';
import { dirname } from 'node:path';

/**
 * The folder of this package. By its name, because its code may have been bundled into an application's.
 *
 * @throws where the code was bundled and the package is not installed beside it
 */
export function packageFolder(): string {
  return dirname(findPackageJSON('prefect-orm', import.meta.url)!);
}
