/**
 * All limits of the wire, except for its times. Nothing else defines them. Characters are Unicode code points, as
 * PostgreSQL's `char_length` counts them.
 */
export const limits = {
  username: { min: 3, max: 32 },
  password: { min: 10, max: 128 },
  fullName: { max: 100 },
  email: { max: 254 },
  /** Characters of a message. */
  message: { min: 1, max: 8_000 },
  /** Bytes of each file, files per message, and characters of a file name. */
  attachment: { bytes: 25 * 1024 * 1024, perMessage: 10, fileName: 200 },
  /** Pixels of a picture in a message. A browser needs 256 MiB to show as many. With more, the picture is a file. */
  shownPixels: 64 * 1024 * 1024,
  /** The maximum pixels of all pictures of a message together: a gibibyte in the memory of each reader's browser. */
  shownPixelsOfMessage: 256 * 1024 * 1024,
  /**
   * Previews of one message, and characters of a linked address and of the texts of a preview. All of them are stored
   * in the message's row, so a text of more bytes has no previews.
   */
  linkPreviews: { perMessage: 3, address: 300, title: 100, description: 160, site: 40, textBytes: 24_000 },
  /** Bytes of a user's or group's picture. */
  pictureBytes: 1024 * 1024,
  /**
   * The longest side of such a picture and of an emoji, in pixels. A browser needs 4 MiB to show it, and a long list
   * shows many.
   */
  pictureSide: 1_024,
  /**
   * Emoji of a workspace, emoji that one member without further rights can add, bytes of each picture, and pictures
   * whose addresses one request names. Clients load the list of all emoji.
   */
  customEmoji: { count: 500, ofMember: 50, bytes: 256 * 1024, addresses: 50 },
  /** Browsers with Web Push notifications per user. One more replaces the least recent one. */
  pushSubscriptions: 10,
  /** Users that one message can mention. */
  mentions: 50,
  /** Characters of a status, and of the name of a time zone. */
  status: { max: 100 },
  timeZone: { max: 64 },
  /** Words and phrases that notify a user, and characters of each. */
  keywords: { count: 20, characters: 50 },
  /** Sections of a user's conversation list, and characters of the name of one. */
  sections: { count: 50, name: 50 },
  /**
   * User groups of a workspace, members of one, groups of one person, and characters of a group's name and description.
   * A mention of a group adds a row for each member who takes part in the conversation.
   */
  userGroups: { count: 100, members: 100, ofUser: 20, name: 100, description: 250 },
  /** The size of a conversation from which on the page asks before a message mentions everyone. */
  confirmedMention: 20,
  /** Levels of nested lists and quotes. Deeper ones show their source. */
  formattingDepth: 8,
  /**
   * Different emoji on one message, all its reactions, and different emoji of one person. All of them are stored in the
   * message's row, and the Data API limits a row to 64 KB.
   */
  reactions: { kinds: 20, total: 500, own: 10 },
  /** Scheduled messages of one user, and days until the time of the last one. */
  scheduled: { count: 100, days: 366 },
  /** Drafts of one user, reminders of messages, and reminders of texts. */
  drafts: 200,
  reminders: 200,
  /** Characters of the text of a reminder. All of them fit into one answer. */
  reminderText: 300,
  /** Characters of a question and of an option, and the number of options. */
  poll: { question: 300, option: 100, options: { min: 2, max: 10 } },
  /** Pinned messages of a conversation. */
  pins: 100,
  /** Earlier versions of a message: the first one, and the newest others. */
  messageVersions: 50,
  /** Messages that one user can save. Clients load the ids of all of them. */
  savedMessages: 1_000,
  /** Threads up to which a user can follow another one. Replies and mentions add more. */
  followedThreads: 10_000,
  /** Authors of replies that a root lists. */
  threadRepliers: 3,
  /** The maximum number of followers that the event of a reply lists. */
  announcedFollowers: 50,
  calls: {
    /** Participants of a call: each one sends to all others. */
    participants: 6,
    /** Participants of a group in which calls ring. In a larger group, a call would disturb too many people. */
    ringingGroup: 6,
    /** Characters of a session description, of a candidate and of its ids, candidates of one signal, and media lines. */
    description: 20_000,
    candidate: 1_000,
    mediaId: 256,
    candidates: 8,
    mediaLines: 100,
  },
  groupName: { min: 1, max: 100 },
  /** Participants of a group, including its creator. */
  groupSize: { max: 10_000 },
  /** Characters of a conversation's topic and of its description. */
  topic: { max: 250 },
  description: { max: 1_000 },
  /** The size of the largest channel whose participants all receive events about others who join or leave. */
  announcedParticipants: 100,
  page: { min: 1, max: 100, default: 50 },
  /**
   * Open connections of one user. A client that vanished without a close counts until API Gateway notices it, after ten
   * minutes at the latest.
   */
  connections: 100,
  /** Characters of a search. */
  searchQuery: 200,
  /**
   * The maximum number of people with one full name, or of conversations with one name, that a search operator covers.
   */
  searchNames: 20,
  /** The newest found messages, of which a search by relevance returns the most relevant ones first. */
  rankedMessages: 1_000,
  /** Conversations that one `sync` may name. That many fit into a frame of 32 KiB. */
  syncConversations: 500,
  /** Participants that a conversation includes. `listParticipants` returns all of them. */
  inlineParticipants: 8,
  /**
   * The size of the largest conversation whose participants receive each other's read positions. In larger ones,
   * clients ask.
   */
  sharedReadPositions: 8,
  /**
   * The maximum number of open connections in a conversation whose typing is pushed. Each message is typed, so typing
   * would otherwise cost as many pushes in a large channel as its messages.
   */
  typingConnections: 50,
  /**
   * Presence is pushed to people who share a direct conversation or a group of up to this size, because N people who
   * come online cause N² pushes. Others see a person's presence as of when they loaded it.
   */
  presenceGroupSize: 20,
  /** Characters of the workspace's name. */
  workspaceName: { max: 100 },
  /** Domains that may sign up, and characters of each (RFC 1035, section 2.3.4). */
  signUpDomains: { count: 50, characters: 253 },
  /** Uses of an invitation, groups that its newcomers join, and invitations that work at one time. */
  invitation: {
    uses: { max: 1_000, default: 1 },
    conversations: 20,
    open: 500,
  },
  /**
   * E-mails about missed messages. One lists `conversations`, counts `messages` at most, and shows `characters` of a
   * message and `nameCharacters` of a name.
   */
  missedMails: {
    conversations: 10,
    messages: 99,
    characters: 200,
    nameCharacters: 60,
  },
  /** E-mails of one kind that one account may receive within an hour. */
  mailsPerHour: 5,
  /**
   * Guesses at passwords, links and e-mail addresses. After `free` failures, each further one doubles the wait
   * in seconds. `perHour` failures are forgotten each hour.
   */
  guesses: {
    /** Guesses at one account from one address. */
    accountAndAddress: { free: 5, perHour: 2 },
    /** Guesses from one address, which a whole office may share. */
    address: { free: 100, perHour: 60 },
    /** Guesses at one account from all addresses. Addresses without a failure at this account may still try. */
    account: { free: 50, perHour: 20 },
    /**
     * Failures from one address: wrong tokens of links, wrong codes of invitations, registrations of a taken name and
     * registrations or changes to a taken e-mail address, and requests for an e-mail.
     */
    links: { free: 50, perHour: 50 },
    invitations: { free: 50, perHour: 50 },
    registrations: { free: 20, perHour: 20 },
    resets: { free: 50, perHour: 50 },
    signUps: { free: 50, perHour: 50 },
    /** E-mails of one kind about the security of one account. */
    notices: { free: 5, perHour: 5 },
    wait: { first: 10, longest: 900 },
  },
} as const;

/** Default send limits: the largest burst, and the sustained rate per second. Deployments can configure others. */
export const defaultSendLimits = {
  /** Messages of one user, over all their devices. */
  user: { burst: 200, perSecond: 20 },
  /** Frames of any kind on one connection. */
  connection: { burst: 400, perSecond: 60 },
} as const;

/**
 * People whom the report of an addition names. The message's row contains their names twice, and the Data API limits a
 * row to 64 KB.
 */
export const reportedNames = 20;

/**
 * The frames of one user over all connections, in each function instance: as many as this number of connections may send,
 * but fewer `typing` frames. Each `typing` frame is pushed to up to `limits.typingConnections` connections.
 */
export const userFrames = {
  connections: 4,
  typing: { burst: 60, perSecond: 5 },
} as const;

/** Limits of one user's other actions: the largest burst, and the sustained rate per second. */
export const allowances = {
  /**
   * Calls that repeat an earlier one and change nothing. They are announced again, because the first attempt may have
   * failed between its commit and its announcement.
   */
  repeats: { burst: 100, perSecond: 1 },
  /** Upload forms for attachments and pictures. */
  uploads: { burst: 200, perSecond: 1 / 5 },
  /** Changes of a user's settings in conversations. Each one is announced to the user's devices. */
  settings: { burst: 200, perSecond: 5 },
  /** E-mails that a user requests for their own address. */
  mails: { burst: 20, perSecond: 1 / 60 },
  /** E-mails with invitations that an owner or admin sends. Each may go to any address. */
  invitations: { burst: 200, perSecond: 1 / 60 },
  /** New conversations. */
  conversations: { burst: 200, perSecond: 1 / 30 },
  /** Changes of a profile or a group, each of which is announced to many people. */
  changes: { burst: 100, perSecond: 1 / 10 },
  /** People who join, leave, are added or removed, or get a role. Each of them is announced to all participants. */
  participants: { burst: 200, perSecond: 1 / 5 },
  /** Messages whose links the server looks up. Further ones get previews only of pages that it knows. */
  previews: { burst: 60, perSecond: 1 / 20 },
  /** Votes in polls. Each one can cause an event for all participants. */
  votes: { burst: 60, perSecond: 1 / 2 },
  /** Emoji that a user adds and deletes. Each one is announced to the whole workspace. */
  emoji: { burst: 60, perSecond: 1 / 30 },
  /** Seats in calls. Each is announced to everyone in its conversation. */
  calls: { burst: 30, perSecond: 1 / 10 },
  /** Calls that a user starts. Each one rings for up to five people or is announced, and leaves a message. */
  callStarts: { burst: 10, perSecond: 1 / 60 },
  /** Saved drafts. */
  drafts: { burst: 120, perSecond: 1 / 2 },
  /**
   * Scheduled messages and reminders, and their new times. Each one waits in the queue, which costs up to 105 calls.
   */
  later: { burst: 100, perSecond: 1 / 60 },
} as const;

/**
 * API Gateway's quotas for WebSocket APIs. They are part of the wire.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export const webSocketLimits = {
  /** Bytes of a message, over all its frames. */
  messageBytes: 128 * 1024,
  /** Bytes of one frame's payload. */
  frameBytes: 32 * 1024,
  idleMs: 10 * 60_000,
  connectionMs: 2 * 60 * 60_000,
  integrationMs: 29_000,
} as const;
