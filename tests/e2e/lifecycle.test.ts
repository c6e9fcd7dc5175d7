import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { restRoutes } from "../../infra/application/rest-routes.ts";
import { type RunningStack, startStack } from "../../localstack/stack.ts";
import { synthesizeHere } from "../support/assembly.ts";
import { copyDataFolder } from "../support/data-folder.ts";
import { eventually } from "../support/eventually.ts";
import { withStack } from "../support/own-stack.ts";
import { http, newId, newPeople, newPerson, request } from "../support/people.ts";
import { postgresSettings } from "../support/postgres-settings.ts";
import { required } from "../support/required.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const shared = inject("stack");

/** Synthesizes the app without some of its routes. */
const synthesizeWithout = (path: string, outdir: string): Promise<string> =>
  synthesizeHere(outdir, {}, { routes: restRoutes.filter((route) => route.path !== path) });

test("A restart keeps accounts, keys, conversations and messages, and does not migrate again", async () => {
  const folder = await temporaryFolder();
  await copyDataFolder(shared.template, folder.path);
  const lines: string[] = [];
  const log = { line: (text: string) => void lines.push(text) };
  const options = { assembly: shared.assembly, dataFolder: folder.path, postgresSettings, log };
  let stack = await startStack(options);
  const [ann, ben] = await newPeople(stack.url, 2);
  const { id } = await ann.startDirect(ben);
  await ann.send(id, "before the restart");
  const { token } = ann;
  await stack.stop();

  stack = await startStack(options);
  try {
    expect(lines.filter((line) => line.startsWith("MigrationsMigrate"))).toEqual([]);
    // The old token is still valid, because the signing key is the same.
    const headers = { authorization: `Bearer ${token}` };
    const history = await request(stack.url, "listMessages", { params: { id }, headers });
    expect(history.body.items.map(({ content }) => content)).toEqual(["before the restart"]);
  } finally {
    await stack.stop();
    await folder.remove();
  }
});

test("The local stack answers at localhost and at 127.0.0.1", async () => {
  const { port } = new URL(shared.url);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
});

test("Deploying the app without a route removes the route from the running stack, and deploying it again adds the route", async () => {
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
    // Open connections survive both deployments.
    socket.send({ action: "ping" });
    await socket.nextOf("pong");
  });
});

describe("Sending a message", () => {
  test.each([
    ["the Data API", "prod"],
    ["RDS Proxy", "scale"],
  ])(
    "through %s survives a restart of the database and loses no acknowledged message",
    async (_, profile) => {
      const restarts = async (stack: RunningStack) => {
        const [ann, ben] = await newPeople(stack.url, 2);
        const { id } = await ann.startDirect(ben);
        const acknowledged: number[] = [];
        let sending = true;
        const sender = (async () => {
          while (sending && acknowledged.length < 90) {
            const answer = await ann.send(id, "while it restarts");
            // The status is 200 if the first answer was lost and the function's own retry found the message.
            if (answer.status < 300) acknowledged.push(answer.body.seq);
            else expect(answer.status).toBe(503);
          }
        })();
        await eventually(() => expect(acknowledged.length).toBeGreaterThan(3));
        await required(stack.postgres, "embedded database").restart();
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

  test("again after the function's instance died creates one message", async () => {
    await withStack(async (stack) => {
      const [ann, ben] = await newPeople(stack.url, 2);
      const { id } = await ann.startDirect(ben);
      const api = required(
        [...stack.functions().values()].find((fn) => fn.configuration.name === "Api"),
        "api function",
      );
      expect((await ann.send(id, "warm")).status).toBe(201);
      const messageId = newId();
      const sending = ann.send(id, "once", messageId);
      expect(api.pids.length).toBeGreaterThan(0);
      for (const pid of api.pids) process.kill(pid, "SIGKILL");
      // As on AWS, a crashed function returns 502, unless it had answered before.
      expect([201, 502]).toContain((await sending).status);
      const retried = await ann.send(id, "once", messageId);
      expect([200, 201]).toContain(retried.status);
      expect((await ben.history(id)).items.filter((message) => message.id === messageId)).toHaveLength(1);
      expect((await ann.send(id, "next")).body.seq).toBe(3);
    });
  });
});
