/** `npm start`: blocks of wallet-signed transactions for every machine, one example after the other. */
const titles = {
  main: 'Ethereum transactions by viem, native ones beside them',
  solana: 'Solana transactions by @solana/web3.js and @solana/kit',
  'solana-program': "A Solana program of one's own, from C to its second release",
  bitcoin: 'Bitcoin transactions by bitcoinjs-lib',
  tron: 'Tron transactions by TronWeb',
  'one-token':
    'One token on all machines: a Uniswap pair, a Solana program and TronWeb move the same units',
} as const

for (const [name, title] of Object.entries(titles)) {
  console.log(`\n== ${title} (examples/${name}.ts)\n`)
  await import(`./${name}.ts`)
}
