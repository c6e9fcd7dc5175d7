const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);

/** The texts of the channel views in English. They load with these views. */
export const english = {
  title: "Channels",
  back: "Back to the list",
  backToChannels: "Back to all channels",
  search: "Search channels",
  searchHint: "Any part of a name or topic",
  archived: "Archived channels",
  none: "No channels found",
  noneYet: "There are no channels yet. Create the first one.",
  create: "Create a channel",
  createHint: "Everyone in the workspace can find, read and join a channel.",
  name: "Name",
  topic: "Topic",
  topicHint: "Shown beside the name. Optional.",
  description: "Description",
  save: "Save",
  people,
  join: "Join",
  joinChannel: (name: string) => `Join ${name}`,
  leave: "Leave",
  leaveChannel: (name: string) => `Leave ${name}`,
  left: (name: string) => `You have left ${name}.`,
  undo: "Undo",
  isJoined: "Joined",
  isArchived: "Archived",
  showMore: "Show more",
  tryAgain: "Try again",
  preview: (name: string) => `Messages in ${name}`,
  youArePreviewing: "You are reading this channel without taking part in it.",
  cannotJoinArchived: "This channel is archived. It can only be read.",
  noMessages: "No messages yet.",
  onlyAdminsPost: "Only the owner and admins can post",
  isDefault: "Newcomers join this channel",
  archive: "Archive for everyone",
  archiveHint: "An archived conversation can only be read. You can restore it at any time.",
  wasArchived: (name: string) => `“${name}” is archived.`,
  restore: "Restore",
  convert: "Make this group a channel",
  convertSure:
    "Everyone in the workspace will be able to find this group, read its whole history and join it. This cannot be undone.",
  convertNow: "Make it a channel",
  cancel: "Cancel",
};

/** The texts of the channel views in one language. */
export type ChannelTexts = typeof english;
