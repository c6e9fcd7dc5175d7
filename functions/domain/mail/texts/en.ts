import { times } from "../../../../contract/times.ts";
import type { MailCatalog } from "./catalog.ts";

const { verifyHours, resetMinutes } = times.mailLink;
const { gapHours } = times.missedMails;
const isOne = (count: string) => count === "1";

export const en: MailCatalog = {
  links: {
    verify: {
      subject: "Confirm your e-mail for ChatFlow",
      why: (username) =>
        `Please confirm that this e-mail address belongs to the ChatFlow account ${username}.`,
      link: "Confirm e-mail address",
      note: `The link works for ${verifyHours / 24} days. If this is not your account, you can ignore this e-mail.`,
    },
    reset: {
      subject: "Choose a new password for ChatFlow",
      why: (username) => `We received a request to reset the password of the ChatFlow account ${username}.`,
      link: "Choose a new password",
      note: `The link works once, within ${resetMinutes} minutes. If you did not request this, you can ignore this e-mail. Your password stays the same.`,
    },
    invitation: {
      subject: "You are invited to ChatFlow",
      why: (username) => `${username} invites you to a ChatFlow workspace.`,
      link: "Create your account",
      note: "The link works once and only for this e-mail address. If you do not know the sender, you can ignore this e-mail.",
    },
    "sign-up": {
      subject: "Create your ChatFlow account",
      why: () => "Please confirm that this is your e-mail address, and choose a username.",
      link: "Create your account",
      note: `The link works once, within ${times.signUpLinkHours} hours. If you did not request this, you can ignore this e-mail.`,
    },
    "account-exists": {
      subject: "You already have a ChatFlow account",
      why: (username) =>
        `We received a request to create a ChatFlow account with this e-mail address, but you already have one: ${username}.`,
      link: "Sign in",
      note: "You can choose a new password on the sign-in page. If you did not request this, you can ignore this e-mail.",
    },
  },
  notices: {
    "address-requested": {
      subject: "Your ChatFlow account is about to get another e-mail address",
      why: (username) =>
        `Somebody who knows the password of the ChatFlow account ${username} wants to replace this e-mail address.`,
      note: "The new address counts once it is confirmed. If this was not you, choose a new password now.",
    },
    "address-changed": {
      subject: "Your ChatFlow account has another e-mail address",
      why: (username) => `The ChatFlow account ${username} has a new, confirmed e-mail address.`,
      note: "If this was not you, choose a new password now, or ask the owner of your workspace for help.",
    },
    "address-registered": {
      subject: "You already have a ChatFlow account",
      why: (username) =>
        `Somebody tried to use this e-mail address for another ChatFlow account. It belongs to your ChatFlow account ${username}.`,
      note: "If this was you, sign in or choose a new password. Otherwise you can ignore this e-mail.",
    },
    "password-changed": {
      subject: "Your ChatFlow password has changed",
      why: (username) =>
        `The ChatFlow account ${username} has a new password. All other devices are signed out.`,
      note: "If this was not you, choose a new password now.",
    },
  },
  choosePassword: "Choose a new password",
  missed: {
    subject: (count) => `${count} missed ${isOne(count) ? "message" : "messages"} in ChatFlow`,
    why: "You have unread messages from these people and conversations:",
    link: "Open ChatFlow",
    note: `You get such an e-mail at most every ${gapHours} hours while you are away. Your notification settings turn it off as well.`,
    unsubscribe: "Unsubscribe from these e-mails",
  },
};
