import type { Message } from "../../../contract/messages.ts";
import { withPresentNames } from "../../../contract/reported-names.ts";
import { nameOf } from "../conversation/names.ts";
import { systemText } from "../i18n/system-texts.ts";
import { useTexts } from "../i18n/texts.tsx";
import { usePeople } from "../people/use-people.ts";

/** The sentence of a message that reports a change, with the present names of those of its people whom the page knows. */
export default function SystemText({ message }: { message: Message }) {
  const { system, senderId } = message;
  const { userIds = [], text = "" } = system ?? {};
  const texts = useTexts().message;
  // The report has the names of the others, so that nobody else needs to be fetched.
  const people = usePeople([senderId]);
  const [sender, ...named] = [senderId, ...userIds].map((id) => {
    const person = people.get(id);
    return person && nameOf(person);
  });
  const shown = withPresentNames(text, named);
  return systemText(texts, message, sender === undefined ? undefined : { name: sender, text: shown });
}
