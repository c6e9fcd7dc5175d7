import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Virtualizer } from "virtua";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import type { MentionLook } from "../message/formatted-text.tsx";
import { GuardedRow } from "../message/guarded-row.tsx";
import classes from "./conversation.module.css";
import { firstIndexes, type InitialPlace } from "./initial-place.ts";
import { ListStart } from "./list-start.tsx";
import type { Row } from "./rows.ts";
import { SeenBy } from "./seen-by.tsx";
import { useHeldRows } from "./use-held-rows.ts";
import type { KeptEnd } from "./use-keep-end.ts";
import { usePrepended } from "./use-prepended.ts";
import type { RowPlacing } from "./use-row-placing.ts";

/** The list renders rows up to this distance from the view, and loads pages from there on. */
const nearbyPx = 600;

/** A view of the newest message is at most this far from the end. */
const bottomPx = 80;

/** One of the two ends of the loaded messages. */
export type Side = "start" | "end";

export interface MessageRowsProps {
  placing: RowPlacing;
  rows: readonly Row[];
  label: string;
  conversation: Conversation;
  people: ReadonlyMap<UserId, User>;
  mentionLook: MentionLook;
  /** Where the list starts. By default, at its end. */
  place: InitialPlace | undefined;
  keptEnd: KeptEnd;
  /** The first and the last loaded message. */
  loaded: Record<Side, number>;
  isOlderComing: boolean;
  isComplete: boolean;
  /** The sequence number below the line "New messages". */
  firstUnread: number | undefined;
  focus: { readonly seq: number; readonly count: number } | undefined;
  /** Called when the view comes near an end of the loaded messages, once for each message at that end. */
  onNear: (side: Side) => void;
  /**
   * Called with `undefined` by a list that has not taken its place, and then whenever it knows whether its end is in
   * view.
   */
  onBottom: (isAtBottom: boolean | undefined) => void;
}

/** Rows do not render again while the list scrolls. */
const MemoRow = memo(GuardedRow);

/** The part of a conversation's messages that is loaded. It renders those near the view. */
export function MessageRows(props: MessageRowsProps) {
  const { placing, label, conversation, people, mentionLook, place, keptEnd, loaded, isOlderComing } = props;
  const { isComplete, firstUnread, focus, onNear, onBottom } = props;
  const { scroller, attach, attachContent, keep, noteBottom } = keptEnd;
  const { rows, isPrepended } = usePrepended(props.rows);
  const { held, onFocus, onBlur } = useHeldRows(scroller, rows);
  // These rows are measured before the first frame, so that it shows them in their places.
  const [first, setFirst] = useState(() =>
    firstIndexes(place, { count: rows.length, viewHeight: window.innerHeight }),
  );

  const near = useRef<Partial<Record<Side, number>>>({});
  const look = useRef(() => {});
  const frame = useRef(0);
  useLayoutEffect(() => {
    look.current = () => {
      const element = scroller.current;
      if (!element) return;
      const above = element.scrollTop;
      const below = element.scrollHeight - element.clientHeight - above;
      if (placing.isSettled) {
        onBottom(below <= bottomPx);
        if (below <= bottomPx) noteBottom();
      }
      for (const [side, distance] of [
        ["start", above],
        ["end", below],
      ] as const) {
        const isNews = distance < nearbyPx && near.current[side] !== loaded[side];
        near.current[side] = distance < nearbyPx ? loaded[side] : undefined;
        if (isNews) onNear(side);
      }
    };
  });
  /** Looks once the list has taken its place. */
  const lookSoon = useCallback(() => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => look.current());
  }, []);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  useLayoutEffect(() => {
    placing.onEnd = lookSoon;
    // Virtua keeps the distance from the end then.
    if (isPrepended) placing.end();
  }, [placing, lookSoon, isPrepended]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list takes its place once
  useLayoutEffect(() => {
    onBottom(place ? undefined : true);
    const isAtEnd = !place && isComplete;
    placing.show(isAtEnd ? undefined : (place ?? { index: rows.length - 1, align: "end", offset: 0 }));
    if (isAtEnd) keep();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: more rows may move the end, and more pages the start
  useLayoutEffect(() => {
    keep();
    lookSoon();
  }, [rows, loaded.start, loaded.end, isComplete, keep, lookSoon]);

  const runsGroup = conversation.isGroupChat && conversation.role !== "member";
  const renderRow = useCallback(
    (row: Row, at: number) => (
      <ListRow
        key={row.id}
        row={row}
        isFirst={at === 0}
        isOlderComing={isOlderComing}
        people={people}
        mentionLook={mentionLook}
        conversationId={conversation.id}
        firstUnread={firstUnread}
        focus={focus}
        runsGroup={runsGroup}
      />
    ),
    [people, mentionLook, conversation.id, isOlderComing, firstUnread, focus, runsGroup],
  );
  return (
    <div
      ref={attach}
      role="log"
      aria-label={label}
      className={classes.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls the list
      tabIndex={0}
      {...placing.handlers}
      onScroll={() => look.current()}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      <div className={classes.filler} />
      <Virtualizer<Row>
        ref={placing.attach}
        data={rows}
        shift={isPrepended}
        bufferSize={nearbyPx}
        keepMounted={[...first, ...held]}
        onResize={() => {
          keep();
          placing.keep();
          lookSoon();
        }}
        onScrollEnd={() => setFirst([])}
      >
        {renderRow}
      </Virtualizer>
      <div className={classes.end} ref={attachContent}>
        {isComplete && <SeenBy conversation={conversation} />}
      </div>
    </div>
  );
}

interface ListRowProps extends Pick<MessageRowsProps, "people" | "mentionLook" | "firstUnread" | "focus"> {
  row: Row;
  isFirst: boolean;
  isOlderComing: boolean;
  conversationId: ConversationId;
  runsGroup: boolean;
}

/** A row, below the start of the list if it is the first one. */
function ListRow({ row, isFirst, isOlderComing, firstUnread, focus, ...rest }: ListRowProps) {
  const seq = row.state === "sent" ? row.message.seq : undefined;
  return (
    <>
      {isFirst && <ListStart isOlderComing={isOlderComing} />}
      <MemoRow
        row={row}
        isFirstUnread={seq !== undefined && seq === firstUnread}
        focusCount={seq !== undefined && seq === focus?.seq ? focus.count : undefined}
        {...rest}
      />
    </>
  );
}
