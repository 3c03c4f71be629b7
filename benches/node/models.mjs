// The peer's models: zod, with the types a portal would give these fields.
import { z } from 'zod';

const Address = z.object({
  line1: z.string(),
  line2: z.string().nullish(),
  city: z.string(),
  state: z.string(),
  zip_code: z.string(),
});

const EmergencyContact = z.object({
  name: z.string(),
  phone: z.string(),
  relationship: z.string().nullish(),
});

const Client = z.object({
  id: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  email: z.string().nullish(),
  phone: z.string(),
  address: Address,
  status: z.string(),
  emergency_contacts: z.array(EmergencyContact),
  payer_source: z.string().nullish(),
  authorized_hours_per_week: z.number().int().nullish(),
  start_date: z.iso.date().nullish(),
  discharge_date: z.iso.date().nullish(),
  referral_source: z.string().nullish(),
  care_coordinator: z.string().nullish(),
  preferred_language: z.string().nullish(),
  gender_preference: z.string().nullish(),
  external_id: z.string().nullish(),
  updated_at: z.iso.datetime({ offset: true }),
});

export const ClientPage = z.object({
  clients: z.array(Client),
  total: z.number().int(),
});
