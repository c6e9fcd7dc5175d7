import { message } from "../../client/testing/examples.ts";
import { storeSession, testApi } from "../../client/testing/test-api.ts";
import { group, messages, people } from "./samples.ts";

/** Answers the page's calls with the samples, in place of a server. It keeps no changes. */
const api = testApi({
  getAttachment: () => ({ url: "/icon.svg", expiresIn: 3_600 }),
  getConversation: () => group,
  getMessage: ({ params }) => messages.find(({ id }) => id === params.messageId) ?? message(1),
  getPoll: ({ params }) => ({
    poll: messages.find(({ id }) => id === params.messageId)?.poll,
    choices: [1],
  }),
  getUser: ({ params }) => [...people.values()].find(({ id }) => id === params.id),
  listConversations: () => ({ items: [group], nextCursor: null }),
  listDrafts: () => ({ items: [], nextCursor: null }),
  reportClientError: () => undefined,
});

/** Signs in as Ada, in this tab only, and answers all calls of the API in this window. */
export function startSampleServer(): void {
  storeSession({ tab: window.sessionStorage, browser: window.localStorage });
  const fetchFile = window.fetch;
  window.fetch = async (input, init = {}) => {
    if (typeof input !== "string" || !input.startsWith("/api/")) return fetchFile(input, init);
    const request = {
      method: init.method ?? "GET",
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof init.body === "string" && { body: init.body }),
      credentials: "same-origin" as const,
      keepalive: false,
    };
    const { status, text } = await api.fetch(input, request);
    return new Response(status === 204 ? null : await text(), { status });
  };
}
