export { InvalidRecordingError } from './errors.ts';
export { playRecording, type Progress } from './play-recording.ts';
export { readRecording, type RecordedRow, type Recording, type StoredValue } from './recording.ts';
export { type Unit, unitsOf } from './units.ts';
