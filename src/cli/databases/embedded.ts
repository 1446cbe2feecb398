import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { migrate } from '../../migrations/index.ts';
import { configurationFor } from '../../orm-config/index.ts';
import { playRecording, readRecording } from '../../services/recording/index.ts';
import { progressLine } from '../terminal/progress.ts';
import type { ShownDatabase } from './shown.ts';

const folderName = '.prefect-orm';
const recordingFile = join(import.meta.dirname, '../../../recordings/prefect-3.8.8.json');

/**
 * Opens the embedded database in the current folder. It is made when it is not there, and a recording of a real Prefect server is
 * played into it; a start that was killed in between is finished by the next.
 */
export async function openEmbedded(): Promise<ShownDatabase> {
  const file = join(await makeFolder(), 'prefect-orm.db');
  const orm = await configurationFor(file).init({ migrations: { silent: true } });
  try {
    await migrate(orm);
    const progress = progressLine();
    const recording = await readRecording(recordingFile);
    const rows = await playRecording(orm.em, recording, ({ done, total }) =>
      progress.show(`Playing the recording: ${done} of ${total} units of work`),
    );
    progress.clear();
    const news =
      rows > 0
        ? `${rows} rows of a recorded Prefect ${recording.prefect} server went in through the entities.`
        : undefined;
    return {
      orm,
      title: `Embedded database ${relative(process.cwd(), file)}`,
      notes: [
        news ?? `It holds the recording of a Prefect ${recording.prefect} server.`,
        'To see another, read only: npm start -- URL (or prefect-orm show URL)',
      ],
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
