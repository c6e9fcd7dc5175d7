import { runVitest } from "../support/run-vitest.ts";

/** What is about the Data API itself, or deploys other assemblies than that of the profile. */
const beyondPool = [
  "a send is one call of the Data API and one push for each other connection",
  "to more connections than a send pushes itself, slices go through the queue, and each gets it once",
  "a delivery that fails comes again soon, and only that one",
  "the cluster was paused: whoever comes first waits until it is awake, and is not refused",
  "an answer of the database that is lost is a 503 with Retry-After where a second attempt would not be safe",
  "what goes wrong is logged under the browser's own id, from its call to the push, and says nothing of what was said",
  "a route that is taken out of infra/ is gone, and comes back with it, without a restart",
  "another key takes over in steps, of which those who are signed in notice nothing; what the old one signed ends with it",
  "without readers, nobody is told of positions, and they are taken all the same",
];

const wanted = process.argv.slice(2);

/** `npm run test:scale`: the end-to-end tests with the profile `scale`, where functions reach the database through RDS Proxy. */
runVitest(
  [
    "--project",
    "stack",
    "--testNamePattern",
    `^(?!.*(${beyondPool.join("|")})$)`,
    ...(wanted.length > 0 ? wanted : ["tests/e2e"]),
  ],
  { CHATFLOW_TEST_PROFILE: "scale" },
);
