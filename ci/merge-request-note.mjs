// Writes a file into the one note of a merge request that is the plan's, and changes that note later.
//   node ci/merge-request-note.mjs FILE
// GITLAB_TOKEN is a token of the project with the scope api; the rest GitLab sets in each job.
import { readFile } from 'node:fs/promises';

const marker = '<!-- sluice plan -->';
const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, GITLAB_TOKEN } = process.env;
const [, , file] = process.argv;
const notes = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;

/** Asks GitLab, and gives its answer and the number of the next page. */
async function ask(url, method = 'GET', body = undefined) {
  const response = await fetch(url, {
    method,
    headers: { 'PRIVATE-TOKEN': GITLAB_TOKEN ?? '', 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify({ body }) }),
  });
  if (!response.ok) throw new Error(`GitLab answers ${method} of notes with ${response.status}`);
  return { answer: await response.json(), next: response.headers.get('x-next-page') };
}

async function findNote() {
  for (let page = '1'; page; ) {
    const { answer, next } = await ask(`${notes}?per_page=100&page=${page}`);
    const found = answer.find(({ body }) => body.startsWith(marker));
    if (found) return found;
    page = next ?? '';
  }
  return undefined;
}

const text = `${marker}\n${await readFile(file, 'utf8')}`;
const note = await findNote();
if (note) await ask(`${notes}/${note.id}`, 'PUT', text);
else await ask(notes, 'POST', text);
