import { expect, test, vi } from "vitest";
import { Store } from "../store.ts";
import { account, ada, ben, timeOf } from "../testing/examples.ts";
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

test("A person who does not exist is not requested again", async () => {
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

test("The account follows its user in answers and events, also when a status or a pause has ended", () => {
  const session = signedIn(testApi({}));
  const people = new People({ store: new Store(), session });
  const listener = vi.fn();
  session.subscribe(listener);
  const { email: _, isEmailVerified: __, ...me } = account;
  people.take([me, user("ben")]);
  expect(listener).not.toHaveBeenCalled();
  const status = { emoji: "🌴", text: "On holiday" };
  people.take([{ ...me, status, pausedUntil: "2026-11-26T12:00:00.000Z" }]);
  expect(session.user).toMatchObject({ email: account.email, status });
  people.take([me]);
  expect(session.user).toMatchObject({ email: account.email, status: undefined, pausedUntil: undefined });
});

test("A change of the user's own status updates the account with the server's answer", async () => {
  const status = { emoji: "🌴" };
  const api = testApi({ updateMe: () => ({ ...account, status }) });
  const session = signedIn(api);
  const people = new People({ store: new Store(), session });
  await people.changeOwn({ status });
  expect(session.user?.status).toEqual(status);
  expect(api.calls).toMatchObject([{ body: { status } }]);
});

test("Late events about keywords and sections do not undo newer changes", () => {
  const session = signedIn(testApi({}));
  const people = new People({ store: new Store(), session });
  const [earlier, later] = [timeOf(1), timeOf(2)];
  people.receiveKeywords({ type: "keywords.updated", keywords: ["new"], changedAt: later });
  people.receiveKeywords({ type: "keywords.updated", keywords: ["old"], changedAt: earlier });
  people.receiveSections({ type: "sections.updated", sections: [{ kind: "direct" }], changedAt: later });
  people.receiveSections({ type: "sections.updated", sections: [{ kind: "channels" }], changedAt: earlier });
  expect(session.user).toMatchObject({ keywords: ["new"], sections: [{ kind: "direct" }] });
  // A server of an earlier release sends no times.
  people.receiveKeywords({ type: "keywords.updated", keywords: ["newest"] });
  expect(session.user?.keywords).toEqual(["newest"]);
});

/** A client whose changes of the account the test answers. */
function pendingAnswers() {
  const answers: ((changedAt: string) => void)[] = [];
  const session = signedIn(testApi({}));
  const call = vi.fn();
  call.mockImplementation(
    (_: string, { body }: { body: object }) =>
      new Promise((resolve) => {
        answers.push((changedAt) => resolve({ ...account, ...body, changedAt }));
      }),
  );
  const people = new People({
    store: new Store(),
    session: {
      call,
      update: (user) => session.update(user),
      get user() {
        return session.user;
      },
    },
  });
  return { people, session, answer: (changedAt: string) => answers.shift()?.(changedAt) };
}

test("Sections that the user has just changed stay while the event of an earlier change arrives", async () => {
  const { people, session, answer } = pendingAnswers();
  const shown = () => session.user?.sections?.map(({ kind }) => kind);
  const arrive = (change: number, kind: "direct" | "channels") =>
    people.receiveSections({ type: "sections.updated", sections: [{ kind }], changedAt: timeOf(change) });
  const first = people.changeSections([{ kind: "direct" }]);
  answer(timeOf(1));
  await first;
  const second = people.changeSections([{ kind: "channels" }]);
  arrive(1, "direct");
  expect(shown()).toEqual(["channels"]);
  answer(timeOf(2));
  await second;
  expect(shown()).toEqual(["channels"]);
  arrive(1, "direct");
  expect(shown()).toEqual(["channels"]);
  // Another device changes them before this one has the answer to its own change.
  const third = people.changeSections([{ kind: "direct" }]);
  arrive(4, "channels");
  expect(shown()).toEqual(["direct"]);
  answer(timeOf(3));
  await third;
  expect(shown()).toEqual(["channels"]);
});

test("The answer to a change of the status brings no sections, whose own change may be on its way", async () => {
  const { people, session, answer } = pendingAnswers();
  const status = people.changeOwn({ status: { emoji: "🌴" } });
  const sections = people.changeSections([{ kind: "direct" }]);
  answer(timeOf(1));
  await status;
  expect(session.user).toMatchObject({ status: { emoji: "🌴" }, sections: [{ kind: "direct" }] });
  answer(timeOf(2));
  await sections;
  expect(session.user?.sections).toEqual([{ kind: "direct" }]);
});
