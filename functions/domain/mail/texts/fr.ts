import { times } from "../../../../contract/times.ts";
import type { MailCatalog } from "./catalog.ts";

const { verifyHours, resetMinutes } = times.mailLink;
const { gapHours } = times.missedMails;
const isOne = (count: string) => count === "1";

export const fr: MailCatalog = {
  links: {
    verify: {
      subject: "Confirmez votre adresse e-mail pour ChatFlow",
      why: (username) =>
        `Veuillez confirmer que cette adresse e-mail appartient au compte ChatFlow ${username}.`,
      link: "Confirmer l’adresse e-mail",
      note: `Le lien est valable ${verifyHours / 24} jours. Si ce compte n’est pas le vôtre, vous pouvez ignorer cet e-mail.`,
    },
    reset: {
      subject: "Choisissez un nouveau mot de passe pour ChatFlow",
      why: (username) =>
        `Nous avons reçu une demande de réinitialisation du mot de passe du compte ChatFlow ${username}.`,
      link: "Choisir un nouveau mot de passe",
      note: `Le lien fonctionne une seule fois, pendant ${resetMinutes} minutes. Si vous n’êtes pas à l’origine de cette demande, vous pouvez ignorer cet e-mail. Votre mot de passe ne change pas.`,
    },
    invitation: {
      subject: "Vous êtes invité à rejoindre ChatFlow",
      why: (username) => `${username} vous invite dans un espace de travail ChatFlow.`,
      link: "Créer votre compte",
      note: "Le lien fonctionne une seule fois et uniquement pour cette adresse e-mail. Si vous ne connaissez pas l’expéditeur, vous pouvez ignorer cet e-mail.",
    },
    "sign-up": {
      subject: "Créez votre compte ChatFlow",
      why: () => "Veuillez confirmer que cette adresse e-mail est la vôtre et choisir un nom d’utilisateur.",
      link: "Créer votre compte",
      note: `Le lien fonctionne une seule fois, pendant ${times.signUpLinkHours} heures. Si vous n’êtes pas à l’origine de cette demande, vous pouvez ignorer cet e-mail.`,
    },
    "account-exists": {
      subject: "Vous avez déjà un compte ChatFlow",
      why: (username) =>
        `Nous avons reçu une demande de création d’un compte ChatFlow avec cette adresse e-mail, mais vous en avez déjà un : ${username}.`,
      link: "Se connecter",
      note: "Vous pouvez choisir un nouveau mot de passe sur la page de connexion. Si vous n’êtes pas à l’origine de cette demande, vous pouvez ignorer cet e-mail.",
    },
  },
  notices: {
    "address-requested": {
      subject: "Votre compte ChatFlow va changer d’adresse e-mail",
      why: (username) =>
        `Une personne qui connaît le mot de passe du compte ChatFlow ${username} veut remplacer cette adresse e-mail.`,
      note: "La nouvelle adresse compte dès qu’elle est confirmée. Si ce n’était pas vous, choisissez un nouveau mot de passe maintenant.",
    },
    "address-changed": {
      subject: "Votre compte ChatFlow a une autre adresse e-mail",
      why: (username) => `Le compte ChatFlow ${username} a une nouvelle adresse e-mail confirmée.`,
      note: "Si ce n’était pas vous, choisissez un nouveau mot de passe maintenant, ou demandez de l’aide aux responsables de votre espace de travail.",
    },
    "address-registered": {
      subject: "Vous avez déjà un compte ChatFlow",
      why: (username) =>
        `Une personne a essayé d’utiliser cette adresse e-mail pour un autre compte ChatFlow. Elle appartient à votre compte ChatFlow ${username}.`,
      note: "Si c’était vous, connectez-vous ou choisissez un nouveau mot de passe. Sinon, vous pouvez ignorer cet e-mail.",
    },
    "password-changed": {
      subject: "Votre mot de passe ChatFlow a changé",
      why: (username) =>
        `Le compte ChatFlow ${username} a un nouveau mot de passe. Tous les autres appareils sont déconnectés.`,
      note: "Si ce n’était pas vous, choisissez un nouveau mot de passe maintenant.",
    },
  },
  choosePassword: "Choisir un nouveau mot de passe",
  missed: {
    subject: (count) => `${count} ${isOne(count) ? "message manqué" : "messages manqués"} dans ChatFlow`,
    why: "Vous avez des messages non lus de ces personnes et conversations :",
    link: "Ouvrir ChatFlow",
    note: `En votre absence, vous recevez un tel e-mail au plus toutes les ${gapHours} heures. Vous pouvez aussi le désactiver dans les paramètres de notification.`,
    unsubscribe: "Se désabonner de ces e-mails",
  },
};
