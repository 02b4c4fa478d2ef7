import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greeting } from './greeting.js'

test('it is a greeting', () => {
  assert.match(greeting('Ada'), /^Hello, /)
})

test('it greets whoever comes by', () => {
  assert.equal(greeting('Ada'), 'Hello, Ada!')
})
