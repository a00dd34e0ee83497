// As much of JSON Schema as openapi.json uses.

/** What is wrong with a value, with its place; nothing where it is as the schema says. */
export const faults = (api, schema, value, place = '$') => {
  if (schema.$ref) return faults(api, api.components.schemas[schema.$ref.split('/').at(-1)], value, place)
  const kinds = schema.type === undefined ? [] : [schema.type].flat()
  if (kinds.length && !kinds.some(kind => isA(kind, value))) return [`${place} is no ${kinds.join(' or ')}: ${JSON.stringify(value)}`]
  const found = []
  if (schema.enum && !schema.enum.includes(value)) found.push(`${place} is none of ${schema.enum}`)
  // A format is of texts.
  if (value === null) return found
  if (schema.format === 'date-time' && !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) found.push(`${place} is no time`)
  if (schema.format === 'uuid' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) found.push(`${place} is no id`)
  for (const name of schema.required ?? []) if (!(name in value)) found.push(`${place}.${name} is missing`)
  for (const [name, inner] of Object.entries(schema.properties ?? {})) if (name in value) found.push(...faults(api, inner, value[name], `${place}.${name}`))
  if (schema.items) value.forEach((item, index) => found.push(...faults(api, schema.items, item, `${place}[${index}]`)))
  return found
}

const isA = (kind, value) => ({
  null: value === null,
  string: typeof value === 'string',
  boolean: typeof value === 'boolean',
  integer: Number.isInteger(value),
  array: Array.isArray(value),
  object: typeof value === 'object' && value !== null && !Array.isArray(value)
})[kind]
