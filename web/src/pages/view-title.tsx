import type { Texts } from "../i18n/page-texts.ts";
import { useTexts } from "../i18n/texts.tsx";
import type { FeaturesTexts } from "../i18n/texts-types.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { UnreadTitle } from "./unread-title.tsx";

/** The titles of the views, by the beginning of their addresses. */
const titles = {
  channels: ({ list }: Texts) => list.channels,
  home: ({ list }: Texts) => list.home,
  people: (_: Texts, { directory }: FeaturesTexts) => directory.title,
  settings: (_: Texts, { settings }: FeaturesTexts) => settings.title,
  share: (_: Texts, { share }: FeaturesTexts) => share.title,
  threads: ({ threads }: Texts) => threads.threads,
};

export type ViewName = keyof typeof titles;

/** Returns the name of the view at an address, if a view and no conversation is there. */
export const viewAt = (address: string): ViewName | undefined => {
  const [, first = ""] = address.split("/");
  return Object.keys(titles).find((name): name is ViewName => name === first);
};

/** Shows the title of a view in the tab. Its texts load with the view. */
export function ViewTitle({ name }: { name: ViewName }) {
  const [texts, features] = [useTexts(), useFeatureTexts()];
  return <UnreadTitle openId={undefined} view={titles[name](texts, features)} />;
}
