import type { RefObject } from "react";
import {
  isNamedGroup,
  keyOfSection,
  ownSectionOf,
  type SectionKey,
} from "../../../client/conversations/sorted-conversations.ts";
import type { UpdateSettings } from "../../../contract/conversation-settings.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ListSections } from "../../../contract/list-sections.ts";
import { titleOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { type Place, type SectionDrop, sectionDrop } from "./drop-place.ts";
import classes from "./list-dragging.module.css";
import { type Drag, isMovable, useDragging } from "./use-dragging.ts";
import { useSections } from "./use-sections.ts";

/** The section in which the list shows a conversation, unless it is archived. */
function sectionOf(conversation: Conversation, sections: ListSections): SectionKey {
  if (conversation.settings.isPinned) return "favourites";
  return ownSectionOf(conversation, sections)?.id ?? (isNamedGroup(conversation) ? "channels" : "direct");
}

/** The change of settings that moves a conversation to a section. Undefined if it cannot be there, or is there already. */
function changeFor(
  conversation: Conversation,
  to: ListSections[number],
  sections: ListSections,
): UpdateSettings | undefined {
  if (keyOfSection(to) === sectionOf(conversation, sections)) return undefined;
  if (to.kind === "favourites") return { isPinned: true };
  if (to.kind === "own") return { sectionId: to.id, isPinned: false };
  const usual = isNamedGroup(conversation) ? "channels" : "direct";
  return to.kind === usual ? { sectionId: null, isPinned: false } : undefined;
}

/** The sections that the list shows, from top to bottom. */
const shownIn = (list: HTMLElement): (Place<string> & { element: HTMLElement })[] =>
  [...list.querySelectorAll<HTMLElement>("[data-section]")].flatMap((element) => {
    const key = element.dataset.section;
    const { top, bottom } = element.getBoundingClientRect();
    return key === undefined || !isMovable(key) ? [] : [{ key, top, bottom, element }];
  });

/** The height of the place of an empty section, in CSS pixels. */
const emptyHeight = 40;

/**
 * Lets a mouse drag conversations to sections, and sections to other places. The menus do the same for the keyboard and
 * for touch. Sections that the list leaves out because they are empty have their places above it during a drag, so that no
 * row moves.
 */
export default function ListDragging({ list }: { list: RefObject<HTMLElement | null> }) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const { sections, move } = useSections();
  const texts = useTexts();
  const titles = { favourites: texts.list.favourites, direct: texts.list.directMessages };
  const conversations = useChatState((state) => state.conversations);
  const places = () => (list.current ? shownIn(list.current) : []);
  const byKey = (key: string) => sections.find((section) => keyOfSection(section) === key);
  const conversationOf = ({ key }: Drag) => [...conversations.values()].find(({ id }) => id === key);

  /** The empty sections to which a conversation can move, at the top of the list. */
  function emptyPlaces(conversation: Conversation) {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const shown = new Set(places().map(({ key }) => key));
    return sections
      .flatMap((section) => {
        const title =
          section.kind === "own" || section.kind === "channels" ? undefined : titles[section.kind];
        const isEmpty = title !== undefined && !shown.has(section.kind);
        return isEmpty && changeFor(conversation, section, sections) ? [{ key: section.kind, title }] : [];
      })
      .map((place, index) => ({
        ...place,
        top: top + index * emptyHeight,
        bottom: top + (index + 1) * emptyHeight,
      }));
  }

  /** Where a conversation would land: the section under the pointer, if it may be there. */
  function placeFor(drag: Drag) {
    const conversation = conversationOf(drag);
    const bounds = list.current?.getBoundingClientRect();
    if (!conversation || !bounds || drag.x < bounds.left || drag.x > bounds.right) return undefined;
    const place = [...emptyPlaces(conversation), ...places()].find(
      ({ top, bottom }) => top <= drag.y && drag.y < bottom,
    );
    const section = place && byKey(place.key);
    const change = section && changeFor(conversation, section, sections);
    return change && { place, conversation, change };
  }
  const sectionPlaceFor = ({ key, y }: Drag): SectionDrop<string> | undefined =>
    sectionDrop(places(), key, y);

  const drag = useDragging(list, (dropped) => {
    if (dropped.kind === "conversation") {
      const target = placeFor(dropped);
      if (target) void attempt(client.conversations.updateSettings(target.conversation.id, target.change));
      return;
    }
    const [moved, to] = [dropped.key, sectionPlaceFor(dropped)?.to].map((key) => key && byKey(key));
    if (moved && to) move(keyOfSection(moved), keyOfSection(to));
  });
  if (!drag) return null;
  const isConversation = drag.kind === "conversation";
  const conversation = isConversation ? conversationOf(drag) : undefined;
  const label = conversation
    ? titleOf(conversation, me.id, texts)
    : places()
        .find(({ key }) => key === drag.key)
        ?.element.querySelector("bdi")?.textContent;
  const target = outlineOf(list.current, {
    section: isConversation ? placeFor(drag)?.place : undefined,
    line: isConversation ? undefined : sectionPlaceFor(drag)?.line,
  });
  const bounds = list.current?.getBoundingClientRect();
  return (
    <div aria-hidden>
      {conversation &&
        bounds &&
        emptyPlaces(conversation).map(({ key, title, top }) => (
          <div
            key={key}
            className={classes.empty}
            style={{ top, left: bounds.left, width: bounds.width, height: emptyHeight }}
          >
            {title}
          </div>
        ))}
      {target && <div className={classes.target} data-kind={drag.kind} style={target} />}
      <div
        className={classes.ghost}
        data-allowed={target !== undefined}
        style={{ left: drag.x + 12, top: drag.y + 8 }}
      >
        <bdi>{label}</bdi>
      </div>
    </div>
  );
}

/** The outline of a section, or a line between two, within the visible part of the list. */
function outlineOf(
  list: HTMLElement | null,
  { section, line }: { section: Place<string> | undefined; line: number | undefined },
) {
  if (!list) return undefined;
  const { left, width, top, bottom } = list.getBoundingClientRect();
  if (line !== undefined) return { left, width, top: Math.min(Math.max(line, top + 1), bottom - 1) };
  if (!section) return undefined;
  const start = Math.max(section.top, top);
  return { left, width, top: start, height: Math.min(section.bottom, bottom) - start };
}
