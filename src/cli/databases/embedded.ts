import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { migrate } from '../../migrations/index.ts';
import { packageFolder } from '../../migrations/package-folder.ts';
import { configurationFor } from '../../orm-config/index.ts';
import { playRecording, readRecording } from '../../services/recording/index.ts';
import type { ProgressLine } from '../terminal/progress.ts';
import type { ShownDatabase } from './shown.ts';

const folderName = '.prefect-orm';
const recordingFile = join(packageFolder(), 'recordings/prefect-3.8.8.json');

/**
 * Opens the embedded database in the current folder. It is made when it is not there, and a recording of a real Prefect server is
 * played into it; a start that was killed in between is finished by the next.
 *
 * @param progress hears how far the recording is
 */
export async function openEmbedded(progress: ProgressLine): Promise<ShownDatabase> {
  const file = join(await makeFolder(), 'prefect-orm.db');
  const orm = await configurationFor(file).init({ migrations: { silent: true } });
  try {
    // the comparison with the entities, which a migration begins with, would be felt at every start
    if ((await orm.migrator.getPending()).length > 0) {
      await migrate(orm);
    }
    const recording = await readRecording(recordingFile);
    const rows = await playRecording(orm.em, recording, ({ done, total }) =>
      progress.show(`Playing the recording: ${done} of ${total} transactions`),
    );
    const news =
      rows > 0
        ? `${rows} rows of a recorded Prefect ${recording.prefect} server went in, state by state.`
        : `It holds the recording of a Prefect ${recording.prefect} server.`;
    return {
      orm,
      kind: 'Embedded database',
      name: relative(process.cwd(), file),
      notes: [news, 'It was recorded some time ago: what had not ended then counts on until now.'],
    };
  } catch (error) {
    await orm.close();
    throw error;
  }
}

/** The folder says itself that git is to leave it alone, wherever it is made. */
async function makeFolder(): Promise<string> {
  const folder = join(process.cwd(), folderName);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, '.gitignore'), '*\n');
  return folder;
}
