import { describe, expect, inject, test } from "vitest";
import { NewAttachment } from "../../contract/attachments.ts";
import { GroupName } from "../../contract/conversations.ts";
import { parseMessage } from "../../contract/formatting/parse.ts";
import { piecesOf, withoutMarks } from "../../contract/formatting/testing.ts";
import { limits } from "../../contract/limits.ts";
import { displayed } from "../../contract/names.ts";
import { FullName } from "../../contract/users.ts";
import { hasVisibleCharacter } from "../../contract/visible.ts";
import { newId, newPeople } from "../support/people.ts";
import { markdownExamples, naughtyStrings, partsOf, sampleOf } from "./corpora.ts";

const { url } = inject("stack");
/** As many as the allowances of one person permit. */
const perPerson = 90;

const strings = [...sampleOf(naughtyStrings, 12), ...sampleOf(markdownExamples, 6)];

describe("A naughty string or Markdown example", () => {
  test("as a message is stored as sent if it is visible, and refused if not", async () => {
    for (const part of partsOf(strings, perPerson)) {
      const [ann, ben] = await newPeople(url, 2);
      const { id } = await ann.startGroup([ben]);
      for (const content of part) {
        const sent = await ann.answer("sendMessage", { params: { id }, body: { id: newId(), content } });
        expect([content, sent.status]).toEqual([content, hasVisibleCharacter(content) ? 201 : 400]);
        if (sent.status !== 201) continue;
        const params = { id, messageId: sent.body.id };
        expect((await ben.call("getMessage", { params })).content).toBe(content);
      }
    }
  });

  test("as a name of a person or a group is stored as sent, or refused for a reason that the contract states", async () => {
    const accepted = { fullNames: 0, groupNames: 0 };
    for (const part of partsOf(strings, perPerson)) {
      const [person, other] = await newPeople(url, 2);
      for (const name of part) {
        const asFullName = await person.answer("updateMe", { body: { fullName: name } });
        expect([name, asFullName.status]).toEqual([name, FullName.safeParse(name).success ? 200 : 400]);
        if (asFullName.status !== 200) continue;
        expect(asFullName.body.fullName).toBe(name);
        accepted.fullNames++;
      }
      const params = { id: (await other.startGroup([person])).id };
      for (const name of part) {
        const asGroupName = await other.answer("updateConversation", { params, body: { name } });
        expect([name, asGroupName.status]).toEqual([name, GroupName.safeParse(name).success ? 200 : 400]);
        if (asGroupName.status !== 200) continue;
        expect(asGroupName.body.name).toBe(name);
        accepted.groupNames++;
      }
    }
    // The contract refuses no more than it has to.
    expect(accepted.fullNames).toBeGreaterThan(strings.length / 3);
    expect(accepted.groupNames).toBeGreaterThan(strings.length / 3);
  });

  test("as the name of a file is stored as sent, or refused for a reason that the contract states", async () => {
    let accepted = 0;
    for (const part of partsOf(strings, perPerson)) {
      const [person] = await newPeople(url, 1);
      const params = { id: (await person.startGroup([])).id };
      for (const fileName of part) {
        const body = { fileName, contentType: "text/plain", sizeBytes: 1 };
        const added = await person.answer("addAttachment", { params, body });
        expect([fileName, added.status]).toEqual([
          fileName,
          NewAttachment.safeParse(body).success ? 201 : 400,
        ]);
        if (added.status !== 201) continue;
        expect(added.body.attachment.fileName).toBe(displayed(fileName));
        accepted++;
      }
    }
    expect(accepted).toBeGreaterThan(strings.length / 6);
  });

  test("with a letter or digit is found by its own text", async () => {
    const searched = strings.filter(
      (text) =>
        /[\p{L}\p{N}]/u.test(text) && hasVisibleCharacter(text) && [...text].length <= limits.searchQuery,
    );
    for (const part of partsOf(searched, perPerson)) {
      const [ann, ben] = await newPeople(url, 2);
      const { id } = await ann.startGroup([ben]);
      for (const content of part) await ann.send(id, content);
      for (const query of part) {
        const { items } = await ben.call("search", { query: { query, conversationId: id, limit: "100" } });
        expect([query, items.some(({ message }) => message.content === query)]).toEqual([query, true]);
      }
    }
  });

  test("as a search of messages or people is answered", async () => {
    const [ben] = await newPeople(url, 1);
    for (const query of strings) {
      const isQuery = query !== "" && [...query].length <= limits.fullName.max;
      for (const route of ["search", "findUsers"] as const)
        if (isQuery) expect([query, await ben.status(route, { query: { query } })]).toEqual([query, 200]);
    }
  });
});

test("Naughty strings and Markdown examples keep every character but marks in their trees", () => {
  for (const content of [...naughtyStrings, ...markdownExamples]) {
    const kept = withoutMarks(piecesOf(parseMessage(content)).join(""));
    expect(kept).toBe(withoutMarks(content));
  }
});
