/** Prints the files of the example: what determinism.test.ts runs in other surroundings. */
import { exampleFleet } from './example.ts';
import { cleanSynth } from './fleet.ts';

process.stdout.write(JSON.stringify([...cleanSynth((fleet) => exampleFleet(fleet)).tree]));
