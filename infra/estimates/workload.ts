import { type HourOfTeam, measuredHour, peopleInTeam } from "./measured-hour.ts";

/**
 * The average activity of a person. These are guesses for an office that works by chat. Replace them with figures from
 * the dashboard of a deployment, and measure the hour that follows from them with `npm run bench -- hour`.
 */
export const person = {
  onlineHoursADay: 8,
  daysAMonth: 22,
  /** This and the following numbers are per person and day. */
  sends: 40,
  reads: 80,
  typingSpells: 30,
  reactions: 8,
  edits: 2,
  /** Messages with links that get previews. */
  links: 4,
  /** Devices connected at the same time. */
  devices: 1.5,
  /** New connections, after sleep, network loss, or API Gateway's limit of two hours. */
  connects: 10,
  /** E-mails about missed messages. */
  missedMails: 0.5,
  files: 0.5,
  fileMegabytes: 0.8,
  /** Page loads that the browser's cache does not serve. */
  pageLoads: 0.3,
} as const;

/** The activity in the busiest minute, relative to the average over office hours. */
export const peak = 4;

/**
 * How many readings the reads function marks with one statement. `delivery.test.ts` counts them when a group reads
 * together.
 */
export const readingsPerStatement = 4;

/**
 * The duration of a function for each kind of request, in milliseconds. Measured by `npm run bench` on the local stack,
 * and rounded up.
 */
const milliseconds = {
  send: 40,
  typing: 25,
  sync: 30,
  ping: 3,
  read: 15,
  connect: 40,
  disconnect: 20,
  rest: 30,
  job: 40,
} as const;

/** How long one job takes, in seconds. */
export const jobSeconds = milliseconds.job / 1000;

/**
 * The events of a message whose links get previews, beyond those of its sending. `add-previews.ts` makes three to five
 * statements. An edit of the measured hour causes as many pushes. The time is mostly that of the linked site.
 */
const linkPreview = { statements: 4, jobs: 2, pushes: 13, milliseconds: 1_000 } as const;

/**
 * The cost of an e-mail about missed messages. One statement lets its recipient wait, and three decide and take it. The
 * job is due after half an hour, or after twelve hours if an e-mail came before: at most 50 turns in the queue.
 */
export const missedMail = { statements: 4, jobs: 50 } as const;

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/**
 * The average rates during office hours, from the counts of a team's hour.
 *
 * @param online  the number of people online
 * @returns rates per second, except for `concurrency` and `connections`
 */
export function ratesOf(online: number, hour: HourOfTeam = measuredHour) {
  const aSecond = (ofTeam: number) => ((ofTeam / peopleInTeam) * online) / 3600;
  const frame = (action: string) => aSecond(hour.frames[action] ?? 0);
  const connections = online * person.devices;
  // Each device pings every four minutes.
  const pings = connections / 240;
  const [sends, reads, connects] = [frame("message.send"), frame("read"), aSecond(hour.connects)];
  const [rest, jobs] = [aSecond(hour.rest), aSecond(hour.jobs)];
  const previews = hour.hasLinkPreviews ? sends * (person.links / person.sends) : 0;
  const busy =
    sends * milliseconds.send +
    frame("typing") * milliseconds.typing +
    frame("sync") * milliseconds.sync +
    pings * milliseconds.ping +
    reads * milliseconds.read +
    connects * (milliseconds.connect + milliseconds.disconnect) +
    rest * milliseconds.rest +
    jobs * milliseconds.job +
    previews * linkPreview.milliseconds;
  return {
    sends,
    reads,
    frames: aSecond(sumOf(hour.frames)) + pings,
    pushes: aSecond(sumOf(hour.pushes)) + previews * linkPreview.pushes,
    connects,
    rest,
    jobs: jobs + previews * linkPreview.jobs,
    statements:
      aSecond(hour.statements) +
      (hour.batchesReadings ? reads / readingsPerStatement : 0) +
      previews * linkPreview.statements,
    /** Simultaneous function instances. */
    concurrency: busy / 1000,
    connections,
  };
}
