import { expect, test } from "vitest";
import { Store } from "../store.ts";
import { ada, ben } from "../testing/examples.ts";
import { Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { People } from "./people.ts";

const user = (username: string) => ({
  id: ben,
  username,
  fullName: null,
  createdAt: "2026-11-25T09:00:00.000Z",
});

test("A person whom no conversation lists is fetched once, and again after a lost connection", async () => {
  const store = new Store();
  const api = testApi({ getUser: () => user("ben") });
  const people = new People({ store, session: signedIn(api) });
  await Promise.all([people.ensure([ben]), people.ensure([ben])]);
  await people.ensure([ben]);
  expect(api.calls).toHaveLength(1);
  expect(store.state.people.get(ben)?.username).toBe("ben");
  people.take([user("benjamin")]);
  expect(store.state.people.get(ben)?.username).toBe("benjamin");
  people.expire();
  expect(store.state.people.get(ben)?.username).toBe("benjamin");
  await people.ensure([ben]);
  expect(store.state.people.get(ben)?.username).toBe("ben");
});

test("A person who does not exist is not asked for again", async () => {
  const api = testApi({
    getUser: () => {
      throw new Refusal("user-not-found");
    },
  });
  const people = new People({ store: new Store(), session: signedIn(api) });
  await people.ensure([ada]);
  await people.ensure([ada]);
  expect(api.calls).toHaveLength(1);
});
