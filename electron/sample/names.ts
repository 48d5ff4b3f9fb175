/** Company-wide word lists of the sample organisation. All names are invented. */
export const ACCOUNT_NAMES = [
  'build-tools',
  'shared-services',
  'payments-prod',
  'management',
  'web-prod',
  'web-staging',
  'data-lake',
  'ml-research',
  'network-hub',
  'log-archive',
  'payments-test',
  'sandbox',
] as const;

/** Who works there, as user names. */
export const PEOPLE = [
  'amara.okafor',
  'bruno.keller',
  'chiara.fontana',
  'dmitri.volkov',
  'elif.yildiz',
  'freya.lindqvist',
  'george.papas',
  'hana.sato',
  'imran.qureshi',
  'jelena.novak',
  'kofi.mensah',
  'lucia.herrera',
  'mateusz.zielinski',
  'noor.haddad',
  'oscar.brandt',
  'priya.raman',
  'quentin.moreau',
  'rosa.almeida',
] as const;

/** Permission sets that people sign in with. */
export const PERMISSION_SETS = [
  'AdministratorAccess',
  'PlatformEngineer',
  'ReadOnlyAccess',
  'DataAnalyst',
] as const;

/** What the organisation runs; part of the names of its functions, queues and storage prefixes. */
export const WORKLOADS = [
  'orders',
  'checkout',
  'ledger',
  'catalog',
  'search',
  'invoices',
  'notify',
  'images',
  'reports',
  'sessions',
] as const;

/** Human text with letters beyond ASCII, as found in tags, descriptions and object keys. */
export const WORLD_TEXT = [
  'Zahlungsverkehr Übersicht',
  'équipe données',
  '請求書',
  'Отчёт за март',
  'smörgåsbord',
  'análisis trimestral',
  'فاتورة',
  'ληξιπρόθεσμα',
  '🚚 dispatch',
  'Łódź warehouse',
] as const;

/** Regions with a weight each; the first two carry most of the traffic and the last few hardly any. */
export const REGION_WEIGHTS: ReadonlyArray<readonly [region: string, weight: number]> = [
  ['us-east-1', 400],
  ['eu-west-1', 240],
  ['eu-central-1', 90],
  ['us-west-2', 80],
  ['us-east-2', 50],
  ['ap-southeast-2', 34],
  ['ap-northeast-1', 30],
  ['eu-north-1', 22],
  ['eu-west-2', 20],
  ['ca-central-1', 12],
  ['ap-south-1', 9],
  ['eu-south-1', 4],
  ['sa-east-1', 3],
];

/** The Region in which global services record. */
export const GLOBAL_REGION = 'us-east-1';
