export { createArtifact, type NewArtifact } from './create-artifact.ts';
export { deleteArtifact } from './delete-artifact.ts';
export { type ArtifactChanges, updateArtifact } from './update-artifact.ts';
