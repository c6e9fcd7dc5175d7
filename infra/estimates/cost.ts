import type { Profile } from "../profiles.ts";
import type { Deployed } from "./deployed.ts";
import { type HourOfTeam, measuredHour } from "./measured-hour.ts";
import { prices } from "./prices.ts";
import { missedMail, person, ratesOf, readingsPerStatement } from "./workload.ts";

/** Statements per second that one Aurora capacity unit runs. A cautious estimate, not yet measured on AWS. */
const statementsOfAUnit = 150;

/** Memory per function instance, in gigabytes. */
const memory = 1;

const hoursAMonth = 730;

/** US dollars per month, by service. */
export type Bill = Readonly<Record<string, number>>;

/** Bytes of a push and its response through a NAT gateway, with TLS and headers. */
const pushBytes = 2_500;

/** The number of database instances. Each has as many capacity units as the writer needs. */
const instancesOf = ({ pool }: Profile) => 1 + (pool?.readers ?? 0);

/** The cost of RDS Proxy and the NAT gateways. */
function poolBill({ pool }: Profile, unitHours: number, gigabytes: number): Bill {
  if (!pool) return {};
  const { proxy, nat } = prices;
  return {
    "RDS Proxy": Math.max(unitHours, proxy.minimumUnits * hoursAMonth) * proxy.capacityUnitHour,
    "NAT gateways": pool.natGateways * nat.hour * hoursAMonth + gigabytes * nat.gigabyte,
  };
}

/** The cost of a deployment that nobody uses. */
function idleBill(profile: Profile, { alarms, queues }: Deployed): Bill {
  const { aurora, kms, cloudWatch, firewall } = prices;
  const unitHours = profile.database.minCapacity * instancesOf(profile) * hoursAMonth;
  return {
    "keys and secrets": 2 * kms.keyMonth + 2 * prices.secretMonth,
    "database, capacity": unitHours * aurora.capacityUnitHour,
    ...poolBill(profile, unitHours, 0),
    "database, storage": 1 * aurora.storageGigabyteMonth,
    // Lambda polls each queue with five pollers, every 20 seconds.
    queues: queues * 5 * 3 * 60 * hoursAMonth * prices.sqs.request,
    firewall: profile.firewall ? firewall.aclMonth + 3 * firewall.ruleMonth : 0,
    "alarms, dashboard, metrics": profile.isWatched
      ? alarms * cloudWatch.alarmMonth + cloudWatch.dashboardMonth + 5 * cloudWatch.metricMonth
      : 0,
  };
}

export interface Usage {
  profile: Profile;
  deployed: Deployed;
  /** The number of people online during office hours. */
  online: number;
  /** The events of a team's hour. By default, those of this release. */
  hour?: HourOfTeam;
}

/** The bill of a month, in US dollars by service. */
export function monthlyBill({ profile, deployed, online, hour = measuredHour }: Usage): Bill {
  const idle = idleBill(profile, deployed);
  if (online === 0) return idle;
  const { aurora, apiGateway, lambda, sqs, kms, cloudWatch, cloudFront, s3, firewall } = prices;
  const hours = person.onlineHoursADay * person.daysAMonth;
  const seconds = hours * 3600;
  const rates = ratesOf(online, hour);
  const batchedReadings = hour.batchesReadings ? rates.reads : 0;
  const month = (aSecond: number) => aSecond * seconds;
  const aMonth = (aDay: number) => online * aDay * person.daysAMonth;
  const invocations = month(
    rates.frames +
      rates.rest * 1.2 +
      rates.connects * 3 +
      rates.jobs +
      batchedReadings / readingsPerStatement,
  );
  const units = Math.max(0.5, profile.database.minCapacity, rates.statements / statementsOfAUnit);
  const idleHours = hoursAMonth - hours;
  const unitHours = (units * hours + profile.database.minCapacity * idleHours) * instancesOf(profile);
  const gigabytes = (month(rates.pushes + rates.jobs) * pushBytes) / 1024 ** 3;
  const megabytesOut = aMonth(person.files) * person.fileMegabytes * 3 + aMonth(person.pageLoads) * 0.5;
  const requests = month(rates.rest + rates.connects) + aMonth(person.files) * 4;
  return {
    ...idle,
    "database, capacity": unitHours * aurora.capacityUnitHour,
    ...poolBill(profile, unitHours, gigabytes),
    // A year of messages, at about 1.5 KB each with indexes.
    "database, storage":
      Math.max(1, (aMonth(person.sends) * 12 * 1.5) / 1024 / 1024) * aurora.storageGigabyteMonth,
    "database, input and output": month(rates.statements) * 1.5 * aurora.ioRequest,
    "Data API": profile.pool ? 0 : month(rates.statements) * aurora.dataApiCall,
    "socket frames and pushes": month(rates.frames + rates.pushes) * apiGateway.socketMessage,
    "connection minutes": rates.connections * hours * 60 * apiGateway.connectionMinute,
    "REST calls": month(rates.rest) * apiGateway.restCall,
    functions: invocations * lambda.invocation + month(rates.concurrency) * memory * lambda.gigabyteSecond,
    // A job or a reading is one request to send, and its part of the requests to receive and delete.
    queues: (idle.queues ?? 0) + month(rates.jobs + batchedReadings) * 2 * sqs.request,
    "e-mails about missed messages":
      aMonth(person.missedMails) *
      (prices.ses.mail +
        missedMail.jobs * (2 * sqs.request + lambda.invocation) +
        missedMail.statements * aurora.dataApiCall),
    // Each connected device renews its access token shortly before it expires.
    signatures: rates.connections * hours * (3600 / hour.accessTokenSeconds) * kms.request,
    "logs and traces": profile.isWatched
      ? ((month(rates.frames + rates.rest + rates.sends) * 350) / 1024 ** 3) * cloudWatch.logGigabyte +
        month(rates.rest) * 0.05 * prices.trace
      : 0,
    "page and files out": (megabytesOut / 1024) * cloudFront.gigabyte + requests * cloudFront.request,
    // An upload, and two lists of its versions: for the first download, and by the cleanup.
    "file requests": aMonth(person.files) * 3 * s3.putOrList,
    "files kept": ((aMonth(person.files) * 12 * person.fileMegabytes) / 1024) * s3.gigabyteMonth,
    firewall: profile.firewall ? (idle.firewall ?? 0) + requests * firewall.request : 0,
  };
}

export const totalOf = (bill: Bill): number => Object.values(bill).reduce((sum, each) => sum + each, 0);
