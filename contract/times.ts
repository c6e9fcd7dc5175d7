/** How long tokens, links and states live, and how often clients may repeat a frame. Nothing else defines these times. */
export const times = {
  /** Seconds until an access token expires. */
  accessTokenSeconds: 60 * 60,
  /** Days until a refresh token expires, counted from its last rotation. */
  refreshTokenDays: 30,
  /** Seconds during which a confirmed password allows sensitive changes. */
  reauthenticationSeconds: 10 * 60,
  /** Days until an invitation expires. */
  invitationDays: { max: 30, default: 7 },
  /** Hours until a setup link expires, and until a link that confirms the address of a new account does. */
  setupLinkHours: 24,
  signUpLinkHours: 24,
  /**
   * Hours until a link that verifies an e-mail address expires, and minutes until a link that resets a password does.
   */
  mailLink: { verifyHours: 72, resetMinutes: 60 },
  /** A user who is gone for longer is offline. A shorter gap is a reconnect, which causes no event. */
  offlineAfterMs: 15_000,
  /** Days after which the server forgets who was online, so that an unread `@here` no longer counts as a mention. */
  onlinePeriodDays: 30,
  /** Typing ends this long after the last `typing` frame. */
  typingMs: 10_000,
  /** Clients repeat the frame after this time while their user writes. Each one is pushed to all other participants. */
  typingRepeatMs: 8_000,
  /** The least time between two `read` frames of a client in one conversation. */
  readMs: 2_000,
  /** The least time between two drafts that a client saves at the server, over all conversations. */
  draftMs: 3_000,
  calls: {
    /** Seconds for which a call rings. */
    ringSeconds: 45,
    /**
     * Clients renew their seat after this time. The server gives it up after `leaseSeconds` without a renewal, and
     * `graceSeconds` after its connection has ended.
     */
    renewMs: 20_000,
    leaseSeconds: 60,
    graceSeconds: 30,
    /** Seconds between two checks for seats that were given up. */
    checkSeconds: 60,
    /** Hours until the credentials for a TURN server expire. */
    turnHours: 6,
  },
  /**
   * The minutes that a message waits before an e-mail about it is due, and the hours between two such e-mails, also to a
   * user who returned in between.
   */
  missedMails: { delayMinutes: 30, gapHours: 12, gapHoursAfterReturn: 1 },
} as const;
