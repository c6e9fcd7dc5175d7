import { beforeAll, describe, expect, inject, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { newId, newPeople, type Person } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
beforeAll(async () => {
  [ann, ben] = await newPeople(url, 2);
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const listed = async (person: Person) => (await person.call("listReminders")).items;

async function message() {
  const { id } = await ann.startGroup([ben]);
  const { body } = await ann.send(id, "call the printer");
  return { id, sent: body, params: { id, messageId: body.id } };
}

describe("A reminder", () => {
  test("reminds its user at its time on all devices, once, and stays in the list until it is removed", async () => {
    const { sent, params } = await message();
    const [phone, laptop, anns] = await Promise.all([ben.connect(), ben.connect(), ann.connect()]);
    const remindAt = inSeconds(1);
    const reminder = await ben.call("setReminder", { params, body: { remindAt } });
    expect(reminder).toEqual({ conversationId: params.id, messageId: sent.id, remindAt, message: sent });
    expect((await laptop.nextOf("reminder.updated")).reminder).toEqual(reminder);
    for (const device of [phone, laptop]) {
      const due = (await device.nextOf("reminder.due")).reminder;
      expect(due).toMatchObject({ ...reminder, notifiedAt: expect.any(String) });
    }
    await eventually(async () => expect((await listed(ben))[0]?.notifiedAt).toBeDefined());
    expect(await listed(ann)).toEqual([]);
    await ben.call("removeReminder", { params });
    await phone.nextOf("reminder.removed");
    expect(await listed(ben)).toEqual([]);
    await Promise.all([phone, laptop, anns].map((socket) => socket.close()));
  });

  test("has one time, which the user can change", async () => {
    const { params } = await message();
    const phone = await ann.connect();
    await ann.call("setReminder", { params, body: { remindAt: inSeconds(1) } });
    const later = inSeconds(4);
    await ann.call("setReminder", { params, body: { remindAt: later } });
    expect(await listed(ann)).toMatchObject([{ remindAt: later }]);
    await phone.nextOf("reminder.due");
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(later));
    await phone.close();
  });

  test("keeps the milliseconds of a time that a client sent with more digits", async () => {
    const { params } = await message();
    const remindAt = inSeconds(3_600);
    const body = { remindAt: remindAt.replace("Z", `${"9".repeat(200)}Z`) };
    expect((await ann.call("setReminder", { params, body })).remindAt).toBe(remindAt);
  });

  test("needs a future time and an existing message of the user's conversation, and ends when the user leaves", async () => {
    const { params } = await message();
    const [cyd] = await newPeople(url, 1);
    const remindAt = inSeconds(3_600);
    const code = async (person: Person, of: object, at = remindAt) =>
      (await person.refused("setReminder", { params: { ...params, ...of }, body: { remindAt: at } })).body
        .code;
    expect(await code(cyd, {})).toBe("message-not-found");
    expect(await code(ann, { messageId: newId() })).toBe("message-not-found");
    expect(await code(ann, {}, inSeconds(-3_600))).toBe("time-not-possible");
    await ben.call("setReminder", { params, body: { remindAt } });
    await ann.call("removeParticipant", { params: { id: params.id, userId: ben.id } });
    expect(await listed(ben)).toEqual([]);
    await ann.call("deleteMessage", { params });
    expect(await code(ann, {})).toBe("message-deleted");
  });
});

describe("A text reminder", () => {
  const texts = async (person: Person) => (await person.call("listTextReminders")).items;

  test("reminds its user of its text on all devices, can change, and stays in the list until it is removed", async () => {
    const [phone, laptop, anns] = await Promise.all([ben.connect(), ben.connect(), ann.connect()]);
    const params = { reminderId: newId() };
    const set = (text: string, remindAt: string) =>
      ben.call("setTextReminder", { params, body: { text, remindAt } });
    const reminder = await set("Call Bob", inSeconds(3_600));
    expect(await texts(ben)).toEqual([reminder]);
    expect((await laptop.nextOf("text-reminder.updated")).reminder).toEqual(reminder);
    const changed = await set("Call Bob and Cyd", inSeconds(1));
    for (const device of [phone, laptop]) {
      const due = (await device.nextOf("text-reminder.due")).reminder;
      expect(due).toEqual({ ...changed, notifiedAt: expect.any(String) });
    }
    await eventually(async () => expect((await texts(ben))[0]?.notifiedAt).toBeDefined());
    expect(await texts(ann)).toEqual([]);
    // The id belongs to its user alone.
    await ann.call("removeTextReminder", { params });
    expect(await texts(ben)).toHaveLength(1);
    await ben.call("removeTextReminder", { params });
    await phone.nextOf("text-reminder.removed");
    expect(await texts(ben)).toEqual([]);
    await Promise.all([phone, laptop, anns].map((socket) => socket.close()));
  });

  test("needs a visible text and a time in the future", async () => {
    const codeOf = async (text: string, remindAt: string) =>
      (await ann.refused("setTextReminder", { params: { reminderId: newId() }, body: { text, remindAt } }))
        .body.code;
    expect(await codeOf("\u200b", inSeconds(60))).toBe("invalid-request");
    expect(await codeOf("Call Bob", inSeconds(-3_600))).toBe("time-not-possible");
  });
});
