import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { LinkPreview } from "../../../contract/link-previews.ts";
import type { Message } from "../../../contract/messages.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import classes from "./link-previews.module.css";

/** The host that a preview leads to. It always shows, because a page can give itself any title. */
const hostOf = (url: string): string => new URL(url).host.replace(/^www\./, "");

const isShowable = ({ url }: LinkPreview): boolean => URL.canParse(url) && /^https?:/i.test(url);

/** The previews of a message's links. The author can remove each one. */
export default function LinkPreviews({ message }: { message: Message }) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().linkPreview;
  const ref = { conversationId: message.conversationId, messageId: message.id };
  return (
    <div className={classes.previews}>
      {message.previews?.filter(isShowable).map(({ url, title, description, site }) => (
        <div key={url} className={classes.preview}>
          <a href={url} target="_blank" rel="noopener noreferrer nofollow" className={classes.link}>
            <span className={classes.site}>
              <bdi>{hostOf(url)}</bdi>
              {site && <bdi>{site}</bdi>}
            </span>
            <span className={classes.title} dir="auto">
              {title}
            </span>
            {description && (
              <span className={classes.description} dir="auto">
                {description}
              </span>
            )}
          </a>
          {message.senderId === me.id && (
            <ActionIcon
              m={2}
              size={36}
              variant="subtle"
              color="gray"
              aria-label={texts.remove({ title })}
              onClick={() => void attempt(client.messages.removePreview(ref, url))}
            >
              <IconX size={16} />
            </ActionIcon>
          )}
        </div>
      ))}
    </div>
  );
}
