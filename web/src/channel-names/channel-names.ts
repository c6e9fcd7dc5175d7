import { characterAt, continuesWord } from "../../../contract/formatting/characters.ts";
import { parseMessage } from "../../../contract/formatting/parse.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { searchForm } from "../../../contract/normal-forms.ts";
import { mayBeginName } from "./channel-sign.ts";

export interface NamedChannel {
  id: ConversationId;
  name: string;
  isJoined: boolean;
}

/** A channel that a text names. */
export interface NamedInText {
  channel: NamedChannel;
  /** As typed, with the `#`. */
  text: string;
}

/** The longest name that a text can contain, in UTF-16 code units: letters may have marks that make no difference. */
const longestName = 4 * limits.groupName.max;

/** Matches after a name that continues, because signs connect words: `design-system`. */
const goesOn = /^(?:\p{M}|[_.-]+[\p{L}\p{N}])/u;

/** Returns the end of the word at a position. Every character outside of words is a word of its own. */
function endOfWord(text: string, start: number): number {
  let character = characterAt(text, start);
  let end = start + character.length;
  if (!continuesWord(character)) return end;
  while (end - start <= longestName) {
    character = characterAt(text, end);
    if (!continuesWord(character)) break;
    end += character.length;
  }
  return end;
}

/** Finds channels by the names in a text. Names are compared in the form in which the search finds them. */
export class ChannelNames {
  readonly #channels = new Map<string, NamedChannel[]>();
  /** The beginnings of all names, which end a search for a longer name early. */
  readonly #beginnings = new Set<string>();
  /** Counts how often a part of a text was compared with the names. */
  comparisons = 0;

  /** @param channels if names have the same form and none is as typed, the first one counts */
  constructor(channels: Iterable<NamedChannel>) {
    for (const channel of channels) {
      const form = searchForm(channel.name);
      const same = this.#channels.get(form);
      if (same) same.push(channel);
      else this.#channels.set(form, [channel]);
      for (let length = 1; length <= form.length; length++) this.#beginnings.add(form.slice(0, length));
    }
  }

  /** Splits a text without markup at the channels that it names: `#name` at the beginning of a word. */
  split(text: string): (string | NamedInText)[] {
    const parts: (string | NamedInText)[] = [];
    let end = 0;
    for (let at = text.indexOf("#"); at >= 0; at = text.indexOf("#", Math.max(at + 1, end))) {
      const found = mayBeginName(text, at) ? this.#longestAt(text, at) : undefined;
      if (!found) continue;
      if (at > end) parts.push(text.slice(end, at));
      parts.push(found);
      end = at + found.text.length;
    }
    if (end < text.length) parts.push(text.slice(end));
    return parts;
  }

  /** Whether a word after a `#` begins no known name. A number usually means an issue, so it does not count. */
  hasUnknownIn(text: string): boolean {
    const isWord = (part: string, at: number) =>
      mayBeginName(part, at) && /\p{L}/u.test(part.slice(at + 1, endOfWord(part, at + 1)));
    return this.split(text).some(
      (part) => typeof part === "string" && [...part.matchAll(/#/g)].some(({ index }) => isWord(part, index)),
    );
  }

  /** Whether a message that names the channel links to it. The marks of formats in a name prevent this. */
  links({ id, name }: NamedChannel): boolean {
    const [block, ...others] = parseMessage(`#${name}`);
    if (block?.type !== "paragraph" || others.length > 0) return false;
    const [node, ...rest] = block.children;
    if (node?.type !== "text" || rest.length > 0) return false;
    // The space that follows the name could belong to another one.
    const [part] = this.split(`${node.text} `);
    return typeof part === "object" && part.channel.id === id && part.text === `#${name}`;
  }

  #longestAt(text: string, at: number): NamedInText | undefined {
    let found: NamedInText | undefined;
    let form = "";
    for (let end = at + 1; end < text.length && end - at <= longestName; ) {
      const start = end;
      end = endOfWord(text, start);
      const added = searchForm(text.slice(start, end));
      // Characters that show nothing do not belong to the name.
      if (added === "") continue;
      form += added;
      this.comparisons++;
      if (!this.#beginnings.has(form)) break;
      const same = this.#channels.get(form);
      if (!same || goesOn.test(text.slice(end, end + 20))) continue;
      const name = text.slice(at + 1, end);
      const channel = same.find((each) => each.name === name) ?? same[0];
      if (channel) found = { channel, text: `#${name}` };
    }
    return found;
  }
}

/** A channel that the composer may suggest. */
export interface SuggestedChannel extends NamedChannel {
  isArchived: boolean;
  topic?: string | undefined;
}

/**
 * Lists the channels whose names contain the typed letters, except archived ones: first the one with exactly this name,
 * which alone counts as the full name, then those that the user is in. Names that begin with the letters come before
 * names with a word that does.
 */
export function suggestedChannels<Channel extends SuggestedChannel>(
  channels: readonly Channel[],
  names: ChannelNames,
  { letters, most }: { letters: string; most: number },
): { channel: Channel; isFullName: boolean }[] {
  const typed = searchForm(letters);
  const rankOf = (form: string, { name, isJoined }: Channel) => {
    if (form === typed) return name === letters ? 0 : isJoined ? 1 : 2;
    const place = form.startsWith(typed)
      ? 3
      : form.split(/[^\p{L}\p{N}\p{M}]+/u).some((word) => word.startsWith(typed))
        ? 4
        : 5;
    return place + (isJoined ? 0 : 3);
  };
  const ranked = channels
    .filter(({ isArchived }) => !isArchived)
    .map((channel) => ({ channel, form: searchForm(channel.name) }))
    .filter(({ form }) => form.includes(typed))
    .map(({ channel, form }) => ({ channel, form, rank: rankOf(form, channel) }))
    .sort((one, other) => one.rank - other.rank || one.channel.name.localeCompare(other.channel.name));
  const suggested: { channel: Channel; isFullName: boolean }[] = [];
  for (const { channel, form } of ranked) {
    if (suggested.length === most) break;
    if (names.links(channel))
      suggested.push({ channel, isFullName: form === typed && suggested.length === 0 });
  }
  return suggested;
}
