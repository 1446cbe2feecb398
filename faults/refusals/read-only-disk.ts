import { type PlaceOnDisk, placeOnDisk } from '../places/index.ts';
import type { ReasonToRefuse } from './refusal.ts';

/** Even root may not write there, which modes of files would not keep from it. */
export const readOnlyDisk: ReasonToRefuse = {
  title: 'a disk that may only be read',
  dialect: 'sqlite',
  told: ['DATABASE_FILE'],
  place: placeOnDisk,

  async refuse(_, place) {
    const { disk } = place as PlaceOnDisk;
    await disk.setReadOnly(true);
    return { allow: () => disk.setReadOnly(false) };
  },
};
