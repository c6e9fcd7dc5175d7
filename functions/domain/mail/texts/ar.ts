import { times } from "../../../../contract/times.ts";
import type { MailCatalog } from "./catalog.ts";

const { verifyHours, resetMinutes } = times.mailLink;
const { gapHours } = times.missedMails;
const rules = new Intl.PluralRules("ar");

/** Returns the count of messages. Arabic has a dual, and other nouns for few and for many. */
function messages(count: string): string {
  switch (rules.select(Number.parseInt(count, 10))) {
    case "one":
      return "رسالة فائتة واحدة";
    case "two":
      return "رسالتان فائتتان";
    case "few":
      return `${count} رسائل فائتة`;
    default:
      return `${count} رسالة فائتة`;
  }
}

export const ar: MailCatalog = {
  links: {
    verify: {
      subject: "أكّد عنوان بريدك الإلكتروني في ChatFlow",
      why: (username) => `يُرجى تأكيد أن عنوان البريد الإلكتروني هذا يخص حساب ChatFlow ‏${username}.`,
      link: "تأكيد عنوان البريد الإلكتروني",
      note: `يعمل الرابط لمدة ${verifyHours / 24} أيام. إذا لم يكن هذا حسابك، فيمكنك تجاهل هذه الرسالة.`,
    },
    reset: {
      subject: "اختر كلمة مرور جديدة لـ ChatFlow",
      why: (username) => `تلقّينا طلبًا لإعادة تعيين كلمة مرور حساب ChatFlow ‏${username}.`,
      link: "اختيار كلمة مرور جديدة",
      note: `يعمل الرابط مرة واحدة خلال ${resetMinutes} دقيقة. إذا لم تطلب ذلك، فيمكنك تجاهل هذه الرسالة، وستبقى كلمة مرورك كما هي.`,
    },
    invitation: {
      subject: "أنت مدعو إلى ChatFlow",
      why: (username) => `يدعوك ‏${username} إلى مساحة عمل في ChatFlow.`,
      link: "إنشاء حسابك",
      note: "يعمل الرابط مرة واحدة ولعنوان البريد الإلكتروني هذا فقط. إذا كنت لا تعرف المرسل، فيمكنك تجاهل هذه الرسالة.",
    },
    "sign-up": {
      subject: "أنشئ حسابك في ChatFlow",
      why: () => "يُرجى تأكيد أن عنوان البريد الإلكتروني هذا لك، واختيار اسم مستخدم.",
      link: "إنشاء حسابك",
      note: `يعمل الرابط مرة واحدة خلال ${times.signUpLinkHours} ساعة. إذا لم تطلب ذلك، فيمكنك تجاهل هذه الرسالة.`,
    },
    "account-exists": {
      subject: "لديك حساب ChatFlow بالفعل",
      why: (username) =>
        `تلقّينا طلبًا لإنشاء حساب ChatFlow بعنوان البريد الإلكتروني هذا، لكن لديك حساب بالفعل: ‏${username}.`,
      link: "تسجيل الدخول",
      note: "يمكنك اختيار كلمة مرور جديدة في صفحة تسجيل الدخول. إذا لم تطلب ذلك، فيمكنك تجاهل هذه الرسالة.",
    },
  },
  notices: {
    "address-requested": {
      subject: "سيتغيّر عنوان البريد الإلكتروني لحسابك في ChatFlow",
      why: (username) =>
        `شخص يعرف كلمة مرور حساب ChatFlow ‏${username} يريد استبدال عنوان البريد الإلكتروني هذا.`,
      note: "يسري العنوان الجديد بعد تأكيده. إذا لم تكن أنت من فعل ذلك، فاختر كلمة مرور جديدة الآن.",
    },
    "address-changed": {
      subject: "لحسابك في ChatFlow عنوان بريد إلكتروني آخر",
      why: (username) => `لحساب ChatFlow ‏${username} عنوان بريد إلكتروني جديد ومؤكَّد.`,
      note: "إذا لم تكن أنت من فعل ذلك، فاختر كلمة مرور جديدة الآن، أو اطلب المساعدة من مالك مساحة العمل.",
    },
    "address-registered": {
      subject: "لديك حساب ChatFlow بالفعل",
      why: (username) =>
        `حاول شخص استخدام عنوان البريد الإلكتروني هذا لحساب آخر في ChatFlow، وهو يخص حسابك في ChatFlow ‏${username}.`,
      note: "إذا كنت أنت من فعل ذلك، فسجّل الدخول أو اختر كلمة مرور جديدة. وإلا فيمكنك تجاهل هذه الرسالة.",
    },
    "password-changed": {
      subject: "تغيّرت كلمة مرورك في ChatFlow",
      why: (username) => `لحساب ChatFlow ‏${username} كلمة مرور جديدة. سُجّل خروج جميع الأجهزة الأخرى.`,
      note: "إذا لم تكن أنت من فعل ذلك، فاختر كلمة مرور جديدة الآن.",
    },
  },
  choosePassword: "اختيار كلمة مرور جديدة",
  missed: {
    subject: (count) => `${messages(count)} في ChatFlow`,
    why: "لديك رسائل غير مقروءة من هؤلاء الأشخاص وهذه المحادثات:",
    link: "فتح ChatFlow",
    note: `في غيابك، تصلك رسالة كهذه كل ${gapHours} ساعة على الأكثر. يمكنك أيضًا إيقافها في إعدادات الإشعارات.`,
    unsubscribe: "إلغاء الاشتراك في هذه الرسائل",
  },
};
