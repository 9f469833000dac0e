import type { Answers } from './answers.ts';

/** The pipeline of GitLab: what a merge request is checked by, and what publishes it. */
export function gitlabFiles(answers: Answers): readonly (readonly [string, string])[] {
  return [['.gitlab-ci.yml', pipeline(answers)]];
}

const pipeline = ({
  source,
  branch,
}: Answers): string => `# MANIFESTS_TOKEN is a masked and protected variable: a token of the manifests repository with the scope
# write_repository.
default:
  image: docker.io/library/node:24.11.1-bookworm
  interruptible: true
  cache:
    key: { files: [package-lock.json] }
    paths: [.npm/]
  before_script:
    - npm ci --no-audit --no-fund --cache .npm

variables:
  MANIFESTS: ${source.replace(/^[a-z]+:\/\/(?:[^/@]*@)?/, '').replace(/^([^/:]+):\d+/, '$1')}

stages: [check, publish]

validate:
  stage: check
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - npm test
    - npx sluice secret verify
    - npx cdk8s synth
    - npx sluice validate --format gitlab > validate.json
  artifacts:
    when: always
    reports: { codequality: validate.json }

plan:
  stage: check
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID
  script:
    - git config --global credential.helper '!printf "username=oauth2\\npassword=%s\\n" "$MANIFESTS_TOKEN" #'
    - git clone --depth 1 --branch ${branch} "https://$MANIFESTS" .plan/before
    - cp -R .plan/before .plan/after
    - npx sluice synth --output .plan/after --no-validate
    # 2 and 3 are plans with changes and with dangers, which a person is to read; 1 is an error.
    - npx sluice plan --base .plan/before --head .plan/after --format markdown --output .plan/plan.md || [ $? -ge 2 ]
  artifacts:
    expose_as: what Flux will do
    paths: [.plan/plan.md]

publish:
  stage: publish
  interruptible: false
  resource_group: manifests
  rules:
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "main"
  variables:
    GIT_DEPTH: 0
    SLUICE_GIT_TOKEN: $MANIFESTS_TOKEN
  script:
    - npx sluice publish --repo "https://$MANIFESTS" --branch ${branch}
`;
