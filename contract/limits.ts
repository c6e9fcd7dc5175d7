/** Every limit of the wire, written once. Characters are Unicode code points, as PostgreSQL's `char_length` counts them. */
export const limits = {
  username: { min: 3, max: 32 },
  password: { min: 10, max: 128 },
  fullName: { max: 100 },
  email: { max: 254 },
  /** Characters of a message. */
  message: { min: 1, max: 8_000 },
  /** Files of a message: bytes of each, how many, and the characters of a name. */
  attachment: { bytes: 25 * 1024 * 1024, perMessage: 10, fileName: 200 },
  /** Bytes of a picture of somebody or of a group. */
  pictureBytes: 1024 * 1024,
  /** People that one message can mention. */
  mentions: 50,
  /** Different emoji on one message, and reactions to it in all: it has them inline, in a row of 64 KB. */
  reactions: { kinds: 20, total: 500 },
  groupName: { min: 1, max: 100 },
  /** People in a group, its creator included. */
  groupSize: { max: 10_000 },
  page: { min: 1, max: 100, default: 50 },
  /** Characters of a search. */
  searchQuery: 200,
  /** Conversations that one `sync` may ask for: what fits into a frame. */
  syncConversations: 500,
  /** Participants that a conversation carries inline; the rest are a page of their own. */
  inlineParticipants: 8,
  /** Without being said again for this long, typing has ended. Clients say it again every half of it. */
  typingMs: 6_000,
  /** Who is gone for longer is offline; a shorter gap is a reconnect, which nobody needs to see. */
  offlineAfterMs: 15_000,
  /** Life of an access token, seconds. */
  accessTokenSeconds: 15 * 60,
  /** Life of a refresh token since it was last rotated, days. */
  refreshTokenDays: 30,
  /** Life of the links in mails: the one that confirms an address, hours; the one that sets a new password, minutes. */
  mailLink: { verifyHours: 72, resetMinutes: 60 },
  /** Mails of one kind that one account gets within an hour. */
  mailsPerHour: 5,
} as const;

/** How fast one may send unless a deployment says otherwise: so many at once, then so many a second. */
export const defaultSendLimits = {
  /** Messages of one person, over all their devices. */
  user: { burst: 200, perSecond: 20 },
  /** Frames of any kind on one connection. */
  connection: { burst: 400, perSecond: 60 },
} as const;

/**
 * API Gateway's quotas for WebSocket APIs; they are part of the wire.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export const webSocketLimits = {
  /** Bytes of a message, all its frames together. */
  messageBytes: 128 * 1024,
  /** Bytes of one frame's payload. */
  frameBytes: 32 * 1024,
  idleMs: 10 * 60_000,
  connectionMs: 2 * 60 * 60_000,
  integrationMs: 29_000,
} as const;
