#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Before anything else is loaded, so that it is loaded compiled: 60 ms of the start.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'tcp-labs'))
const { main } = await import('./cli/main.ts')
// Whatever should still be open goes with the run's namespaces, which end with this process.
process.exit(await main(process.argv))
