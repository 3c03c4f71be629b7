// How each operation of the table is called in a sandbox: over which API, with what, and how it ends.
import { NotFoundError, UnsupportedError } from 'careweave';

const DAY = 86_400_000;
const ADDRESS = { line1: '1 Test Street', city: 'Aurora', state: 'CO', zipCode: '80012' };
// The sandbox delivers to the loopback only.
const HOOK = ['patient.created', 'tests', 'http://127.0.0.1:9/w', '0123456789abcdef'];
const PROSPECT = { firstName: 'Beta', lastName: 'Testprospect', phone: '3035550101' };
const APPLICANT = { firstName: 'Gamma', lastName: 'Testapplicant', phone: '3035550102' };
const DAUGHTER = ['Epsilon', 'Testdaughter'];

let written = 0;

/** The key of another write. */
export const key = () => ({ idempotencyKey: `tests/${(written += 1)}` });

/** A tag that nobody has made yet. */
const tag = () => ({ name: `Lift ${(written += 1)}`, kind: 'skill' });

/** A client of a sandbox, and ids of what is in it. */
export class World {
  constructor(ws, now, store) {
    this.ws = ws;
    this.now = new Date(now);
    this.store = store;
  }

  days(count) {
    return new Date(this.now.getTime() + count * DAY);
  }

  date(count) {
    return this.days(count).toISOString().slice(0, 10);
  }

  hours(count) {
    return new Date(this.now.getTime() + (count * DAY) / 24);
  }

  async clientId() {
    return (await this.ws.clients({ status: 'active' }))[0].id;
  }

  async caregiverId() {
    return (await this.ws.caregivers({ status: 'active' }))[0].id;
  }

  async prospectId(fields = {}) {
    return (await this.ws.createProspect({ ...PROSPECT, ...fields }, key())).id;
  }

  async applicantId(fields = {}) {
    return (await this.ws.createApplicant({ ...APPLICANT, ...fields }, key())).id;
  }

  async shiftId() {
    return (await this.ws.shifts())[0].id;
  }

  async openShiftAndCaregiver() {
    const roster = await this.ws.roster({ now: this.now, zone: 'America/Denver' });
    const { shift, candidates } = roster.rankAll().find(({ candidates }) => candidates.length > 0);
    return [shift.id, candidates[0].caregiverId];
  }

  /** An appointment that is to come, with a caregiver or without. */
  async appointment(assigned) {
    for (const { id } of await this.ws.clients()) {
      const found = await this.ws.connect.clientAppointments(id, this.now, this.days(14));
      const wanted = found.find(
        ({ caregiverId, start }) => (caregiverId !== null) === assigned && Date.parse(start) > this.now.getTime(),
      );
      if (wanted !== undefined) return wanted;
    }
    throw new Error('the sandbox has no such appointment');
  }

  async encounter() {
    for (const { id: clientId } of await this.ws.clients()) {
      const [found] = await this.ws.connect.encounters(this.date(-14), this.date(0), { clientId });
      if (found !== undefined) return found;
    }
    throw new Error('the sandbox has no encounter');
  }

  get note() {
    return { title: 'Visit', description: 'All went well', status: 'COMPLETE', recorded: this.now };
  }
}

const rest = (given = () => []) => ({ api: 'rest', given });
const connect = (given = () => [], rejects = undefined) => ({ api: 'connect', given, rejects });

/** Operation by operation: the arguments of a call, in the order in which they are passed. */
export const CASES = {
  'wellsky.verify': rest(),
  'wellsky.capabilities': rest(),
  'wellsky.probe': connect(),
  'clients.list': rest(() => [{ status: 'active' }]),
  'clients.get': rest(async (w) => [await w.clientId()]),
  'clients.find': rest(() => ['404404']),
  'clients.create': rest(() => [
    {
      firstName: 'Alpha',
      lastName: 'Testclient',
      phone: '3035550100',
      address: ADDRESS,
      emergencyContacts: [{ name: 'Zeta Testsister', phone: '3035550105' }],
      startDate: '2026-05-01',
    },
    key(),
  ]),
  'clients.update': rest(async (w) => [await w.clientId(), { phone: '3035550109', email: null }, key()]),
  'clients.status_changes': rest((w) => [w.days(-365)]),
  'clients.snapshot': rest((w) => [w.now]),
  'clients.compare_snapshots': rest((w) => [
    { takenAt: w.now.toISOString(), statuses: { id_1: 'active', 2: 'active' } },
    { takenAt: w.days(1).toISOString(), statuses: { id_1: 'discharged' } },
  ]),
  'caregivers.list': rest(() => [{ status: 'active' }]),
  'caregivers.get': rest(async (w) => [await w.caregiverId()]),
  'caregivers.find': rest(async (w) => [await w.caregiverId()]),
  'caregivers.create': rest(() => [
    { firstName: 'Delta', lastName: 'Testcaregiver', phone: '3035550103', certifications: ['CNA'] },
    key(),
  ]),
  'caregivers.update': rest(async (w) => [await w.caregiverId(), { languages: ['es', 'en'] }, key()]),
  'caregivers.set_availability': rest(async (w) => [
    await w.caregiverId(),
    [{ day: 'monday', start: '08:00', end: '24:00' }],
    key(),
  ]),
  'caregivers.schedule': rest(async (w) => [await w.caregiverId(), w.days(-7), w.days(14)]),
  'prospects.list': rest(),
  'prospects.get': rest(async (w) => [await w.prospectId()]),
  'prospects.find': rest(async (w) => [await w.prospectId()]),
  'prospects.create': rest(() => [{ ...PROSPECT, notes: 'asked for a call' }, key()]),
  'prospects.update': rest(async (w) => [await w.prospectId(), { status: 'contacted' }, key()]),
  'prospects.upsert': rest(() => [{ ...PROSPECT, externalId: 'crm-1' }, key()]),
  'prospects.convert_to_client': rest(async (w) => [
    await w.prospectId({ address: ADDRESS, status: 'won' }),
    { startDate: '2026-05-01', ...key() },
  ]),
  'applicants.list': rest(),
  'applicants.get': rest(async (w) => [await w.applicantId()]),
  'applicants.find': rest(async (w) => [await w.applicantId()]),
  'applicants.create': rest(() => [APPLICANT, key()]),
  'applicants.update': rest(async (w) => [await w.applicantId(), { status: 'screening' }, key()]),
  'applicants.upsert': rest(() => [{ ...APPLICANT, externalId: 'ats-1' }, key()]),
  'applicants.convert_to_caregiver': rest(async (w) => [
    await w.applicantId({ status: 'hired', backgroundCheckStatus: 'cleared' }),
    { hireDate: '2026-05-01', ...key() },
  ]),
  'shifts.list': rest((w) => [{ start: w.now, end: w.days(14) }]),
  'shifts.read': connect((w) => [{ start: w.now, end: w.days(14) }]),
  'shifts.open': rest((w) => [{ start: w.now }]),
  'shifts.get': rest(async (w) => [await w.shiftId()]),
  'shifts.find': rest(async (w) => [await w.shiftId()]),
  'shifts.evv': rest(async (w) => [(await w.ws.shifts({ status: 'completed' }))[0].id]),
  'shifts.assign': rest(async (w) => [...(await w.openShiftAndCaregiver()), { store: w.store }]),
  'shifts.assign_unrecorded': rest(async (w) => [
    ...(await w.openShiftAndCaregiver()),
    { notes: 'asked twice', ...key() },
  ]),
  'visits.get': rest(async (w) => [await w.shiftId()]),
  'visits.read': rest((w) => [{ start: w.days(-7), end: w.now }]),
  'cached.clients.list': rest(() => [{ status: 'active' }]),
  'cached.clients.get': rest(async (w) => [await w.clientId()]),
  'cached.caregivers.list': rest(() => [{ status: 'active' }]),
  'cached.caregivers.get': rest(async (w) => [await w.caregiverId()]),
  'cached.shifts.open': rest((w) => [w.now, w.days(14)]),
  'cached.shifts.list': rest((w) => [{ start: w.now, end: w.days(14) }]),
  'cached.caregivers.schedule': rest(async (w) => [await w.caregiverId(), w.now, w.days(14)]),
  'cached.refresh': rest(),
  'cached.expire': rest(),
  'events.mark': rest(async (w) => [{ kind: 'Patient', id: await w.clientId() }, { store: w.store }]),
  'events.marked': rest((w) => [{ limit: 10, store: w.store }]),
  'events.fetch': connect(async (w) => [{ kind: 'Patient', id: await w.clientId() }]),
  'notes.write': connect(async (w) => [
    await w.clientId(),
    w.days(-3000),
    w.days(-2999),
    w.note,
    { store: w.store, ...key() },
  ]),
  'notes.file_document': connect(async (w) => [
    'a.txt',
    new Uint8Array([119, 111]),
    'text/plain',
    'General',
    { caregiverId: await w.caregiverId(), store: w.store, ...key() },
  ]),
  'notes.deliver': connect((w) => [{ store: w.store }]),
  'notes.given_up': connect((w) => [{ limit: 10, store: w.store }]),
  'notes.discard': connect((w) => ['404', { store: w.store }], NotFoundError),
  'sales.maps': rest(),
  'wellsky.metrics': rest(),
  'wellsky.metrics_text': rest(),
  'wellsky.breakers': rest(),
  'alerts.rules': rest(),
  'connect.patients.get': connect(async (w) => [await w.clientId()]),
  'connect.patients.list': connect((w) => [{ updatedSince: w.days(-3650) }]),
  'connect.patients.by_external_id': connect(() => ['crm-404']),
  'connect.patients.by_phone': connect(async (w) => [(await w.ws.clients())[0].phone]),
  'connect.patients.set_pipeline_status': connect(async (w) => [await w.prospectId(), 40, key()]),
  'connect.patients.delete_permanently': connect(async (w) => [await w.prospectId(), key()]),
  'connect.practitioners.get': connect(async (w) => [await w.caregiverId()]),
  'connect.practitioners.list': connect(),
  'connect.practitioners.by_external_id': connect(() => ['ats-404']),
  'connect.practitioners.by_phone': connect(async (w) => [(await w.ws.caregivers())[0].phone]),
  'connect.practitioners.set_pipeline_status': connect(async (w) => [await w.applicantId(), 20, key()]),
  'connect.practitioners.set_profile_tags': connect(async (w) => [
    await w.caregiverId(),
    [await w.ws.connect.createProfileTag(tag(), key())],
    key(),
  ]),
  'connect.practitioners.deactivate': connect(async (w) => [await w.caregiverId(), 'Leave of Absence', key()]),
  'connect.related_persons.of': connect(async (w) => [await w.clientId()]),
  'connect.related_persons.list': connect(),
  'connect.related_persons.create': connect(async (w) => [
    await w.clientId(),
    ...DAUGHTER,
    { relationship: 'DAU', phone: '3035550104', ...key() },
  ]),
  'connect.related_persons.update': connect(async (w) => [
    await w.ws.connect.createRelatedPerson(await w.clientId(), ...DAUGHTER, key()),
    { emergencyContact: true, ...key() },
  ]),
  'connect.related_persons.delete': connect(async (w) => {
    const clientId = await w.clientId();
    return [clientId, await w.ws.connect.createRelatedPerson(clientId, ...DAUGHTER, key()), key()];
  }),
  'connect.appointments.list': connect(async (w) => [{ clientId: await w.clientId(), month: 202604 }]),
  'connect.appointments.get': connect(async (w) => {
    const { id, start } = await w.appointment(true);
    return [id, start];
  }),
  'connect.appointments.nearest': connect(async (w) => [(await w.appointment(true)).id]),
  'connect.appointments.of_client': connect(async (w) => [await w.clientId(), w.now, w.days(14)]),
  'connect.appointments.of_caregiver': connect(async (w) => [await w.caregiverId(), w.now, w.days(14)]),
  'connect.appointments.create': connect(
    async (w) => [await w.clientId(), w.days(14), w.hours(14 * 24 + 2), key()],
    UnsupportedError,
  ),
  'connect.appointments.assign': connect(async (w) => {
    const { id, start } = await w.appointment(false);
    return [id, start, await w.caregiverId(), key()];
  }, UnsupportedError),
  'connect.appointments.unassign': connect(async (w) => {
    const { id, start, caregiverId } = await w.appointment(true);
    return [id, start, caregiverId, key()];
  }, UnsupportedError),
  'connect.appointments.cancel_all_to_come': connect(
    async (w) => [(await w.appointment(true)).id, key()],
    UnsupportedError,
  ),
  'connect.encounters.get': connect(async (w) => [(await w.encounter()).id]),
  'connect.encounters.list': connect(async (w) => [w.date(-7), w.date(0), { clientId: await w.clientId() }]),
  'connect.encounters.create': connect(async (w) => [
    await w.clientId(),
    await w.caregiverId(),
    'COMPLETE',
    w.now,
    { end: w.hours(1), ...key() },
  ]),
  'connect.encounters.update': connect(async (w) => [(await w.encounter()).id, { status: 'COMPLETE', ...key() }]),
  'connect.encounters.delete': connect(async (w) => {
    const of = [await w.clientId(), await w.caregiverId()];
    return [await w.ws.connect.createEncounter(...of, 'COMPLETE', w.now, { end: w.hours(1), ...key() }), key()];
  }),
  'connect.encounters.clock_in': connect(async (w) => [
    (await w.appointment(true)).id,
    w.now,
    39.7,
    -104.9,
    key(),
  ]),
  'connect.encounters.clock_out': connect(async (w) => {
    const { encounterId } = await w.ws.connect.clockIn((await w.appointment(true)).id, w.now, 39.7, -104.9, key());
    return [encounterId, w.hours(2), 39.7, -104.9, { mileage: 3.5, ...key() }];
  }),
  'connect.task_logs.of': connect(async (w) => [(await w.encounter()).id]),
  'connect.task_logs.create': connect(async (w) => [(await w.encounter()).id, w.note, key()]),
  'connect.task_logs.update': connect(async (w) => {
    const { id } = await w.encounter();
    return [id, await w.ws.connect.createTaskLog(id, w.note, key()), w.note, key()];
  }),
  'connect.task_logs.attach': connect(async (w) => [
    (await w.encounter()).clientId,
    w.days(-14),
    w.now,
    w.note,
    key(),
  ]),
  'connect.tasks.update': connect(
    async (w) => [(await w.encounter()).id, '404404', { status: 'COMPLETE' }, key()],
    NotFoundError,
  ),
  'connect.documents.get': connect(async (w) => [
    await w.ws.connect.createDocument('a.txt', Buffer.from('words'), 'text/plain', 'General', {
      clientId: await w.clientId(),
      ...key(),
    }),
  ]),
  'connect.documents.of': connect(async (w) => [{ clientId: await w.clientId() }]),
  'connect.documents.create': connect(async (w) => [
    'a.txt',
    new Uint8Array([119, 111]),
    'text/plain',
    'General',
    { caregiverId: await w.caregiverId(), ...key() },
  ]),
  'connect.care_plans.activities': connect(() => ['ADL']),
  'connect.care_plans.write': connect(async (w) => {
    const [{ id }] = await w.ws.connect.activities('ADL');
    return [await w.clientId(), [{ activityId: id, description: 'Help with the bath', status: 'scheduled' }], key()];
  }),
  'connect.charge_items.list': connect(async (w) => ['2026-03-01', '2026-04-30', { clientId: await w.clientId() }]),
  'connect.admin_tasks.get': connect(async (w) => [
    await w.ws.connect.createAdminTask('Call back', { clientId: await w.clientId(), ...key() }),
  ]),
  'connect.admin_tasks.create': connect(async (w) => [
    'Call back',
    { clientId: await w.clientId(), executionDate: '2026-04-07', ...key() },
  ]),
  'connect.subscriptions.get': connect(async (w) => [await w.ws.connect.createSubscription(...HOOK, key())]),
  'connect.subscriptions.list': connect(),
  'connect.subscriptions.ensure': connect(() => ['tests', 'people', HOOK[2], HOOK[3], [HOOK[0]], key()]),
  'connect.subscriptions.create': connect(() => [...HOOK, key()]),
  'connect.subscriptions.delete': connect(async (w) => [await w.ws.connect.createSubscription(...HOOK, key()), key()]),
  'connect.profile_tags.get': connect(async (w) => [await w.ws.connect.createProfileTag(tag(), key())]),
  'connect.profile_tags.create': connect(() => [tag(), key()]),
  'connect.profile_tags.update': connect(async (w) => {
    const made = tag();
    return [await w.ws.connect.createProfileTag(made, key()), { ...made, description: 'May use a lift' }, key()];
  }),
  'connect.locations.list': connect(),
  'connect.organizations.list': connect(),
  'connect.admins.list': connect(),
  'connect.referral_sources.get': connect(async (w) => [
    await w.ws.connect.createReferralSource({ name: 'Aurora Clinic', typeId: 14 }, key()),
  ]),
  'connect.referral_sources.create': connect(() => [{ name: 'Aurora Clinic', typeId: 14 }, key()]),
  'connect.referral_sources.update': connect(async (w) => [
    await w.ws.connect.createReferralSource({ name: 'Aurora Clinic', typeId: 14 }, key()),
    { name: 'Denver Clinic' },
    key(),
  ]),
};
