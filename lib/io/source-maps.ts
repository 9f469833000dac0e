import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Finding, Location } from '../core/index.ts';

const mapComment = /\/\/# sourceMappingURL=(\S+)\s*$/;
const dataUrl = /^data:application\/json[^,]*;base64,/;

function readMap(file: string): TraceMap | undefined {
  try {
    const url = mapComment.exec(readFileSync(file, 'utf8'))?.[1];
    if (url === undefined) return undefined;
    const text = dataUrl.test(url)
      ? Buffer.from(url.replace(dataUrl, ''), 'base64').toString()
      : readFileSync(new URL(url, pathToFileURL(file)), 'utf8');
    return new TraceMap(text, pathToFileURL(file).href);
  } catch {
    // A map that cannot be read only means that the place stays as it is.
    return undefined;
  }
}

/**
 * A place in the source that a person wrote, relative to a folder. In compiled JavaScript it is
 * mapped back where there is a source map.
 */
export function placeInSource(location: Location, cwd: string): Location {
  const { file, line, column, ...rest } = location;
  if (file === undefined) return location;
  const map = line !== undefined && /\.[cm]?js$/.test(file) ? readMap(file) : undefined;
  const place =
    map && originalPositionFor(map, { line: line ?? 1, column: Math.max(0, (column ?? 1) - 1) });
  const source = place?.source?.startsWith('file:') === true ? fileURLToPath(place.source) : file;
  const relative = path.relative(cwd, source);
  const mapped = place?.line ?? line;
  return {
    ...rest,
    file: relative.startsWith('..') ? source : relative,
    ...(mapped !== undefined && { line: mapped }),
  };
}

/**
 * A diagnostic whose places are in the source that a person wrote, relative to a folder.
 */
export function inSource<Found extends Finding>(diagnostic: Found, cwd: string): Found {
  return {
    ...diagnostic,
    location: placeInSource(diagnostic.location, cwd),
    ...(diagnostic.related && {
      related: diagnostic.related.map((each) => placeInSource(each, cwd)),
    }),
  };
}
