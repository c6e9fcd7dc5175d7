import { limits } from "../../contract/limits.ts";
import { openApiDocument } from "../../contract/openapi.ts";
import type { RouteName } from "../../contract/routes.ts";
import { databaseSettings } from "../configuration.ts";
import { createConversation } from "../conversations/create.ts";
import { addParticipants, listParticipants, removeParticipant } from "../conversations/participants.ts";
import { renameConversation } from "../conversations/rename.ts";
import { getConversation, listConversations } from "../conversations/views.ts";
import { connect } from "../database/database.ts";
import { restFunction } from "../http/rest-function.ts";
import { listMessages } from "../messages/history.ts";
import { markRead } from "../messages/read.ts";
import { sendMessage } from "../messages/send.ts";
import { getAccount, updateAccount } from "../users/accounts.ts";
import { findUsers, getUser } from "../users/users.ts";
import { docsPage } from "./docs-page.ts";

const db = connect(databaseSettings());

const ok = (body: unknown) => ({ status: 200, body });

type Served = Exclude<RouteName, "register" | "login" | "refresh" | "logout" | "jwks">;

/** Every call that neither signs nor holds connections. */
export const handler = restFunction<Served>({
  getMe: async ({ userId }) => ok(await getAccount(db, userId)),
  updateMe: async ({ userId, body }) => ok(await updateAccount(db, userId, body)),
  getUser: async ({ params }) => ok(await getUser(db, params.id)),
  findUsers: async ({ query }) =>
    ok({ items: await findUsers(db, query.query, query.limit ?? limits.page.default), nextCursor: null }),

  createConversation: async ({ userId, body }) => {
    const { conversation, isNew } = await createConversation(db, userId, body);
    return { status: isNew ? 201 : 200, body: conversation };
  },
  listConversations: async ({ userId, query }) => ok(await listConversations(db, userId, query)),
  getConversation: async ({ userId, params }) => ok(await getConversation(db, userId, params.id)),
  updateConversation: async ({ userId, params, body }) => {
    await renameConversation(db, params.id, userId, body.name);
    return ok(await getConversation(db, userId, params.id));
  },
  listParticipants: async ({ userId, params, query }) =>
    ok(await listParticipants(db, params.id, userId, query.limit ?? limits.page.default, query.cursor)),
  addParticipants: async ({ userId, params, body }) => {
    await addParticipants(db, params.id, userId, body.participantIds, limits.groupSize.max);
    return ok(await getConversation(db, userId, params.id));
  },
  removeParticipant: async ({ userId, params }) => {
    await removeParticipant(db, params.id, userId, params.userId);
    return { status: 204 };
  },

  listMessages: async ({ userId, params, query }) => ok(await listMessages(db, params.id, userId, query)),
  sendMessage: async ({ userId, params, body }) => {
    const { message, isNew } = await sendMessage(db, params.id, userId, body);
    return { status: isNew ? 201 : 200, body: message };
  },
  markRead: async ({ userId, params, body }) => ok(await markRead(db, params.id, userId, body.seq)),

  openapi: () => ok(openApiDocument()),
  docs: () => ({ status: 200, body: docsPage(), headers: { "content-type": "text/html; charset=utf-8" } }),
});
