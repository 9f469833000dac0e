// Writes a plan into the one comment of a pull or merge request that is the plan's, and changes that comment later.
//   node ci/plan-comment.mjs FILE
// On GitHub it wants GITHUB_TOKEN and the number PULL_REQUEST, on GitLab GITLAB_TOKEN, which may use the API.
// All else is set in every job there.
import { readFile } from 'node:fs/promises';

const marker = '<!-- sluice plan -->';
const cut = '\n\n… The rest is too long for a comment: the whole plan is an artifact of the job.\n';
const pageSize = 100;
const { env } = process;

const github = () => {
  const issues = `${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}/issues`;
  return {
    headers: { Authorization: `Bearer ${env.GITHUB_TOKEN}` },
    comments: `${issues}/${env.PULL_REQUEST}/comments`,
    comment: (id) => `${issues}/comments/${id}`,
    change: 'PATCH',
    // https://github.com/orgs/community/discussions/27190: 65,536 characters, of which some stay free.
    limit: 65_000,
    // Whom the token of a workflow writes as. Anybody can write the marker.
    isOwn: ({ user }) => user.login === 'github-actions[bot]',
  };
};

const gitlab = async () => {
  const headers = { 'PRIVATE-TOKEN': env.GITLAB_TOKEN };
  const request = `${env.CI_API_V4_URL}/projects/${env.CI_PROJECT_ID}/merge_requests/${env.CI_MERGE_REQUEST_IID}`;
  const self = await ask(headers, `${env.CI_API_V4_URL}/user`);
  return {
    headers,
    comments: `${request}/notes`,
    comment: (id) => `${request}/notes/${id}`,
    change: 'PUT',
    // https://docs.gitlab.com/administration/instance_limits/: 1,000,000 characters.
    limit: 999_000,
    isOwn: ({ author }) => author.id === self.id,
  };
};

async function ask(headers, url, method = 'GET', body = undefined) {
  const response = await fetch(url, {
    method,
    headers: { ...headers, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify({ body }) }),
  });
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname}: ${response.status}`);
  return response.json();
}

async function findComment({ headers, comments, isOwn }) {
  for (let page = 1; ; page += 1) {
    const all = await ask(headers, `${comments}?per_page=${pageSize}&page=${page}`);
    const found = all.find((each) => each.body.startsWith(marker) && isOwn(each));
    if (found || all.length < pageSize) return found;
  }
}

/** As many whole lines as a comment holds. */
function shortened(text, limit) {
  if (text.length <= limit) return text;
  return text.slice(0, text.lastIndexOf('\n', limit - cut.length)) + cut;
}

const forge = env.GITHUB_ACTIONS ? github() : await gitlab();
const text = shortened(`${marker}\n${await readFile(process.argv[2], 'utf8')}`, forge.limit);
const comment = await findComment(forge);
if (comment) await ask(forge.headers, forge.comment(comment.id), forge.change, text);
else await ask(forge.headers, forge.comments, 'POST', text);
