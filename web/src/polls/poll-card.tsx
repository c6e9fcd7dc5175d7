import { Button, Group, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { lazy, useState } from "react";
import type { Message } from "../../../contract/messages.ts";
import type { Poll } from "../../../contract/polls.ts";
import { useIsArchived } from "../conversation/use-is-archived.ts";
import { useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { ConfirmDialog } from "../overlays/confirm-dialog.tsx";
import { usePanel } from "../panel/panel-context.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import classes from "./poll-card.module.css";
import { useIsOpen, usePollVoting } from "./use-poll-voting.ts";

const VotersPanel = lazy(() => import("./voters-panel.tsx"));

export interface PollCardProps {
  message: Message;
  poll: Poll;
  /** The user may close polls of others. */
  runsGroup: boolean;
}

/** A poll in its message: the question, and a button for each option with its votes. */
export default function PollCard({ message, poll, runsGroup }: PollCardProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().polls;
  const times = useTimes();
  const panel = usePanel();
  const { conversationId, id: messageId } = message;
  const isArchived = useIsArchived(conversationId);
  const isOpen = useIsOpen(poll);
  const { chosen, choose } = usePollVoting(message, poll);
  const [isClosing, setClosing] = useState(false);
  const total = Math.max(1, poll.voterCount);
  const facts = [
    texts.voters({ count: poll.voterCount }),
    ...(poll.isMultiple ? [texts.severalShort] : []),
    ...(poll.isAnonymous ? [texts.anonymousShort] : []),
    ...(!isOpen ? [texts.closed] : []),
    ...(isOpen && poll.closesAt ? [texts.closesOn({ time: times.dayAndTime(poll.closesAt) })] : []),
  ];
  const openVoters = () =>
    panel.open(<VotersPanel conversationId={conversationId} messageId={messageId} />, {
      name: "voters",
      of: conversationId,
    });
  return (
    <fieldset className={classes.card} aria-label={texts.poll}>
      <p className={classes.question} dir="auto">
        {poll.question}
      </p>
      <ul className={classes.options}>
        {poll.options.map(({ text, votes }, at) => {
          const isChosen = chosen.includes(at);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an option's place is its identity
            <li key={at}>
              <button
                type="button"
                className={classes.option}
                aria-pressed={isChosen}
                title={texts.optionVotes({ option: text, count: votes })}
                disabled={!isOpen || isArchived}
                onClick={() => void choose(at)}
              >
                <span className={classes.bar} style={{ width: `${(votes / total) * 100}%` }} />
                <span className={classes.mark} data-multiple={poll.isMultiple}>
                  {isChosen && <IconCheck size={14} stroke={3} />}
                </span>
                <span className={classes.text} dir="auto">
                  {text}
                </span>
                <span className={classes.votes}>{votes}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <Group gap="xs">
        <Text size="xs" c="dimmed">
          {facts.join(" · ")}
        </Text>
        {!poll.isAnonymous && poll.voterCount > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={openVoters}>
            {texts.showVoters}
          </Button>
        )}
        {isOpen && (message.senderId === me.id || runsGroup) && (
          <Button size="compact-xs" variant="subtle" onClick={() => setClosing(true)}>
            {texts.close}
          </Button>
        )}
      </Group>
      {isClosing && (
        <ConfirmDialog
          action={texts.close}
          question={texts.closeSure}
          onConfirm={() => void attempt(client.polls.close({ conversationId, messageId }))}
          onClose={() => setClosing(false)}
        />
      )}
    </fieldset>
  );
}
