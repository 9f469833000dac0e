/** The three clusters of this repository, as tests read them. */
import { readFileSync } from 'node:fs';
import type { Fleet } from 'sluice';
import { home } from '../../clusters/home/index.ts';
import { lab } from '../../clusters/lab/index.ts';
import { staging } from '../../clusters/staging/index.ts';
import { newFleet } from '../../lib/program.ts';
import { type Synthesis, synthesize } from '../../lib/synth/index.ts';

export type Define = (fleet: Fleet) => void;

export const clusters: Readonly<Record<string, Define>> = { home, staging, lab };

/** Renders clusters, all of them unless some are given. */
export function synth(...defines: readonly Define[]): Synthesis {
  const fleet = newFleet();
  for (const define of defines.length > 0 ? defines : Object.values(clusters)) define(fleet);
  return synthesize(fleet, { readText: (file) => readFileSync(file, 'utf8') });
}
