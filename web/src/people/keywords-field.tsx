import { TagsInput } from "@mantine/core";
import { limits } from "../../../contract/limits.ts";
import { useForm } from "../forms/use-form.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat } from "../session/chat-context.tsx";

/** The field for the words that notify the user. Each change is saved. */
export function KeywordsField() {
  const { client, me } = useChat();
  const { keywords: texts } = useFeatureTexts().availability;
  const { submit, isBusy, errorOf, failure } = useForm();
  const { count, characters } = limits.keywords;
  return (
    <TagsInput
      label={texts.title}
      description={texts.hint}
      placeholder={texts.placeholder}
      value={me.keywords ?? []}
      maxTags={count}
      maxLength={characters}
      disabled={isBusy}
      error={errorOf("keywords") ?? failure}
      onChange={(words) => {
        const keywords = words.map((word) => word.trim()).filter((word) => word !== "");
        void submit(() => client.people.changeOwn({ keywords }));
      }}
    />
  );
}
