/** JSON Schema of an object, all of whose properties are required. */
export const object = (properties) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
export const text = (description, more = {}) => ({type: 'string', description, ...more});
export const integer = (description, more = {}) => ({type: 'integer', description, ...more});
