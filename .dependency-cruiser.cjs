/**
 * Import rules of docs/architecture.md. Rooms, lowest first: a file may import its own room and any room below it,
 * never one above.
 */
const rooms = [
  ['primitives', '^src/(primitives/|errors\\.ts$)'],
  ['crypto', '^src/crypto/'],
  ['state', '^src/state/'],
  [
    'contract',
    '^src/(engine|receipt|transaction|envelope|block-context|look-ahead|services-after)\\.ts$|^src/trace/',
  ],
  ['services', '^src/(identity|token)/'],
  ['vms', '^src/vms/'],
  ['dispatch', '^src/router\\.ts$|^src/parallel/(?!worker\\.ts)'],
  ['transition', '^src/(transition|envelope-life)\\.ts$'],
  ['block', '^src/(block|pipeline|engines|genesis|[a-z-]*simulat[a-z-]*)\\.ts$'],
  ['entries', '^src/(index|wallet)\\.ts$|^src/parallel/worker\\.ts$'],
]
const room = (name) => rooms.find(([other]) => other === name)[1]

const upward = rooms.slice(0, -1).map(([name, path], i) => ({
  name: `${name}-imports-upward`,
  severity: 'error',
  from: { path },
  to: {
    path: rooms
      .slice(i + 1)
      .map(([, above]) => above)
      .join('|'),
  },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'no-cycle',
      comment: 'Cycles of `import type` only, within one room, are erased and allowed.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'every-file-has-a-room',
      comment: 'A file outside every room escapes the direction rules: give it a room.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/', pathNot: rooms.map(([, path]) => path).join('|') },
    },
    {
      name: 'every-importer-has-a-room',
      severity: 'error',
      from: { path: '^src/', pathNot: rooms.map(([, path]) => path).join('|') },
      to: {},
    },
    {
      name: 'dispatch-knows-no-machine',
      severity: 'error',
      from: { path: `${room('dispatch')}|${room('transition')}` },
      to: { path: '^src/vms/' },
    },
    {
      name: 'machines-are-strangers',
      severity: 'error',
      from: { path: '^src/vms/([^/]+)/' },
      to: { path: '^src/vms/', pathNot: '^src/vms/($1|evm-core)/' },
    },
    {
      name: 'only-evm-and-tvm-use-evm-core',
      severity: 'error',
      from: { path: '^src/vms/(?!evm/|tvm/|evm-core/)' },
      to: { path: '^src/vms/evm-core/' },
    },
    {
      name: 'noble-behind-crypto',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/crypto/' },
      to: { path: '@noble/' },
    },
    {
      name: 'node-behind-its-rooms',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(parallel|crypto|state/store)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'runtime-dependencies-only',
      comment: 'What ships may need only what is installed with it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'unknown', 'undetermined'] },
    },
    {
      name: 'not-to-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|examples|scripts)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    combinedDependencies: false,
    // Packages that export only by condition are found by the one the library is built for.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
}
