import { renderToStaticMarkup } from "react-dom/server";
import type { SavedConversation } from "../../../client/transfer/saved-conversation.ts";
import type { MessageId } from "../../../contract/ids.ts";
import { effectiveMentions } from "../../../contract/mentions.ts";
import { nameOf } from "../conversation/names.ts";
import { directionOf } from "../i18n/languages.ts";
import type { Texts } from "../i18n/page-texts.ts";
import type { Times } from "../i18n/times.ts";
import { FormattedText } from "../message/formatted-text.tsx";
import { previewOf } from "../message/preview.ts";

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  article { margin-top: 1rem; overflow-wrap: anywhere; }
  article p, article li { margin: 0; white-space: pre-wrap; }
  article ol { padding: 0; }
  article ol > li { display: flex; gap: .5ch; list-style: none; }
  time, footer, .quote { color: color-mix(in srgb, currentcolor 65%, transparent); font-size: .85em; }
  .quote { border-inline-start: 3px solid; padding-inline-start: .5rem; }
  pre { overflow-x: auto; padding: .5rem; border: 1px solid color-mix(in srgb, currentcolor 25%, transparent); }
`;

/** Returns a conversation as a single HTML page, without scripts or external resources. */
export function conversationPage(
  data: SavedConversation,
  title: string,
  language: string,
  texts: Texts,
  times: Times,
): string {
  const people = new Map(data.people.map((person) => [person.id, person]));
  const messages = new Map<MessageId, SavedConversation["messages"][number]>(
    data.messages.map((message) => [message.id, message]),
  );
  const nameOfSender = (id: SavedConversation["messages"][number]["senderId"]) => {
    const person = people.get(id);
    return person ? nameOf(person) : texts.conversation.unknownUser;
  };
  const usernames = new Set(data.people.map(({ username }) => username));
  const mentionLook = {
    myId: undefined,
    myUsername: "",
    isParticipant: (username: string) => usernames.has(username),
  };
  const page = (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta httpEquiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>{title}</title>
        <style>{style}</style>
      </head>
      <body>
        <h1>{title}</h1>
        {data.messages.map((message) => {
          const answered = message.replyTo && messages.get(message.replyTo);
          return (
            <article key={message.id} id={`m${message.seq}`}>
              <strong>{nameOfSender(message.senderId)}</strong>{" "}
              <time dateTime={message.createdAt}>{times.fullTime(message.createdAt)}</time>
              {answered && (
                <div className="quote">
                  <a href={`#m${answered.seq}`}>{nameOfSender(answered.senderId)}</a>{" "}
                  {previewOf(answered, texts.message)}
                </div>
              )}
              <div dir="auto">
                {message.deletedAt ? (
                  <em>{texts.message.deleted}</em>
                ) : (
                  <FormattedText
                    content={message.content}
                    mentionLook={mentionLook}
                    mentions={{ users: effectiveMentions(message)?.users }}
                  />
                )}
              </div>
              <footer>
                {[
                  message.forwarded &&
                    texts.message.forwardedFrom({ name: nameOfSender(message.forwarded.senderId) }),
                  message.editedAt && texts.message.editedAt({ time: times.fullTime(message.editedAt) }),
                  ...(message.attachments ?? []).map(({ fileName }) =>
                    texts.message.file({ name: fileName }),
                  ),
                  ...message.reactions.map(
                    ({ emoji, userIds }) => `${emoji} ${userIds.map(nameOfSender).join(texts.separator)}`,
                  ),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </footer>
            </article>
          );
        })}
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToStaticMarkup(page)}`;
}
