import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { restRoutes } from "../../infra/application/rest-routes.ts";
import { type RunningStack, startStack } from "../../localstack/stack.ts";
import { synthesizeHere } from "../support/assembly.ts";
import { copyDataFolder } from "../support/data-folder.ts";
import { eventually } from "../support/eventually.ts";
import { withStack } from "../support/own-stack.ts";
import { http, newPeople, newPerson, request } from "../support/people.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const shared = inject("stack");

/** Synthesizes the app without some of its routes. */
const synthesizeWithout = (path: string, outdir: string): Promise<string> =>
  synthesizeHere(outdir, {}, { routes: restRoutes.filter((route) => route.path !== path) });

test("everything is still there after a restart: accounts, keys, conversations, messages", async () => {
  const folder = await temporaryFolder();
  await copyDataFolder(shared.template, folder.path);
  const options = { assembly: shared.assembly, dataFolder: folder.path };
  let stack = await startStack(options);
  const [ann, ben] = await newPeople(stack.url, 2);
  const { id } = await ann.startDirect(ben);
  await ann.send(id, "before the restart");
  const { token } = ann;
  await stack.stop();

  stack = await startStack(options);
  try {
    // The token from before still holds: the signing key is the same.
    const headers = { authorization: `Bearer ${token}` };
    const history = await request(stack.url, "listMessages", { params: { id }, headers });
    expect(history.body.items.map(({ content }) => content)).toEqual(["before the restart"]);
  } finally {
    await stack.stop();
    await folder.remove();
  }
});

test("localhost is both of its addresses", async () => {
  const { port } = new URL(shared.url);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
});

test("a route that is taken out of infra/ is gone, and comes back with it, without a restart", async () => {
  await withStack(async (stack, folder) => {
    const person = await newPerson(stack.url);
    const socket = await person.connect();
    const statusOf = async (path: string) =>
      (await http(stack.url, "GET", `/api${path}`, { headers: { authorization: `Bearer ${person.token}` } }))
        .status;
    expect([await statusOf("/users?query=a"), await statusOf("/users/me")]).toEqual([200, 200]);
    await stack.deploy(await synthesizeWithout("/users", join(folder, "without-users")));
    expect([await statusOf("/users?query=a"), await statusOf("/users/me")]).toEqual([404, 200]);
    await stack.deploy(shared.assembly);
    expect(await statusOf("/users?query=a")).toBe(200);
    // Deployments come and go; connections stay.
    socket.send({ action: "ping" });
    await socket.nextOf("pong");
  });
});

describe("faults", () => {
  test.each([
    ["by the Data API", "prod"],
    ["through RDS Proxy", "scale"],
  ])(
    "the database restarts, reached %s: what was acknowledged is there, and the next send goes through",
    async (_, profile) => {
      const restarts = async (stack: RunningStack) => {
        const [ann, ben] = await newPeople(stack.url, 2);
        const { id } = await ann.startDirect(ben);
        const acknowledged: number[] = [];
        let sending = true;
        const sender = (async () => {
          while (sending && acknowledged.length < 90) {
            const answer = await ann.send(id, "while it restarts");
            // 200 where the answer of the first try was lost and the function's own retry found the message.
            if (answer.status < 300) acknowledged.push(answer.body.seq);
            else expect(answer.status).toBe(503);
          }
        })();
        await eventually(() => expect(acknowledged.length).toBeGreaterThan(3));
        await stack.postgres?.restart();
        const before = acknowledged.length;
        await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 3));
        sending = false;
        await sender;
        const { items } = await ben.history(id, { after: 0, limit: 100 });
        const stored = items.map(({ seq }) => seq);
        expect(stored).toEqual(stored.map((_, at) => at + 1));
        expect(acknowledged.filter((seq) => !stored.includes(seq))).toEqual([]);
      };
      await withStack(restarts, { context: { profile } });
    },
  );

  test("an instance that dies mid-send: the client's retry gives one message", async () => {
    await withStack(async (stack) => {
      const [ann, ben] = await newPeople(stack.url, 2);
      const { id } = await ann.startDirect(ben);
      const api = [...stack.functions().values()].find((fn) => fn.configuration.name === "Api");
      const first = await ann.send(id, "warm");
      expect(first.status).toBe(201);
      const messageId = crypto.randomUUID() as typeof first.body.id;
      const sending = ann.send(id, "once", messageId);
      for (const pid of api?.pids ?? []) process.kill(pid, "SIGKILL");
      // As on AWS: a function's crash is a 502 to the caller, unless it had answered already.
      expect([201, 502]).toContain((await sending).status);
      const retried = await ann.send(id, "once", messageId);
      expect([200, 201]).toContain(retried.status);
      expect((await ben.history(id)).items.filter((message) => message.id === messageId)).toHaveLength(1);
      expect((await ann.send(id, "next")).body.seq).toBe(3);
    });
  });
});
