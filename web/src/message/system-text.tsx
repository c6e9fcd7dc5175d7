import type { Message } from "../../../contract/messages.ts";
import { othersIn, reportedPeople } from "../../../contract/reported-names.ts";
import { nameOf } from "../conversation/names.ts";
import { systemText } from "../i18n/system-texts.ts";
import { useTexts } from "../i18n/texts.tsx";
import { usePeople } from "../people/use-people.ts";

/** The sentence of a message that reports a change, with the present names of its people. */
export default function SystemText({ message }: { message: Message }) {
  const { system, senderId } = message;
  const { userIds = [], text = "" } = system ?? {};
  const texts = useTexts().message;
  const people = usePeople([senderId, ...userIds]);
  const sender = people.get(senderId);
  const named = userIds.flatMap((id) => people.get(id) ?? []).map(nameOf);
  const isKnown = named.length > 0 && named.length === userIds.length;
  const shown = isKnown ? reportedPeople(named, othersIn(text)) : text;
  return systemText(texts, message, sender && { name: nameOf(sender), text: shown });
}
