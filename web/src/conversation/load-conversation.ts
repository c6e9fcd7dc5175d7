/** Fetches the code of a conversation: a third of all, which a list alone does not need. */
export const loadConversation = () => import("./conversation-view.tsx");
