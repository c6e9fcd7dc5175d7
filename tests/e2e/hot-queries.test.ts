import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import type { RunningStack } from "../../localstack/stack.ts";
import { password } from "../support/accounts.ts";
import { startOwnStack } from "../support/own-stack.ts";
import { newId, newPeople, type Person, request } from "../support/people.ts";
import { required } from "../support/required.ts";

let stack: RunningStack;
let admin: pg.Client;
let ann: Person;
let ben: Person;

/** Inserts so many rows that the planner avoids reading a whole table wherever it can use an index. */
beforeAll(async () => {
  ({ stack } = await startOwnStack());
  [ann, ben] = await newPeople(stack.url, 2);
  admin = new pg.Client({ connectionString: stack.databaseUrl });
  await admin.connect();
  await admin.query(`
    INSERT INTO users (id, username, email, full_name, password_hash)
      SELECT gen_random_uuid(), 'user' || n, 'user' || n || '@example.com', 'Person ' || n, 'x' FROM generate_series(1, 8000) n;
    INSERT INTO conversations (id, is_group_chat, created_by)
      SELECT gen_random_uuid(), true, id FROM users LIMIT 5000;
    INSERT INTO participants (conversation_id, user_id, role)
      SELECT id, created_by, 'owner' FROM conversations;
    INSERT INTO participants (conversation_id, user_id, role)
      SELECT id, (SELECT id FROM users WHERE username = 'user1'), 'member' FROM conversations LIMIT 100
      ON CONFLICT DO NOTHING;
    UPDATE conversations c SET kind = 'channel', name = 'channel ' || c.id, last_seq = 10 WHERE c.is_group_chat;
    INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at)
      SELECT c.id, n, gen_random_uuid(), c.created_by, 'text', now() FROM conversations c, generate_series(1, 10) n;
    INSERT INTO reactions (conversation_id, message_id, user_id, emoji)
      SELECT conversation_id, id, sender_id, '👍' FROM messages WHERE seq = 1;
    INSERT INTO mentions (user_id, conversation_id, seq)
      SELECT sender_id, conversation_id, seq FROM messages WHERE seq < 4;
    INSERT INTO attachments (id, conversation_id, message_id, uploader_id, file_name, content_type, size_bytes, object_key)
      SELECT gen_random_uuid(), conversation_id, id, sender_id, 'a', 'image/png', 1, id::text FROM messages WHERE seq = 2;
    INSERT INTO connections (connection_id, user_id, expires_at)
      SELECT 'c' || row_number() OVER (), id, now() + interval '1 hour' FROM users;
    INSERT INTO presence (user_id, is_online) SELECT id, true FROM users;
    INSERT INTO online_periods (user_id, began_at, ended_at)
      SELECT id, now() - interval '1 day', now() - interval '1 hour' FROM users;
    UPDATE messages SET mentions = '{"wide": "here"}' WHERE seq = 6;
    INSERT INTO allowances (user_id, kind, tokens_left, refilled_at) SELECT id, 'messages', 200, now() FROM users;
    INSERT INTO refresh_tokens (token_hash, family_id, user_id, expires_at)
      SELECT md5(id::text), id, id, now() + interval '1 day' FROM users;
    INSERT INTO guesses (key, failures, counted_at, blocked_until)
      SELECT md5(id::text), 1, now(), now() FROM users;
    UPDATE messages SET content = '', deleted_at = now() WHERE seq = 5;
    UPDATE messages m SET thread_id = r.id, reply_number = m.seq - 10, thread_only_number = m.seq - 10, timeline_seq = 10
      FROM messages r WHERE r.conversation_id = m.conversation_id AND r.seq = 10 AND m.seq > 10;
    UPDATE messages SET reply_count = 10, last_reply_at = now() WHERE seq = 10;
    INSERT INTO thread_followers (user_id, conversation_id, root_id, last_read_seq, last_read_number)
      SELECT p.user_id, p.conversation_id, m.id, 12, 2 FROM participants p
      JOIN messages m ON m.conversation_id = p.conversation_id AND m.seq = 10;
    INSERT INTO message_versions (conversation_id, message_id, number, content, written_at)
      SELECT conversation_id, id, 1, 'x', now() FROM messages WHERE seq = 3;
    INSERT INTO saved_messages (user_id, conversation_id, message_id)
      SELECT p.user_id, m.conversation_id, m.id FROM participants p JOIN messages m USING (conversation_id) WHERE m.seq = 3;
    INSERT INTO scheduled_messages (id, user_id, conversation_id, content, send_at)
      SELECT gen_random_uuid(), created_by, id, 'later', now() + interval '9 days' FROM conversations;
    INSERT INTO drafts (user_id, conversation_id, place, content, revision)
      SELECT created_by, id, id, 'unfinished', nextval('draft_revisions') FROM conversations;
    INSERT INTO reminders (user_id, conversation_id, message_id, remind_at)
      SELECT p.user_id, p.conversation_id, m.id, now() + interval '9 days' FROM participants p
      JOIN messages m ON m.conversation_id = p.conversation_id AND m.seq = 1;
    INSERT INTO text_reminders (user_id, id, content, remind_at)
      SELECT created_by, gen_random_uuid(), 'call Bob', now() + interval '9 days' FROM conversations;
    INSERT INTO polls (conversation_id, message_id, poll)
      SELECT conversation_id, id, '{}' FROM messages LIMIT 2000;
    INSERT INTO poll_votes (conversation_id, message_id, user_id, option, voted_at)
      SELECT o.conversation_id, o.message_id, p.user_id, 0, now() FROM polls o
      JOIN participants p ON p.conversation_id = o.conversation_id;
    INSERT INTO calls (conversation_id, id, started_by, started_at)
      SELECT id, gen_random_uuid(), created_by, now() FROM conversations;
    INSERT INTO call_participants (conversation_id, user_id, seat, connection_id, joined_at, lease_until)
      SELECT id, created_by, gen_random_uuid(), 'of ' || id, now(), now() + interval '9 days' FROM conversations;
    UPDATE sessions SET ended_at = now() - interval '1 day' WHERE id IN (SELECT id FROM users LIMIT 5000);
  `);
  // Without the visibility map, the planner expects index-only scans to be expensive, until autovacuum happens to run.
  await admin.query("VACUUM (ANALYZE)");
  // New sessions log the plan of every statement, including those inside functions.
  await admin.query("ALTER SYSTEM SET session_preload_libraries = 'auto_explain'");
  await admin.query("ALTER DATABASE chatflow SET auto_explain.log_min_duration = 0");
  await admin.query("ALTER DATABASE chatflow SET auto_explain.log_nested_statements = on");
  await admin.query("ALTER DATABASE chatflow SET auto_explain.log_format = 'json'");
  await admin.end();
  await required(stack.postgres, "embedded database").restart();
});

test("The statements of hot paths use indexes instead of reading whole tables", async () => {
  const log: string[] = [];
  required(stack.postgres, "embedded database").onLog((line) => log.push(line));
  const { id } = await ann.startDirect(ben);
  const socket = await ann.connect();
  await socket.request({
    action: "message.send",
    conversationId: id,
    id: crypto.randomUUID(),
    content: "hello",
  });
  await socket.request({ action: "sync", conversations: { [id]: 0 } });
  const bens = await ben.connect();
  expect((await ann.send(id, "hello")).status).toBe(201);
  await bens.nextOf("message.created");
  socket.send({ action: "typing", conversationId: id, isTyping: true });
  await bens.nextOf("typing");
  await ann.send(id, "@here");
  await ben.history(id);
  await ben.history(id, { after: 1 });
  await ben.call("listConversations");
  await ben.call("getConversation", { params: { id } });
  await ben.call("listParticipants", { params: { id } });
  const { items: channels } = await ben.call("listChannels");
  const params = { id: channels[0]?.id };
  await ben.call("getChannel", { params });
  await ben.call("listChannelMessages", { params });
  await ben.call("addParticipants", { params, body: { participantIds: [ben.id] } });
  await ben.call("removeParticipant", { params: { ...params, userId: ben.id } });
  await ben.call("markRead", { params: { id }, body: { seq: 1 } });
  const { body: message } = await ann.send(id, "hello there");
  await ann.call("editMessage", {
    params: { id, messageId: message.id },
    body: { content: `hello @${ben.username}` },
  });
  await ben.call("addReaction", { params: { id, messageId: message.id, emoji: "👍" } });
  await ben.call("pinMessage", { params: { id, messageId: message.id } });
  await ben.call("listPins", { params: { id } });
  const poll = { question: "Lunch?", options: ["Soup", "Pizza"] };
  const asked = await ann.call("sendMessage", { params: { id }, body: { id: newId(), content: "", poll } });
  const inPoll = { id, messageId: asked.id };
  await ben.call("vote", { params: inPoll, body: { choices: [0] } });
  await bens.nextOf("poll.updated");
  await ben.call("getPoll", { params: inPoll });
  await ben.call("listVoters", { params: { ...inPoll, option: "0" } });
  await ann.call("closePoll", { params: inPoll });
  const [seat, bensSeat] = [newId(), newId()];
  const { call } = await socket.request({ action: "call.join", conversationId: id, seat });
  const inCall = { conversationId: id, callId: call.id };
  await bens.request({ action: "call.join", ...inCall, seat: bensSeat });
  const signal = { description: { type: "offer", sdp: "v=0" } } as const;
  await socket.request({ action: "call.signal", ...inCall, seat, to: bensSeat, signal });
  await ben.call("listCalls");
  for (const [each, own] of [
    [socket, seat],
    [bens, bensSeat],
  ] as const) {
    await each.request({ action: "call.leave", ...inCall, seat: own });
  }
  await ben.call("listVersions", { params: { id, messageId: message.id } });
  await ben.call("saveMessage", { params: { id, messageId: message.id } });
  await ben.call("listSaved");
  await ben.call("listSavedIds");
  await ben.call("getMessage", { params: { id, messageId: message.id } });
  await socket.request({ action: "sync", conversations: { [id]: 9 }, revisions: { [id]: 0 } });
  const thread = { id, rootId: message.id };
  await ann.call("sendMessage", {
    params: { id },
    body: { id: newId(), content: "a reply", threadId: message.id },
  });
  await ben.call("followThread", { params: thread });
  await ben.history(id, { threadId: message.id });
  await ben.call("getThread", { params: thread });
  await ben.call("markThreadRead", { params: thread, body: { seq: 99 } });
  await ann.call("listThreads");
  await ann.call("listThreads", { query: { unread: "true" } });
  await ben.call("unfollowThread", { params: thread });
  await ben.call("unsaveMessage", { params: { id, messageId: message.id } });
  await ben.call("updateSettings", { params: { id }, body: { isPinned: true } });
  const sendAt = new Date(Date.now() + 86_400_000).toISOString();
  const waiting = { params: { messageId: newId() } };
  const body = { id: waiting.params.messageId, content: "later", sendAt };
  await ann.call("scheduleMessage", { params: { id }, body });
  await ann.call("changeScheduledMessage", { ...waiting, body: { sendAt } });
  await ann.call("listScheduledMessages");
  await ann.call("sendScheduledMessage", waiting);
  await ann.call("saveDraft", { params: { id }, body: { content: "unfinished", basedOn: 0 } });
  await ann.call("listDrafts");
  const reminded = { params: { id, messageId: message.id } };
  await ann.call("setReminder", { ...reminded, body: { remindAt: new Date().toISOString() } });
  await socket.nextOf("reminder.due");
  await ann.call("listReminders");
  await ann.call("removeReminder", reminded);
  const textReminder = { params: { reminderId: crypto.randomUUID() } };
  const dueNow = { text: "call Bob", remindAt: new Date().toISOString() };
  await ann.call("setTextReminder", { ...textReminder, body: dueNow });
  await socket.nextOf("text-reminder.due");
  await ann.call("listTextReminders");
  await ann.call("removeTextReminder", textReminder);
  const file = { fileName: "a.png", contentType: "image/png", sizeBytes: 1 };
  const upload = await ann.call("addAttachment", { params: { id }, body: file });
  // No message has the file yet, so the query finds nothing.
  expect(await ann.status("getAttachment", { params: { id, attachmentId: upload.attachment.id } })).toBe(404);
  const { id: elsewhere } = await ann.startGroup([]);
  await ann.call("forwardMessage", {
    params: { id: elsewhere },
    body: { id: newId(), conversationId: id, messageId: message.id },
  });
  await ben.call("listFiles", { params: { id } });
  await ann.call("deleteMessage", { params: { id, messageId: message.id } });
  await ben.call("search", { query: { query: "hello" } });
  await ben.call("search", { query: { query: "hello", conversationId: id } });
  await ben.call("search", { query: { query: `from:${ann.username} from:"Person 7" has:link` } });
  await ben.call("search", { query: { query: `in:@${ann.username} in:"channel of nothing"` } });
  await ben.call("findUsers", { query: { query: "son 1234" } });
  await ben.call("findUsers", { query: { cursor: ann.username } });
  await ben.call("getMe");
  const { headers } = await request(stack.url, "login", { body: { login: ben.username, password } });
  const cookie = (headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  await request(stack.url, "refresh", { headers: { cookie } });
  await ben.call("listDevices");
  await ben.call("signOutOthers");
  await socket.close();

  const text = log.join("");
  expect(text).toContain("send_message");
  expect(text).toContain('"Node Type": "Index Scan"');
  // The list of threads reads the rows that it returns, in the order of an index.
  for (const index of ["thread_followers_by_activity", "thread_followers_with_replies"])
    expect(text).toContain(`"Index Name": "${index}"`);
  const tables =
    "users|conversations|participants|messages|messages_\\d+|reactions|mentions|attachments|connections|presence|allowances|refresh_tokens|sessions|guesses|thread_followers|saved_messages|message_versions|scheduled_messages|drafts|reminders|text_reminders|online_periods|polls|poll_votes|calls|call_participants";
  const scans =
    text.match(new RegExp(`"Node Type": "Seq Scan"[^}]*?"Relation Name": "(${tables})"`, "g")) ?? [];
  expect(scans).toEqual([]);
});

test("A message to one person takes at most twelve statements in the database, including the checks of foreign keys", async () => {
  const log: string[] = [];
  const { id } = await ann.startDirect(ben);
  const socket = await ann.connect();
  const send = () =>
    socket.request({ action: "message.send", conversationId: id, id: newId(), content: "hello" });
  // The first send on a connection of the database also reads PostgreSQL's own tables.
  await send();
  required(stack.postgres, "embedded database").onLog((text) => log.push(text));
  await send();
  /** The plans of the sending session, in the order in which they ended. The last one is the plan of the whole call. */
  const plans = () => {
    const entries = log.join("").split(/^(?=\d{4}-\d\d-\d\d [^[]*\[\d+\])/m);
    const whole = entries.find((entry) => /"Query Text": "\s*(\\n\s*)*SELECT send_message_v/.test(entry));
    const session = /\[\d+\]/.exec(whole ?? "")?.[0];
    return session === undefined
      ? []
      : entries.filter((entry) => entry.includes(`${session} LOG:  duration`));
  };
  await expect.poll(plans).not.toEqual([]);
  expect(plans().length - 1).toBeLessThanOrEqual(12);
  await socket.close();
});
