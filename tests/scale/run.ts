import { allExcept, runVitest } from "../support/run-vitest.ts";

/** Tests of the Data API, and tests that deploy another profile. */
const beyondPool = [
  "A message costs one Data API call and one push per other connection",
  "A reply in a thread costs one Data API call and one push per other connection",
  "A message that all members of a group read at the same time causes at most 2n pushes and 1 + n/4 statements",
  "A user who comes online costs two Data API calls and one push per connection of the others, without a job",
  "A push to a connection that is still opening does not close it",
  "A message to many connections reaches each of them once, through the queue",
  "A delivery job that fails is retried within seconds",
  "The first request to a paused cluster waits until the cluster has resumed",
  "A request and a new socket are refused as waking up while the cluster resumes, and succeed afterwards",
  "A user whose socket closes while the cluster resumes goes offline once it has resumed",
  "A lost answer from the database becomes a 503 with Retry-After when a retry would not be safe",
  "The log connects a failed request with its failed pushes by the browser's correlation id, and contains no content",
  "Deploying the app without a route removes the route from the running stack, and deploying it again adds the route",
  "A new signing key replaces the old one without signing anyone out, and removing the old key invalidates its tokens",
  "A deployment without readers returns no database positions and accepts requests that carry one",
];

const wanted = process.argv.slice(2);

/** `npm run test:scale` runs the end-to-end tests with the profile `scale`, which uses RDS Proxy. */
runVitest(
  [
    "--project",
    "stack",
    "--testNamePattern",
    allExcept(beyondPool),
    ...(wanted.length > 0 ? wanted : ["tests/e2e"]),
  ],
  { CHATFLOW_TEST_PROFILE: "scale" },
);
