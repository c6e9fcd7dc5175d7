import { Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { NewPoll, pollText } from "../../../contract/polls.ts";
import type { ComposerThread } from "../composer/use-outgoing.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { fieldTime, scheduleTimes, timeAhead } from "../later/presets.ts";
import { TimeField } from "../later/time-field.tsx";
import { Dialog } from "../overlays/dialog.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { useDraftPlace } from "../threads/thread-place.ts";
import { OptionFields } from "./option-fields.tsx";

export interface CreatePollProps {
  id: ConversationId;
  thread: ComposerThread | undefined;
  onClose: () => void;
}

/** The form for a poll in a conversation or a thread. */
export default function CreatePoll({ id, thread, onClose }: CreatePollProps) {
  const { client, drafts } = useChat();
  const place = useDraftPlace(id);
  const { session } = useSession();
  const texts = useFeatureTexts().polls;
  const { cancel } = useTexts().common;
  const [question, setQuestion] = useState("");
  const [options, setOptions] = useState(["", ""]);
  const [isMultiple, setMultiple] = useState(false);
  const [isAnonymous, setAnonymous] = useState(false);
  const [isClosing, setClosing] = useState(false);
  const [time, setTime] = useState(() => fieldTime(scheduleTimes(new Date())[0]?.time ?? new Date()));
  const [errors, setErrors] = useState<{ question?: string; options?: string; time?: string }>({});

  const isClosed = useRef(false);
  const close = () => {
    isClosed.current = true;
    onClose();
  };
  const written = useRef<string[]>([]);
  written.current = [question, ...options].filter((text) => text.trim() !== "");
  // If the form disappears with its conversation or its composer, the draft keeps the text. Signing out removes drafts.
  useEffect(
    () => () => {
      if (isClosed.current || written.current.length === 0 || !session.user) return;
      const parts = [drafts.get(place).text, ...written.current].filter((text) => text !== "");
      drafts.change(place, { text: parts.join("\n") });
    },
    [drafts, session, place],
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    // React passes events of the dialog on to the composer, whose form would send its text as well.
    event.stopPropagation();
    const closesAt = isClosing ? timeAhead(time) : undefined;
    const filled = options.map((option) => option.trim()).filter((option) => option !== "");
    const poll = { question: question.trim(), options: filled, isMultiple, isAnonymous, closesAt };
    const found = {
      ...(!NewPoll.shape.question.safeParse(poll.question).success && { question: texts.questionMissing }),
      ...(!NewPoll.shape.options.safeParse(filled).success && { options: texts.optionsMissing }),
      ...(isClosing && closesAt === undefined && { time: texts.mustBeAhead }),
    };
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const { rootId: threadId, alsoInConversation, onSent } = thread ?? {};
    void client.messages.send(id, pollText(poll), { threadId, alsoInConversation, poll });
    onSent?.();
    close();
  }

  return (
    <Dialog title={texts.title} onClose={close} isPage>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={texts.question}
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
            maxLength={limits.poll.question}
            error={errors.question}
            dir="auto"
            data-autofocus
          />
          <OptionFields options={options} onChange={setOptions} error={errors.options} />
          <Checkbox
            label={texts.several}
            checked={isMultiple}
            onChange={(event) => setMultiple(event.currentTarget.checked)}
          />
          <Checkbox
            label={texts.anonymous}
            description={texts.anonymousHint}
            checked={isAnonymous}
            onChange={(event) => setAnonymous(event.currentTarget.checked)}
          />
          <Checkbox
            label={texts.closesItself}
            checked={isClosing}
            onChange={(event) => setClosing(event.currentTarget.checked)}
          />
          {isClosing && <TimeField value={time} onChange={setTime} error={errors.time} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {cancel}
            </Button>
            <Button type="submit">{texts.post}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
