/**
 * Moves that delete nothing in any order. Takes a plan and the trees that it compares, gives what to
 * publish in between and what to wait for, and the files of the trees in between.
 */
export { objectsAtRisk, stageEdits, unmarkedIn, withEdits } from './stage-tree.ts';
export { stagesOf } from './stages.ts';
